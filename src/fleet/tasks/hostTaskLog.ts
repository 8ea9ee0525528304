import type { Random } from "../../core/random";
import { DAY, MINUTE, SECOND } from "../calendar";
import { type AdminWork, doAdminWork } from "./adminWork";
import { installBespoke } from "./bespokeTasks";
import {
  machineRegistrar,
  personPrincipal,
  systemRegistrar,
  type TaskDefinition,
  userRegistrar,
} from "./definition";
import { type RoutineTask, routineTasks } from "./hostTasks";
import { applyPatches, landRollouts } from "./rollouts";
import { TaskLog } from "./taskLog";
import { runsOf, type Setting } from "./taskRuns";
import { exec } from "./taskSpec";

/** A stretch during which a service account's password is wrong everywhere. */
export interface PasswordFault {
  readonly account: string;
  readonly from: number;
  readonly to: number;
}

/** What one host's Task Scheduler did, before anything is planted. */
export interface HostTasks {
  readonly log: TaskLog;
  readonly routine: readonly RoutineTask[];
  readonly admin: AdminWork;
}

const LOGON_FAILURE = 2147943726;

/** Writes the legitimate life of one host's tasks. */
export function hostTaskLog(setting: Setting, fault: PasswordFault, random: Random): HostTasks {
  const { host, domain, period, calendar } = setting;
  const log = new TaskLog(host, calendar, domain.dns, random.fork("service"));
  const first = routineTasks(host, domain, period, calendar, random);
  const begin = calendar.up[0]?.from ?? period.start;
  for (const { task } of first) log.install(task, Math.min(task.definition.date, begin));
  if (host.installedOn > 0) setUp(log, setting, first, random.fork("setup"));
  const landed = landRollouts(log, setting, random.fork("rollouts"));
  const patched = applyPatches(log, setting, first, random.fork("patches"));
  const bespoke = installBespoke(log, setting, random.fork("bespoke"));
  const routine = [...first, ...bespoke, ...landed, ...patched];
  for (const one of routine) runRoutine(log, setting, one, fault);
  const admin = doAdminWork(log, setting, first, random.fork("admin"));
  unelevatedShells(log, setting, random.fork("shells"));
  serviceEvents(log, setting, random.fork("events of the service"));
  return { log, routine, admin };
}

/** A machine from a new image registers its software's tasks, and a few of Windows, in its first hours. */
function setUp(
  log: TaskLog,
  { host, domain, calendar }: Setting,
  routine: readonly RoutineTask[],
  random: Random,
): void {
  const begin = calendar.up[0]!.from;
  const by = systemRegistrar(host.name, domain);
  for (const { task } of routine) {
    const own = random.fork(task.definition.name);
    const windows = task.definition.name.startsWith("\\Microsoft\\Windows\\");
    if (windows && own.next() > 0.25) continue;
    log.register({ ...task, random: own }, begin + own.integer(windows ? 900 : 10_000) * SECOND, by);
  }
}

function runRoutine(log: TaskLog, setting: Setting, routine: RoutineTask, fault: PasswordFault): void {
  const { host, domain } = setting;
  const { task, spec } = routine;
  for (const run of runsOf(routine, setting)) {
    const refused = spec.runAs === fault.account && run.time >= fault.from && run.time < fault.to;
    log.run(task, refused ? { ...run, refused: LOGON_FAILURE } : run);
    if (!refused && spec.rearms !== undefined && task.random.next() < spec.rearms) {
      const by =
        routine.person === undefined
          ? machineRegistrar(task.definition.principal, host.name, domain)
          : userRegistrar(routine.person, domain, task.random);
      log.update(task, run.time + (spec.seconds ?? 2) * SECOND + task.random.integer(3_000_000), by);
    }
  }
}

/** The shell's own short-lived task, which starts Explorer without elevation in one session of twenty. */
function unelevatedShells(log: TaskLog, { calendar, domain }: Setting, random: Random): void {
  for (const { from, user } of calendar.sessions) {
    if (random.next() > 0.05) continue;
    const time = from + (2 + random.integer(240)) * SECOND;
    const definition: TaskDefinition = {
      name: "\\CreateExplorerShellUnelevatedTask",
      action: exec("C:\\Windows\\Explorer.EXE", "/NOUACCHECK"),
      principal: personPrincipal(user, domain),
      triggers: [{ kind: "registration" }],
      author: "ExplorerShellUnelevated",
      date: time,
      style: "powershell",
      hidden: false,
    };
    const task = { definition, random };
    const by = userRegistrar(user, domain, random);
    log.register(task, time, by);
    log.touch(task, time + 1);
    log.run(task, { time: time + 2300, start: "registration", account: by.account, seconds: 20 });
    log.remove(task, time + 60 * SECOND, by);
  }
}

/** Starts and stops of the Task Scheduler itself, and changes of the clock: events without a task. */
function serviceEvents(log: TaskLog, { calendar, period }: Setting, random: Random): void {
  for (const { from, to } of calendar.up) {
    if (from > period.start) {
      log.service("compatibility", from + 900_000 + random.integer(200_000), random);
      log.service("serviceStarted", from + 1_200_000 + random.integer(300_000), random);
    }
    if (to < period.end) log.service("serviceStopped", to - 1000 - random.integer(900), random);
    const length = Math.floor((to - from) / MINUTE);
    if (random.next() < 0.06 * Math.ceil((to - from) / DAY)) {
      log.service("timeChanged", from + random.integer(length) * MINUTE, random);
    }
  }
}
