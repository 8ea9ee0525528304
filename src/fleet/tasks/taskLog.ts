import type { Random } from "../../core/random";
import { type HostCalendar, SECOND } from "../calendar";
import { type EventKind, EventLog, type EventValue, type FleetEvent } from "../eventLog";
import type { Host } from "../hosts";
import { guid, processId } from "../identifiers";
import type { HostTask, Registrar, TaskDefinition } from "./definition";
import { TASK_EVENTS, TASK_SOURCE } from "./taskEventKinds";
import { SECURITY_SOURCE, securityEvent } from "./taskSecurityEvents";
import { taskXml } from "./taskXml";

/** Why a run starts; each but `state` leaves an event of its own. */
export type StartKind = "time" | "missed" | "event" | "registration" | "demand" | "boot" | "logon" | "state";

/** One run of a task. */
export interface TaskRun {
  readonly time: number;
  readonly start: StartKind;
  /** Account in `DOMAIN\name` form: who logged on, asked for the run, or lends a group task its name. */
  readonly account?: string;
  /** Seconds the run takes. @default 2 */
  readonly seconds?: number;
  /** Result code of a bad run. @default 0 */
  readonly code?: number;
  /** Result code of a run that does not even start. */
  readonly refused?: number;
}

/** A task file at the end of the period. */
export interface TaskFile {
  readonly definition: TaskDefinition;
  readonly modified: number;
}

/** A program that a task started, or would have: what other logs of the host tell of the same run. */
export interface TaskStart {
  readonly definition: TaskDefinition;
  readonly time: number;
  /** Process id of the program; 0 for a run that was refused. */
  readonly pid: number;
  /** Account in `DOMAIN\\name` form, or as the Task Scheduler names a built-in one. */
  readonly context: string;
}

/** Writes what one host's Task Scheduler does: its own log, the Security log, and the task folder. */
export class TaskLog {
  /** Microsoft-Windows-TaskScheduler/Operational. */
  readonly operational = new EventLog(TASK_SOURCE);
  /** The task events of the Security log. */
  readonly security = new EventLog(SECURITY_SOURCE);
  /** Every process that a task started, and every refused run. */
  readonly starts: TaskStart[] = [];
  private readonly files = new Map<string, TaskFile>();
  private readonly servicePids: readonly number[];

  constructor(
    private readonly host: Host,
    private readonly calendar: HostCalendar,
    private readonly dns: string,
    random: Random,
  ) {
    this.servicePids = calendar.up.map(() => processId(random));
  }

  /** A task file, without any event; a newer one of the same name stays. */
  install(task: HostTask, modified: number): void {
    const known = this.files.get(task.definition.name);
    if (known !== undefined && known.modified > modified) return;
    this.files.set(task.definition.name, { definition: task.definition, modified });
  }

  /** Event 106 and, where the host audits, 4698. */
  register(task: HostTask, time: number, by: Registrar): FleetEvent[] {
    const { definition } = task;
    this.install(task, time);
    const data = { TaskName: definition.name, UserContext: contextOf(definition, by) };
    return [this.add("registered", task, time, data), ...this.audit(4698, task, time, by)];
  }

  /** Event 140 and, where the host audits, 4702; `task` is the new definition. */
  update(task: HostTask, time: number, by: Registrar): FleetEvent[] {
    this.install(task, time);
    const data = { TaskName: task.definition.name, UserName: by.account };
    return [this.add("updated", task, time, data), ...this.audit(4702, task, time, by)];
  }

  /** Event 140 alone, as it follows 106 when the tool asks to create or update. */
  touch(task: HostTask, time: number): FleetEvent[] {
    const { name, principal } = task.definition;
    return [this.add("updated", task, time, { TaskName: name, UserName: principal.account })];
  }

  /** Event 141 and, where the host audits, 4699; the file is gone. */
  remove(task: HostTask, time: number, by: Registrar): FleetEvent[] {
    this.files.delete(task.definition.name);
    const data = { TaskName: task.definition.name, UserName: by.account };
    return [this.add("deleted", task, time, data), ...this.audit(4699, task, time, by)];
  }

  /** Event 142 and, where the host audits, 4701; `task` is the definition as it was. */
  disable(task: HostTask, time: number, by: Registrar): FleetEvent[] {
    this.install({ ...task, definition: { ...task.definition, disabled: true } }, time);
    const data = { TaskName: task.definition.name, UserName: by.account };
    return [this.add("disabled", task, time, data), ...this.audit(4701, task, time, by)];
  }

  /** All events of one run, from its trigger to its result; a run that the host's shutdown cuts is terminated. */
  run(task: HostTask, run: TaskRun): FleetEvent[] {
    const name = task.definition.name;
    const activity = guid(task.random);
    const context = task.definition.principal.context || (run.account ?? "");
    if (run.refused !== undefined) {
      this.starts.push({ definition: task.definition, time: run.time, pid: 0, context });
      const data = { TaskName: name, UserContext: context, ResultCode: run.refused };
      return [...this.trigger(task, run, activity), this.add("startFailed", task, run.time + 2100, data)];
    }
    const engine = processId(task.random);
    const begin = run.time + 1400 + task.random.integer(2000);
    const events = [...this.trigger(task, run, activity), ...this.process(task, begin, engine, context)];
    const title = actionName(task.definition);
    events.push(
      this.add(
        "started",
        task,
        begin + 75,
        { TaskName: name, UserContext: context, InstanceId: activity },
        activity,
      ),
      this.add(
        "actionStarted",
        task,
        begin + 77,
        { TaskName: name, ActionName: title, TaskInstanceId: activity, EnginePID: engine },
        activity,
      ),
    );
    return [...events, ...this.finish(task, run, begin, { activity, context, title, engine })];
  }

  /** Events of the service itself, which name no task. */
  service(
    kind: "serviceStarted" | "serviceStopped" | "compatibility" | "timeChanged",
    time: number,
    random: Random,
  ): void {
    const origin = { processId: this.servicePid(time), threadId: processId(random) };
    this.operational.add(TASK_EVENTS[kind], time, {}, origin);
  }

  /** The task folder at the end of the period, by path in Windows' order. */
  folder(): TaskFile[] {
    return [...this.files.values()].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  }

  /** A task as it stands at the end of the period. */
  file(name: string): TaskFile | undefined {
    return this.files.get(name);
  }

  private trigger(task: HostTask, run: TaskRun, activity: string): FleetEvent[] {
    const data: Record<string, EventValue> = { TaskName: task.definition.name };
    if (run.start === "state") return [];
    if (run.start === "logon") data.UserName = run.account ?? "";
    data.InstanceId = activity;
    if (run.start === "demand") data.UserContext = shortName(run.account ?? "System");
    const late = run.start === "demand" ? 3600 : 0;
    return [this.add(run.start, task, run.time + late, data, activity)];
  }

  /** Programs get a process of their own; classes share a host process that is often there already. */
  private process(task: HostTask, time: number, engine: number, context: string): FleetEvent[] {
    const { action, name } = task.definition;
    const shared = "classId" in action;
    if (shared && task.random.next() < 0.55) return [];
    this.starts.push({ definition: task.definition, time, pid: engine, context });
    const path = shared ? "taskhostw.exe" : action.command;
    const priority = task.random.next() < 0.15 ? 32 : 16384;
    return [
      this.add("process", task, time, { TaskName: name, Path: path, ProcessID: engine, Priority: priority }),
    ];
  }

  private finish(
    task: HostTask,
    run: TaskRun,
    begin: number,
    known: { activity: string; context: string; title: string; engine: number },
  ): FleetEvent[] {
    const { activity, context, title, engine } = known;
    const name = task.definition.name;
    const code = run.code ?? 0;
    const length = (run.seconds ?? 2) * SECOND * (0.3 + task.random.next() * 1.4);
    const end = Math.floor(begin + 2000 + length);
    const span = this.calendar.up.find((up) => begin >= up.from && begin < up.to);
    if (span !== undefined && end >= span.to) {
      return [
        this.add("terminated", task, span.to - 4000, { TaskName: name, InstanceId: activity }, activity),
      ];
    }
    const failed = code !== 0 && "classId" in task.definition.action;
    const action = {
      TaskName: name,
      TaskInstanceId: activity,
      ActionName: title,
      ResultCode: code,
      EnginePID: engine,
    };
    const outcome: Record<string, EventValue> = failed
      ? { TaskName: name, InstanceId: activity, UserContext: context, ResultCode: code }
      : { TaskName: name, UserContext: context, InstanceId: activity };
    return [
      this.add(failed ? "actionFailed" : "actionCompleted", task, end, action, activity),
      this.add(failed ? "failed" : "completed", task, end + 2 + task.random.integer(80), outcome, activity),
    ];
  }

  private add(
    kind: keyof typeof TASK_EVENTS,
    task: HostTask,
    time: number,
    data: Record<string, EventValue>,
    activity = "",
  ): FleetEvent {
    const event: EventKind = TASK_EVENTS[kind];
    const origin = { activity, processId: this.servicePid(time), threadId: processId(task.random) };
    return this.operational.add(event, time, data, origin);
  }

  private audit(eventId: number, task: HostTask, time: number, by: Registrar): FleetEvent[] {
    if (!this.host.audits) return [];
    const xml = taskXml(task.definition, this.host.site.utcOffsetMinutes);
    const computer = `${this.host.name}.${this.dns}`;
    return [
      securityEvent(this.security, {
        eventId,
        task,
        time: time + 350,
        by,
        xml,
        build: this.host.build,
        computer,
      }),
    ];
  }

  private servicePid(time: number): number {
    const index = this.calendar.up.findIndex((up) => time < up.to);
    return this.servicePids[index] ?? this.servicePids[0]!;
  }
}

/** 106 names the account that a task runs as; for a group it names who registered it. */
function contextOf(definition: TaskDefinition, by: Registrar): string {
  return definition.principal.group ? by.account : definition.principal.account;
}

function actionName(definition: TaskDefinition): string {
  return "classId" in definition.action ? definition.action.handler : definition.action.command;
}

function shortName(account: string): string {
  return account.slice(account.lastIndexOf("\\") + 1);
}
