import type { HostArtefact, TruthEntry } from "./artefact";
import { type FleetEvent, systemTime } from "./eventLog";
import type { FleetPlan } from "./fleetPlan";
import type { HostLife } from "./hostLife";
import type { PlantedItem, PlantedTrace } from "./planted/plantedItem";
import type { TaskFile } from "./tasks/taskLog";
import type { Setting } from "./tasks/taskRuns";
import { SECURITY_SOURCE } from "./tasks/taskSecurityEvents";
import { taskXml } from "./tasks/taskXml";
import type { ZipMember } from "./zip";

/** The Task Scheduler's log of a host. */
export const OPERATIONAL_FILE = "TaskScheduler-Operational.jsonl.gz";
/** The task events of a host's Security log. */
export const SECURITY_FILE = "Security-tasks.jsonl.gz";
/** The task folder of a host. */
export const TASKS_FILE = "Tasks.zip";

const BYTE_ORDER_MARK = Buffer.from([0xff, 0xfe]);

/** The scheduled tasks of one host: its two logs, its task folder, and what is planted there. */
export function taskArtefact(life: HostLife): HostArtefact {
  const { plan, setting, host } = life;
  const { domain, calendar } = setting;
  const { log, admin, traces } = life.tasks;
  const random = life.source("tasks");
  const ids = random.fork("record ids");
  const operational = log.operational.lines(host, domain.dns, calendar, 1000 + ids.integer(90_000), () => 1);
  const step = () => 1 + ids.integer(3000);
  const security = log.security.lines(host, domain.dns, calendar, 200_000 + ids.integer(9_000_000), step);
  const folder = log.folder();
  return {
    files: [
      { folder: "hosts", name: OPERATIONAL_FILE, lines: operational },
      { folder: "hosts", name: SECURITY_FILE, lines: security },
      {
        folder: "hosts",
        name: TASKS_FILE,
        members: folder.map((file) => member(file, host.site.utcOffsetMinutes)),
      },
    ],
    counts: {
      task_events: operational.length,
      security_events: security.length,
      task_files: folder.length,
      ...prefixed("benign_", admin),
    },
    planted: traces.flatMap(({ item, trace }) => (seen(trace) ? [truthOf(item, trace, plan, setting)] : [])),
    steps: [],
    omitted: traces
      .filter(({ trace }) => !seen(trace))
      .map(({ item }) => ({ id: item.id, reason: `${host.name} had no fitting moment or task` })),
  };
}

/** An item counts when at least one of its events came into a log. */
function seen(trace: PlantedTrace | undefined): trace is PlantedTrace {
  return trace?.events.some((event) => event.recordId > 0) ?? false;
}

function member(file: TaskFile, utcOffsetMinutes: number): ZipMember {
  const xml = Buffer.from(taskXml(file.definition, utcOffsetMinutes), "utf16le");
  return {
    path: memberPath(file.definition.name),
    data: Buffer.concat([BYTE_ORDER_MARK, xml]),
    modified: file.modified,
  };
}

/** `\Microsoft\Windows\X` lies at `Microsoft/Windows/X` below the task folder. */
function memberPath(taskName: string): string {
  return taskName.slice(1).replaceAll("\\", "/");
}

function truthOf(
  item: PlantedItem,
  trace: PlantedTrace,
  plan: FleetPlan,
  { host, domain }: Setting,
): TruthEntry {
  const folder = `hosts/${host.name}`;
  const written = trace.events.filter((event) => event.recordId > 0).sort((a, b) => a.time - b.time);
  return {
    id: item.id,
    title: item.title,
    techniques: item.techniques,
    host: host.name,
    computer: `${host.name}.${domain.dns}`,
    account: trace.account,
    from_host: host.client ? host.name : (plan.intrusion.taskSources.get(item.id)?.name ?? host.name),
    first_seen: systemTime(written[0]!.time),
    last_seen: systemTime(written.at(-1)!.time),
    tasks: trace.tasks,
    why: item.why,
    seen_by: item.seenBy,
    events: written.map((event) => truthEvent(event, folder)),
    files: trace.files.map(({ task, state }) => ({
      file: `${folder}/${TASKS_FILE}`,
      member: memberPath(task),
      state,
    })),
  };
}

function truthEvent(event: FleetEvent, folder: string): TruthEntry["events"][number] {
  const security = event.kind.eventId >= 4698;
  return {
    file: `${folder}/${security ? SECURITY_FILE : OPERATIONAL_FILE}`,
    channel: security ? SECURITY_SOURCE.channel : "Microsoft-Windows-TaskScheduler/Operational",
    event_id: event.kind.eventId,
    record_id: event.recordId,
    line: event.line,
    time: systemTime(event.time),
  };
}

function prefixed(prefix: string, counts: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [prefix + snake(name), count as number]),
  );
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
