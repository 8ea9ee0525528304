import type { Random } from "../../core/random";
import { localMidnight, MINUTE, running, SECOND } from "../calendar";
import type { HostLife } from "../hostLife";
import { characters } from "../identifiers";
import { type Account, accountOf, logonIdOf, machineAccount, SYSTEM_LOGON } from "./accounts";
import { moments } from "./moments";
import type { HostRecords, ServiceInstall } from "./records";

/** A service that comes with software, once per host on a day of its own. */
interface Software {
  readonly name: string;
  readonly command: string;
  readonly kind: ServiceInstall["kind"];
  readonly start: ServiceInstall["start"];
  readonly share: number;
  readonly on: "server" | "client" | "both";
  /** A roll-out's day as a share of the period; without one every host has its own day. */
  readonly at?: number;
}

const DEFENDER = "C:\\ProgramData\\Microsoft\\Windows Defender\\Definition Updates";
const SOFTWARE: readonly Software[] = [
  software("Halden Endpoint Agent", '"C:\\Program Files\\HaldenAgent\\agent.exe"', 0.9, "both", 0.2),
  software(
    "NetView Agent",
    '"C:\\Program Files\\NetView\\agent\\nvagent.exe" -service',
    0.55,
    "server",
    0.45,
  ),
  software(
    "Mozilla Maintenance Service",
    '"C:\\Program Files (x86)\\Mozilla Maintenance Service\\maintenanceservice.exe"',
    0.5,
    "client",
    0.7,
  ),
  software(
    "Google Updater Internal Service",
    '"C:\\Program Files (x86)\\Google\\GoogleUpdater\\updater.exe" --system --windows-service --service=update-internal',
    0.4,
    "both",
  ),
  software("Veeam Agent", '"C:\\Program Files\\Veeam\\Agent\\veeamagentsvc.exe"', 0.1, "server"),
  {
    name: "MpKslDrv",
    command: `${DEFENDER}\\{letters}\\MpKslDrv.sys`,
    kind: "kernel mode driver",
    start: "boot start",
    share: 1,
    on: "both",
  },
  {
    name: "WinPmem",
    command: "C:\\Tools\\winpmem.sys",
    kind: "kernel mode driver",
    start: "demand start",
    share: 0.02,
    on: "server",
  },
  {
    name: "PROCMON24",
    command: "\\SystemRoot\\System32\\Drivers\\PROCMON24.SYS",
    kind: "kernel mode driver",
    start: "demand start",
    share: 0.08,
    on: "server",
  },
];
/** Services that each boot starts. */
const STARTED = [
  "Windows Update",
  "Print Spooler",
  "Windows Time",
  "Task Scheduler",
  "Remote Desktop Services",
];

function software(name: string, command: string, share: number, on: Software["on"], at?: number): Software {
  return { name, command, kind: "user mode service", start: "auto start", share, on, at };
}

/** Services that are installed, started and stopped when nobody attacks, and logs that are cleared for good reasons. */
export function serviceBackground(
  life: HostLife,
  random: Random,
): Pick<HostRecords, "services" | "states" | "clears"> {
  const { calendar } = life.setting;
  const own = machineAccount(life.host, life.setting.domain);
  const installs = SOFTWARE.filter(({ on }) => on === "both" || (on === "client") === life.host.client)
    .filter((one) => random.fork(one.name).next() < one.share)
    .flatMap((one) => landed(life, one, own, random.fork(`${one.name} lands`)));
  const states = [
    ...calendar.boots.flatMap((boot) =>
      STARTED.map((name) => ({
        name,
        state: "running" as const,
        time: boot + (10 + random.integer(60)) * SECOND,
      })),
    ),
    ...restarts(life, random.fork("restarts")),
  ];
  return {
    services: [...installs, ...life.remoteTools.map(({ service }) => service)],
    states,
    clears: clears(life, random.fork("clears")),
  };
}

function landed(life: HostLife, one: Software, by: Account, random: Random): ServiceInstall[] {
  const { host, period, calendar } = life.setting;
  const share = one.at ?? random.next();
  const day = Math.floor(share * period.days);
  const time =
    localMidnight(host, period, day) + (540 + random.integer(420)) * MINUTE + random.integer(60_000_000);
  if (!running(calendar.up, time)) return [];
  const command = one.command.replace("{letters}", `{${characters(random, 8, "0123456789ABCDEF")}}`);
  return [{ ...one, command, time, runsAs: "LocalSystem", by, logonId: SYSTEM_LOGON }];
}

function restarts({ setting }: HostLife, random: Random): HostRecords["states"] {
  return moments(setting, 0.15, "office", random).flatMap((time) => {
    const name = random.pick(["Print Spooler", "World Wide Web Publishing Service", "NetView Agent", "BITS"]);
    return [
      { name, time, state: "stopped" as const },
      { name, time: time + 2 * SECOND, state: "running" as const },
    ];
  });
}

/** Somebody empties the Application log before a test; build servers do it each week. */
function clears({ setting, host }: HostLife, random: Random): HostRecords["clears"] {
  const perDay = host.role === "build" ? 0.14 : 0.004;
  return moments(setting, perDay, "office", random).map((time) => ({
    time,
    channel: "Application" as const,
    account: accountOf(random.pick(setting.domain.admins), setting.domain),
    logonId: logonIdOf(host.name, time),
  }));
}
