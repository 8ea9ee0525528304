import type { Random } from "../../core/random";
import {
  DAY,
  type HostCalendar,
  isWeekend,
  localMidnight,
  MINUTE,
  type Period,
  running,
  SECOND,
} from "../calendar";
import type { Host } from "../hosts";
import { wholeNumber } from "../identifiers";
import type { Domain } from "../users";
import type { RoutineTask } from "./hostTasks";
import type { StartKind, TaskRun } from "./taskLog";
import type { TaskSpec, Trigger } from "./taskSpec";

/** Where and when runs are looked for. */
export interface Setting {
  readonly host: Host;
  readonly domain: Domain;
  readonly period: Period;
  readonly calendar: HostCalendar;
}

interface Start {
  readonly time: number;
  readonly start: StartKind;
  readonly account?: string;
}

const USUAL_FAILURES = 0.004;

/** All runs of a routine task within the period, in time order, with their outcome. */
export function runsOf(routine: RoutineTask, setting: Setting): TaskRun[] {
  const { spec, task } = routine;
  const { random } = task;
  if (task.definition.disabled) return [];
  const atHand = task.definition.principal.context === "";
  return spec.triggers
    .flatMap((trigger) => startsOf(trigger, routine, setting))
    .filter((start) => start.time >= routine.from && running(setting.calendar.up, start.time))
    .map((start) => (atHand ? atScreen(start, routine, setting) : start))
    .filter((start) => start !== undefined)
    .sort((a, b) => a.time - b.time)
    .map((start) => ({ ...start, seconds: spec.seconds, code: outcome(spec, random) }));
}

function outcome(spec: TaskSpec, random: Random): number {
  if (random.next() >= (spec.fails ?? USUAL_FAILURES)) return 0;
  return random.pick(spec.codes ?? ["classId" in spec.action ? 2147500037 : 1]);
}

/** Tasks for whoever is logged on run only while somebody is. */
function atScreen(start: Start, routine: RoutineTask, { calendar, domain }: Setting): Start | undefined {
  if (start.account !== undefined) return start;
  const session = calendar.sessions.find(
    ({ from, to, user }) =>
      start.time >= from && start.time < to && (routine.person === undefined || user === routine.person),
  );
  return session && { ...start, account: `${domain.netbios}\\${session.user.name}` };
}

function startsOf(trigger: Trigger, routine: RoutineTask, setting: Setting): Start[] {
  const { random } = routine.task;
  const { calendar, domain } = setting;
  switch (trigger.kind) {
    case "daily":
    case "weekly":
      return clockStarts(trigger, routine, setting);
    case "repeat":
      return repeatStarts(trigger.every, setting, random);
    case "boot":
      return calendar.boots.map((boot) => ({
        time: boot + (4 + random.integer(70)) * SECOND,
        start: "boot",
      }));
    case "logon":
      return calendar.sessions
        .filter(({ user }) => routine.person === undefined || user === routine.person)
        .map(({ from, user }) => ({
          time: from + random.integer(20_000_000),
          start: "logon",
          account: `${domain.netbios}\\${user.name}`,
        }));
    case "event":
      return scatteredStarts(trigger.perDay, "event", setting, random);
    case "state":
      return scatteredStarts(trigger.perDay, "state", setting, random);
    case "maintenance":
      return maintenanceStarts(trigger.perDay, setting, random);
    default:
      return [];
  }
}

/** The organisation's tasks keep the minute; those of Windows and of products have a time of their own per host. */
function clockStarts(
  trigger: Extract<Trigger, { kind: "daily" | "weekly" }>,
  routine: RoutineTask,
  setting: Setting,
): Start[] {
  const { host, period, calendar } = setting;
  const { random } = routine.task;
  const ours = routine.task.definition.style === "schtasks";
  const shift = ours ? random.integer(3) : random.integer(150) - 75;
  const second = ours ? 0 : random.integer(60);
  const starts: Start[] = [];
  for (let day = 0; day < period.days; day++) {
    const delay = ours ? 0 : random.integer(20 * 60);
    const blink = random.integer(40_000);
    const local = localMidnight(host, period, day) + (trigger.minute + shift) * MINUTE;
    const time = local + (second + delay) * SECOND + blink;
    if (!onDay(trigger, period, day)) continue;
    if (running(calendar.up, time)) starts.push({ time, start: "time" });
    else if (!ours && random.next() < 0.6) starts.push(...missedStart(time, calendar, random));
  }
  return starts;
}

/** A start that the host slept through is made up for some minutes after the next boot of the same day. */
function missedStart(time: number, calendar: HostCalendar, random: Random): Start[] {
  const boot = calendar.boots.find((candidate) => candidate > time && candidate < time + DAY / 2);
  return boot === undefined ? [] : [{ time: boot + (600 + random.integer(600)) * SECOND, start: "missed" }];
}

function onDay(
  trigger: Extract<Trigger, { kind: "daily" | "weekly" }>,
  period: Period,
  day: number,
): boolean {
  if (trigger.kind === "weekly") return (Math.floor(period.start / DAY) + day + 4) % 7 === trigger.weekday;
  return trigger.days === "all" || (trigger.days === "weekend") === isWeekend(period, day);
}

function repeatStarts(every: number, { period }: Setting, random: Random): Start[] {
  const first = period.start + random.integer(every * 60) * SECOND;
  const count = Math.floor((period.end - first) / (every * MINUTE)) + 1;
  return Array.from({ length: count }, (_, i) => ({
    time: first + i * every * MINUTE + random.integer(900_000),
    start: "time" as const,
  }));
}

function scatteredStarts(perDay: number, start: StartKind, { period }: Setting, random: Random): Start[] {
  const starts: Start[] = [];
  for (let day = 0; day < period.days; day++) {
    for (let i = wholeNumber(random, perDay); i > 0; i--) {
      starts.push({
        time: period.start + day * DAY + random.integer(86_400) * SECOND + random.integer(1e6),
        start,
      });
    }
  }
  return starts;
}

/** Servers do it at night, each at its own hour; workstations when their owner is at lunch. */
function maintenanceStarts(perDay: number, { host, period }: Setting, random: Random): Start[] {
  const begin = host.client ? 12 * 60 : 120 + (host.name.charCodeAt(host.name.length - 1) % 3) * 40;
  const starts: Start[] = [];
  for (let day = 0; day < period.days; day++) {
    for (let i = wholeNumber(random, perDay); i > 0; i--) {
      const minute = begin + random.integer(70);
      const time = localMidnight(host, period, day) + minute * MINUTE + random.integer(60_000_000);
      starts.push({ time, start: "state" });
    }
  }
  return starts;
}
