import type { Random } from "../../core/random";
import { MINUTE, SECOND, type Session } from "../calendar";
import type { HostLife } from "../hostLife";
import type { TaskStart } from "../tasks/taskLog";
import { type Account, accountOf, logonIdOf, NETWORK_SERVICE, SYSTEM, SYSTEM_LOGON } from "./accounts";
import { moments } from "./moments";
import { ADMIN_WORK, AT_BOOT, fillWords, OFFICE_WORK, type Program, ROUTINES } from "./programs";
import type { ProcessStart } from "./records";

const SCHEDULER = "C:\\Windows\\System32\\svchost.exe";

/** All processes that start on a host when nobody attacks it, and those of all its tasks, planted ones too. */
export function processBackground(life: HostLife, random: Random): ProcessStart[] {
  const { calendar } = life.setting;
  return [
    ...life.tasks.log.starts.filter(({ pid }) => pid !== 0).map((start) => taskProcess(life, start)),
    ...calendar.boots.flatMap((boot) => bootProcesses(life, boot, random.fork(`boot:${boot}`))),
    ...calendar.sessions.flatMap((session) =>
      sessionProcesses(life, session, random.fork(`session:${session.from}`)),
    ),
    ...routineProcesses(life, random.fork("routine")),
    ...life.remoteTools.flatMap(({ processes }) => processes),
  ];
}

/** The process behind the Task Scheduler's event 129: the same second and process id. */
function taskProcess(life: HostLife, { definition, time, pid, context }: TaskStart): ProcessStart {
  const { host, setting } = life;
  const { action, name } = definition;
  const shared = "classId" in action;
  const image = shared ? "C:\\Windows\\System32\\taskhostw.exe" : fullPath(action.command);
  const args = shared ? "" : action.arguments;
  const account = taskAccount(context, setting);
  return {
    time,
    step: plantedBy(life, time, pid),
    key: `task:${name}:${time}`,
    pid,
    image,
    commandLine: commandLine(shared ? "taskhostw.exe" : expand(action.command), args),
    account,
    logonId: account === SYSTEM ? SYSTEM_LOGON : logonIdOf(`${host.name}:batch`, time),
    parent: {
      key: "service:Schedule",
      image: SCHEDULER,
      commandLine: `${SCHEDULER} -k netsvcs -p -s Schedule`,
    },
  };
}

/** The planted task behind a process, if any. */
function plantedBy({ tasks }: HostLife, time: number, pid: number): string | undefined {
  return tasks.traces.find(({ trace }) =>
    trace?.events.some(
      (event) => event.kind.eventId === 129 && event.time === time && event.data.ProcessID === pid,
    ),
  )?.item.id;
}

function taskAccount(context: string, { domain }: HostLife["setting"]): Account {
  if (context.endsWith("\\SYSTEM")) return SYSTEM;
  const name = context.slice(context.lastIndexOf("\\") + 1);
  const user =
    domain.services.get(name) ?? [...domain.admins, ...domain.employees].find((one) => one.name === name);
  return user === undefined ? NETWORK_SERVICE : accountOf(user, domain);
}

function bootProcesses(life: HostLife, boot: number, random: Random): ProcessStart[] {
  const programs = AT_BOOT.filter(({ image }) => !life.host.client || !image.includes("NetView"));
  return programs.map((program) =>
    start(life, program, boot + (6 + random.integer(50)) * SECOND, SYSTEM, SYSTEM_LOGON, random),
  );
}

/** A person's programs: some at the beginning, the others over the day. */
function sessionProcesses(life: HostLife, session: Session, random: Random): ProcessStart[] {
  const account = accountOf(session.user, life.setting.domain);
  const logonId = logonIdOf(life.host.name, session.from);
  const admin = session.user.kind === "admin";
  const hours = (session.to - session.from) / (60 * MINUTE);
  const count = 1 + Math.floor(hours * (admin ? 3 : 1.6) * (0.6 + 0.8 * random.next()));
  const explorer: Program = {
    image: "C:\\Windows\\explorer.exe",
    arguments: "",
    parent: "C:\\Windows\\System32\\userinit.exe",
    parentLine: "C:\\Windows\\system32\\userinit.exe",
  };
  const starts = [start(life, explorer, session.from + 2 * SECOND, account, logonId, random)];
  for (let i = 0; i < count; i++) {
    const program = random.pick(admin ? ADMIN_WORK : OFFICE_WORK);
    const time = session.from + Math.floor(random.next() ** 1.5 * (session.to - session.from - 20 * SECOND));
    starts.push(start(life, program, time + 15 * SECOND, account, logonId, random));
  }
  return starts;
}

function routineProcesses(life: HostLife, random: Random): ProcessStart[] {
  const { host, setting } = life;
  return ROUTINES.filter(
    ({ roles, on }) =>
      (roles === undefined || roles.includes(host.role)) &&
      (on === undefined || (on === "client") === host.client),
  ).flatMap((routine) => {
    const own = random.fork(routine.image + routine.arguments);
    return moments(setting, routine.perDay, routine.hours, own).map((time) =>
      start(life, routine, time, SYSTEM, SYSTEM_LOGON, own),
    );
  });
}

function start(
  life: HostLife,
  program: Program,
  time: number,
  account: Account,
  logonId: string,
  random: Random,
): ProcessStart {
  const words = {
    user: account.name,
    host: life.host.name,
    server: random.pick(life.plan.hosts).name,
    random,
  };
  const image = fillWords(program.image, words);
  return {
    time,
    key: `${image}:${time}`,
    image,
    commandLine: commandLine(image, fillWords(program.arguments, words)),
    account,
    logonId,
    parent: { key: `${program.parent}:${logonId}`, image: program.parent, commandLine: program.parentLine },
  };
}

/** A program and its arguments as one line; a path with blanks is quoted. */
function commandLine(image: string, args: string): string {
  const quoted = image.includes(" ") ? `"${image}"` : image;
  return args === "" ? quoted : `${quoted} ${args}`;
}

function expand(path: string): string {
  return path
    .replace(/%(windir|systemroot)%/i, "C:\\Windows")
    .replace(/\\system32\\/i, "\\System32\\")
    .replace(/%programfiles%/i, "C:\\Program Files")
    .replace(/%localappdata%/i, "C:\\Windows\\System32\\config\\systemprofile\\AppData\\Local");
}

/** A bare name is looked up in Windows' folders; a script's process is its interpreter. */
function fullPath(command: string): string {
  const path = expand(command.replaceAll('"', ""));
  if (/\.(cmd|bat)$/i.test(path)) return "C:\\Windows\\System32\\cmd.exe";
  if (path.includes("\\")) return path;
  const folder = /^powershell/i.test(path)
    ? "C:\\Windows\\System32\\WindowsPowerShell\\v1.0"
    : "C:\\Windows\\System32";
  return `${folder}\\${path}`;
}
