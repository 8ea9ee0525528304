import type { Random } from "../../core/random";
import { SECOND } from "../calendar";
import type { HostLife } from "../hostLife";
import { characters } from "../identifiers";
import { type Account, accountOf, logonIdOf, SYSTEM, SYSTEM_LOGON } from "./accounts";
import type { Device } from "./devices";
import { moments } from "./moments";
import type { FileWrite, Logon, ProcessStart, ServiceInstall } from "./records";

/** One use of a tool that works by way of a service: the same kinds of trace as an intruder's. */
export interface RemoteTool {
  readonly logon: Logon;
  readonly file: FileWrite;
  readonly service: ServiceInstall;
  readonly processes: readonly ProcessStart[];
}

const SERVICES = "C:\\Windows\\System32\\services.exe";
const SHELL = "C:\\Windows\\System32\\cmd.exe";
const DONE_BY_HAND = [
  "cmd.exe",
  "cmd.exe /c ipconfig /flushdns",
  "cmd.exe /c net stop w32time",
  "cmd.exe /c gpupdate /force",
];

/** Administrators reach servers with PsExec, the deployment tool with a service of a random name. */
export function remoteTools(life: HostLife, random: Random): RemoteTool[] {
  const { setting, host, plan } = life;
  const { domain } = setting;
  if (host.client) return [];
  const jump = plan.devices.jump.filter((other) => other !== host);
  const builders = plan.hosts.filter((other) => other.role === "build" && other !== host);
  const byHand = moments(setting, 0.012, "office", random).map((time) => {
    const by = accountOf(random.pick(domain.admins), domain);
    const from = jump.length === 0 ? undefined : plan.devices.of(random.pick(jump));
    const line = random.pick(DONE_BY_HAND);
    return use(life, time, by, from, "PSEXESVC", "C:\\Windows\\PSEXESVC.exe", line);
  });
  const deployed = moments(setting, 0.03, "office", random).map((time) => {
    const by = accountOf(domain.services.get("svc-deploy")!, domain);
    const from = builders.length === 0 ? undefined : plan.devices.of(random.pick(builders));
    const letters = characters(random, 8, "abcdefghijklmnopqrstuvwxyz");
    const program = `C:\\Windows\\Temp\\hdeploy-${letters}.exe`;
    return use(
      life,
      time,
      by,
      from,
      `HaldenDeploy-${letters}`,
      program,
      `cmd.exe /c C:\\Windows\\Temp\\${letters}\\setup.cmd`,
    );
  });
  return [...byHand, ...deployed];
}

function use(
  { host }: HostLife,
  time: number,
  by: Account,
  from: Device | undefined,
  name: string,
  program: string,
  line: string,
): RemoteTool {
  const logonId = logonIdOf(`${host.name}:${name}`, time);
  const asSystem = { account: SYSTEM, logonId: SYSTEM_LOGON };
  const process = { key: `${name}:${time}`, image: program, commandLine: program };
  const manager = { key: "service:services", image: SERVICES, commandLine: SERVICES };
  return {
    logon: { time: time - 5 * SECOND, account: by, type: 3, from, logonId, seconds: 140 },
    file: { time: time - 3 * SECOND, key: "System", image: "System", path: program, account: SYSTEM },
    service: {
      time,
      name,
      command: program.replace("C:\\Windows\\PSEXESVC", "%SystemRoot%\\PSEXESVC"),
      kind: "user mode service",
      start: "demand start",
      runsAs: "LocalSystem",
      by,
      logonId,
    },
    processes: [
      { ...asSystem, ...process, time: time + SECOND, parent: manager },
      {
        ...asSystem,
        time: time + 2 * SECOND,
        key: `${name}:shell:${time}`,
        image: SHELL,
        commandLine: line,
        parent: process,
      },
    ],
  };
}
