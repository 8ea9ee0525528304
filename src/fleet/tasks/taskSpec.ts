import type { Role } from "../hosts";
import type { SERVICE_ACCOUNTS } from "../users";

/** The account a task runs under: one of Windows, whoever is logged on, or a service account. */
export type RunAs =
  | "system"
  | "local service"
  | "network service"
  | "interactive"
  | "users"
  | (typeof SERVICE_ACCOUNTS)[number];

/** A program with arguments, or a COM class hosted by taskhostw.exe. */
export type TaskAction =
  | { readonly command: string; readonly arguments: string }
  | { readonly classId: string; readonly handler: string };

/** When a task starts. Times of day are minutes after local midnight. */
export type Trigger =
  | { readonly kind: "daily"; readonly minute: number; readonly days: "all" | "weekdays" | "weekend" }
  | { readonly kind: "weekly"; readonly minute: number; readonly weekday: number }
  | { readonly kind: "repeat"; readonly every: number }
  | { readonly kind: "boot" | "logon" | "registration" }
  /** An event of another log, at any time the host runs. */
  | { readonly kind: "event"; readonly perDay: number }
  /** A state change or an idle moment; such starts leave no trigger event. */
  | { readonly kind: "state"; readonly perDay: number }
  /** The nightly maintenance window on servers, the first idle hour on workstations. */
  | { readonly kind: "maintenance"; readonly perDay: number };

/** A kind of task, as many hosts have it. */
export interface TaskSpec {
  /** Full name; `{sid}`, `{guid}` and `{user}` are filled in per host and user. */
  readonly name: string;
  readonly action: TaskAction;
  readonly runAs: RunAs;
  readonly triggers: readonly Trigger[];
  readonly author?: string;
  readonly hidden?: boolean;
  /** Only on these roles. @default all */
  readonly roles?: readonly Role[];
  /** Only on servers or only on clients. @default both */
  readonly on?: "server" | "client";
  /** Smallest Windows build that has it. @default 0 */
  readonly since?: number;
  /** Largest Windows build that has it. @default none */
  readonly until?: number;
  /** Share of the fitting hosts that have it. @default 1 */
  readonly share?: number;
  /** Share of the hosts that have it on which it is enabled; elsewhere its file lies there and it never runs. @default 1 */
  readonly active?: number;
  /** Probability that a run re-registers the task (event 140). @default 0 */
  readonly rearms?: number;
  /** Probability that a run ends badly. @default 0.004 */
  readonly fails?: number;
  /** Result codes of bad runs. @default [1] */
  readonly codes?: readonly number[];
  /** Usual length of a run. @default 2 */
  readonly seconds?: number;
}

/** A program to run. */
export function exec(command: string, args = ""): TaskAction {
  return { command, arguments: args };
}

/** A COM class to run, and the name its handler gives itself in events. */
export function com(classId: string, handler: string): TaskAction {
  return { classId: `{${classId}}`, handler };
}

/**
 * Every day, every working day or on weekends at a local time.
 *
 * @example
 * daily("03:30") // { kind: "daily", minute: 210, days: "all" }
 */
export function daily(time: string, days: "all" | "weekdays" | "weekend" = "all"): Trigger {
  return { kind: "daily", minute: minuteOf(time), days };
}

/** Once a week; weekday 0 is Sunday. */
export function weekly(weekday: number, time: string): Trigger {
  return { kind: "weekly", minute: minuteOf(time), weekday };
}

/** Every so many minutes, day and night. */
export function every(minutes: number): Trigger {
  return { kind: "repeat", every: minutes };
}

/** A few seconds after the system has started. */
export const atBoot: Trigger = { kind: "boot" };

/** When somebody logs on at the screen. */
export const atLogon: Trigger = { kind: "logon" };

/** When another log gets a certain event, so often a day. */
export function onEvent(perDay: number): Trigger {
  return { kind: "event", perDay };
}

/** When Windows says so, so often a day. */
export function onState(perDay: number): Trigger {
  return { kind: "state", perDay };
}

/** In the maintenance window, so often a day. */
export function inMaintenance(perDay: number): Trigger {
  return { kind: "maintenance", perDay };
}

/** A task that comes with Windows: its folder and name under `\Microsoft\Windows\`. */
export function windowsTask(
  path: string,
  action: TaskAction,
  runAs: RunAs,
  triggers: readonly Trigger[],
  more: Partial<TaskSpec> = {},
): TaskSpec {
  return { name: `\\Microsoft\\Windows\\${path}`, action, runAs, triggers, ...more };
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}
