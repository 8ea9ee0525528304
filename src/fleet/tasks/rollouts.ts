import type { Random } from "../../core/random";
import { DAY, isPatchNight, localMidnight, MINUTE, SECOND } from "../calendar";
import { machineRegistrar, systemRegistrar } from "./definition";
import { fits, type RoutineTask, routineTask } from "./hostTasks";
import type { TaskLog } from "./taskLog";
import type { Setting } from "./taskRuns";
import { atBoot, every, exec, inMaintenance, onState, type TaskSpec, weekly, windowsTask } from "./taskSpec";

/** A new task that lands on many hosts within a day. */
export interface Rollout {
  readonly spec: TaskSpec;
  /** When, as a share of the period. */
  readonly at: number;
}

/** The roll-outs of the period. */
export const ROLLOUTS: readonly Rollout[] = [
  {
    at: 0.2,
    spec: {
      name: "\\Halden\\Endpoint Health",
      action: exec("C:\\Program Files\\HaldenAgent\\health.exe", "/report"),
      runAs: "system",
      triggers: [weekly(2, "07:45"), atBoot],
      author: "HALDEN\\svc-deploy",
      share: 0.9,
    },
  },
  {
    at: 0.45,
    spec: {
      name: "\\NetView\\Agent Update {guid}",
      action: exec("C:\\Program Files\\NetView\\agent\\update.exe", "/check"),
      runAs: "system",
      triggers: [weekly(3, "12:10"), atBoot],
      on: "server",
      share: 0.55,
      fails: 0.05,
    },
  },
  {
    at: 0.7,
    spec: {
      name: "\\Mozilla\\Firefox Background Update 308046B0AF4A39CB",
      action: exec("C:\\Program Files\\Mozilla Firefox\\firefox.exe", "--backgroundtask backgroundupdate"),
      runAs: "system",
      triggers: [every(420)],
      on: "client",
      share: 0.5,
    },
  },
];

/** What the month's Windows update brings; it comes with the restart of the patch night. */
const PATCHED_IN: readonly TaskSpec[] = [
  windowsTask("PI\\SecureBootEncodeUEFI", exec("%WINDIR%\\system32\\SecureBootEncodeUEFI.exe"), "system", [
    atBoot,
  ]),
  windowsTask(
    "Servicing\\OOBEFodSetup",
    exec("%windir%\\system32\\fodsetup.exe"),
    "system",
    [inMaintenance(0.1)],
    {
      since: 20348,
    },
  ),
];
/** Made for the night of an update and gone after it. */
const PASSING = windowsTask(
  "UpdateOrchestrator\\AC Power Install",
  exec("%systemroot%\\system32\\usoclient.exe", "StartInstall"),
  "system",
  [onState(0)],
);
const REREGISTERED_SHARE = 0.3;

/** The day of a roll-out in a period. */
export function rolloutDay(rollout: Rollout, days: number): number {
  return Math.floor(rollout.at * days);
}

/** Registers the roll-outs that reach this host, and gives back the tasks, which run from then on. */
export function landRollouts(log: TaskLog, setting: Setting, random: Random): RoutineTask[] {
  const { host, domain, period, calendar } = setting;
  if (period.days < 3) return [];
  return ROLLOUTS.filter(({ spec }) => fits(spec, host, random)).flatMap((rollout) => {
    const own = random.fork(rollout.spec.name);
    const day = rolloutDay(rollout, period.days) + (own.next() < 0.1 ? 1 : 0);
    const wished =
      localMidnight(host, period, day) + (540 + own.integer(420)) * MINUTE + own.integer(60_000_000);
    const up = calendar.up.find((span) => span.to > wished + 10 * MINUTE);
    if (up === undefined) return [];
    const time = Math.max(wished, up.from + 5 * MINUTE);
    const made = routineTask(rollout.spec, host, domain, time - 20_000 * SECOND, time, own);
    const task = { ...made.task, definition: { ...made.task.definition, date: time } };
    log.register(task, time, systemRegistrar(host.name, domain));
    return [{ ...made, task, from: time }];
  });
}

/** The update of the patch night: new tasks, passing ones, and old ones registered again after the restart. */
export function applyPatches(
  log: TaskLog,
  setting: Setting,
  routine: readonly RoutineTask[],
  random: Random,
): RoutineTask[] {
  const { host, domain, period, calendar } = setting;
  const night = Array.from({ length: period.days }, (_, day) => day).find((day) =>
    isPatchNight(host, period, day),
  );
  if (night === undefined) return [];
  const midnight = localMidnight(host, period, night);
  const boot = calendar.boots.find((time) => time >= midnight && time < midnight + 3 * DAY);
  if (boot === undefined) return [];
  const by = systemRegistrar(host.name, domain);
  const passing = routineTask(PASSING, host, domain, boot - DAY, period.start, random.fork("passing"));
  if (boot - DAY / 4 > calendar.up[0]!.from) {
    log.register(passing.task, boot - DAY / 4, by);
    log.remove(
      passing.task,
      boot + 3 * MINUTE,
      machineRegistrar(passing.task.definition.principal, host.name, domain),
    );
  }
  for (const { task } of routine) {
    const own = random.fork(`again|${task.definition.name}`);
    if (task.definition.style !== "windows" || own.next() > REREGISTERED_SHARE) continue;
    log.update({ ...task, random: own }, boot + (60 + own.integer(600)) * SECOND, by);
  }
  return PATCHED_IN.filter((spec) => fits(spec, host, random)).map((spec) => {
    const own = random.fork(spec.name);
    const made = routineTask(spec, host, domain, boot, boot, own);
    const time = boot + (40 + own.integer(300)) * SECOND;
    log.register(made.task, time, by);
    return { ...made, from: time };
  });
}
