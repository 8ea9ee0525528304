import type { Random } from "../../core/random";
import { logonIdOf, SYSTEM, SYSTEM_LOGON } from "../activity/accounts";
import { PLATFORM } from "../activity/programs";
import type { ParentProcess } from "../activity/records";
import { MINUTE, SECOND } from "../calendar";
import type { Campaign } from "./campaign";
import { SECOND_STAGE, SERVICE_PROGRAM } from "./indicators";

const SYSTEM32 = "C:\\Windows\\System32";
const SERVICES: ParentProcess = {
  key: "service:services",
  image: `${SYSTEM32}\\services.exe`,
  commandLine: `${SYSTEM32}\\services.exe`,
};
const AS_SYSTEM = { account: SYSTEM, logonId: SYSTEM_LOGON };

/** From the first server to the cleared log: what happens away from the monitoring servers. */
export function spread(campaign: Campaign): void {
  makeTask(campaign);
  const service = makeService(campaign, campaign.random.fork("remote service"));
  visitController(campaign, campaign.random.fork("controller"));
  collect(campaign, service, campaign.random.fork("collection"));
  exfiltrate(campaign, campaign.random.fork("exfiltration"));
  clearLogs(campaign, service, campaign.random.fork("clearing"));
}

/** The other side of the task that is planted on a server: the command, and the program on its way. */
function makeTask(campaign: Campaign): void {
  const step = "event-cache-manager";
  const made = campaign.taskTime(step);
  const source = campaign.taskSources().get(step);
  if (made === undefined || source === undefined || made.host === source) return;
  const { stolen, model } = campaign;
  const { host: target, time } = made;
  const image = `${SYSTEM32}\\schtasks.exe`;
  const key = `schtasks:${time}`;
  const server = `${target.name}.${model.domain.dns}`.toLowerCase();
  const to = { ...campaign.device(target), name: server, port: 135 };
  const program = "C:\\Windows\\SoftwareDistribution\\EventCacheManager.exe";
  const name = "\\Microsoft\\Windows\\SoftwareProtectionPlatform\\EventCacheManager";
  campaign.on(source).processes.push({
    step,
    time: time - 1_800_000,
    key,
    image,
    commandLine: `schtasks /create /F /tn "${name}" /tr "${program}" /sc ONSTART /ru system /S ${target.name}`,
    account: stolen,
    logonId: logonIdOf(source.name, time),
    parent: {
      key: `wmi:${time}`,
      image: `${SYSTEM32}\\wbem\\WmiPrvSE.exe`,
      commandLine: "wmiprvse.exe -secured -Embedding",
    },
  });
  campaign.on(source).connections.push({
    step,
    time: time - 1_500_000,
    key,
    image,
    account: stolen,
    to,
    protocol: "tcp",
  });
  campaign.on(target).files.push({
    step,
    time: time - 40 * SECOND,
    key: "System",
    image: "System",
    path: program,
    account: SYSTEM,
  });
}

/** A service for one run, its program copied over the administrative share; gives back its process. */
function makeService(campaign: Campaign, random: Random): ParentProcess {
  const step = "remote-service";
  const { served, entry, stolen } = campaign;
  const records = campaign.on(served);
  const time = campaign.moment(served, 0.58, 1, 2, random);
  const logonId = logonIdOf(`${served.name}:service`, time);
  const key = `service:${SERVICE_PROGRAM}`;
  records.logons.push({
    step,
    time: time - 9 * SECOND,
    account: stolen,
    type: 3,
    from: campaign.device(entry),
    logonId,
    seconds: 400,
    ntlm: true,
  });
  records.files.push({
    step,
    time: time - 6 * SECOND,
    key: "System",
    image: "System",
    path: SERVICE_PROGRAM,
    account: SYSTEM,
  });
  records.services.push({
    step,
    time,
    name: "svcupd64",
    command: SERVICE_PROGRAM,
    start: "demand start",
    kind: "user mode service",
    runsAs: "LocalSystem",
    by: stolen,
    logonId,
  });
  const process = { key, image: SERVICE_PROGRAM, commandLine: SERVICE_PROGRAM };
  records.processes.push({ ...AS_SYSTEM, ...process, step, time: time + SECOND, parent: SERVICES });
  for (const [i, [image, line]] of SURVEY.entries()) {
    const at = time + (30 + 45 * i + random.integer(20)) * SECOND;
    records.processes.push({
      ...AS_SYSTEM,
      step,
      time: at,
      key: `survey:${at}`,
      image,
      commandLine: line,
      parent: process,
    });
  }
  return process;
}

const SURVEY: readonly (readonly [image: string, commandLine: string])[] = [
  [`${SYSTEM32}\\cmd.exe`, "cmd.exe /c dir D:\\ /s /b > C:\\Windows\\Temp\\~dfa1.tmp"],
  [`${SYSTEM32}\\net.exe`, "net  view /domain"],
  [`${SYSTEM32}\\tasklist.exe`, "tasklist  /v"],
];

/** Remote desktop from the first server; a copy of the directory's database. */
function visitController(campaign: Campaign, random: Random): void {
  const step = "domain-controller";
  const { controller, stolen, entry } = campaign;
  if (controller === undefined) return;
  const first = campaign.planted.get("event-cache-manager") ?? entry;
  const source = first === controller ? entry : first;
  const records = campaign.on(controller);
  const time = campaign.moment(controller, 0.61, 2, 2, random);
  const logonId = logonIdOf(controller.name, time);
  const as = { step, account: stolen, logonId };
  records.logons.push({ ...as, time, type: 10, from: campaign.device(source), seconds: 1500 });
  const explorer = {
    key: `explorer:${time}`,
    image: "C:\\Windows\\explorer.exe",
    commandLine: "C:\\Windows\\Explorer.EXE",
  };
  const shell = { key: `cmd:${time}`, image: `${SYSTEM32}\\cmd.exe`, commandLine: `"${SYSTEM32}\\cmd.exe"` };
  records.processes.push(
    {
      ...as,
      ...explorer,
      time: time + 5 * SECOND,
      parent: {
        key: `userinit:${time}`,
        image: `${SYSTEM32}\\userinit.exe`,
        commandLine: `${SYSTEM32}\\userinit.exe`,
      },
    },
    { ...as, ...shell, time: time + 60 * SECOND, parent: explorer },
    {
      ...as,
      time: time + 130 * SECOND,
      key: `ntdsutil:${time}`,
      image: `${SYSTEM32}\\ntdsutil.exe`,
      commandLine: 'ntdsutil  "ac i ntds" ifm "create full C:\\Windows\\Temp\\ifm" q q',
      parent: shell,
    },
  );
}

/** Documents go into archives with a password. */
function collect(campaign: Campaign, service: ParentProcess, random: Random): void {
  const step = "collection";
  const { served } = campaign;
  const begin = campaign.moment(served, 0.64, 1, 1, random);
  for (let i = 0; i < 3; i++) {
    const time = begin + i * (4 * MINUTE + random.integer(60_000_000));
    campaign.on(served).processes.push({
      ...AS_SYSTEM,
      step,
      time,
      key: `pack:${time}`,
      image: "C:\\Program Files\\7-Zip\\7z.exe",
      commandLine: `"C:\\Program Files\\7-Zip\\7z.exe" a -mx9 -r0 -hp0f9a7c -v500m C:\\Windows\\Temp\\~wer1${i}.tmp D:\\Projects\\${i}*`,
      parent: service,
    });
  }
}

/** The archives leave by way of the monitoring server. */
function exfiltrate(campaign: Campaign, random: Random): void {
  const { entry } = campaign;
  let time = campaign.moment(entry, 0.65, 2, 1, random);
  for (let i = 0; i < 24; i++) {
    time += (60 + random.integer(180)) * SECOND;
    campaign.on(entry).connections.push({
      step: "exfiltration",
      time,
      key: `service:${PLATFORM}`,
      image: PLATFORM,
      account: SYSTEM,
      to: SECOND_STAGE,
      protocol: "tcp",
    });
  }
}

/** The logs of the server with the service are cleared. */
function clearLogs(campaign: Campaign, service: ParentProcess, random: Random): void {
  const step = "log-cleared";
  const { served, stolen, entry } = campaign;
  const records = campaign.on(served);
  const time = campaign.moment(served, 0.67, 2, 1, random);
  const logonId = logonIdOf(`${served.name}:clearing`, time);
  const as = { step, account: stolen, logonId };
  records.logons.push({
    ...as,
    time: time - 20 * SECOND,
    type: 3,
    from: campaign.device(entry),
    seconds: 60,
    ntlm: true,
  });
  for (const [i, channel] of (["Security", "System"] as const).entries()) {
    const at = time + i * 3 * SECOND;
    records.processes.push({
      ...as,
      time: at,
      key: `wevtutil:${at}`,
      image: `${SYSTEM32}\\wevtutil.exe`,
      commandLine: `wevtutil  cl ${channel}`,
      parent: service,
    });
    records.clears.push({ ...as, time: at + 200_000, channel });
  }
}
