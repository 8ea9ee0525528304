import type { HostCalendar } from "./calendar";
import type { Host } from "./hosts";

/** One value of an event's data, as evtx_dump writes it. */
export type EventValue = string | number;

/** What one event id of a provider always carries. */
export interface EventKind {
  readonly eventId: number;
  /** Name attribute of EventData; empty for none. */
  readonly dataName: string;
  readonly version: number;
  readonly level: number;
  readonly task: number;
  readonly opcode: number;
  readonly keywords: string;
  /** Another provider than the log's own. */
  readonly by?: { readonly provider: string; readonly providerGuid: string };
  /** Its data has no names: the values stand in their order. */
  readonly unnamed?: true;
  /** Element and namespace in UserData, for events that have no EventData. */
  readonly userData?: { readonly element: string; readonly xmlns: string };
}

/** The provider and channel that all events of one log share. */
export interface EventSource {
  readonly provider: string;
  readonly providerGuid: string;
  readonly channel: string;
  /** The account in `Security UserID`; empty for none. */
  readonly userSid: string;
}

/** An event before and after its log is put in order. */
export interface FleetEvent {
  readonly kind: EventKind;
  /** Microseconds since 1970 UTC. */
  readonly time: number;
  readonly data: Readonly<Record<string, EventValue>>;
  readonly activity: string;
  readonly processId: number;
  readonly threadId: number;
  /** Given by {@link EventLog.lines}; 0 when the event is lost in a gap or outside the period. */
  recordId: number;
  /** Number of its line in the file, from 1; 0 when lost. */
  line: number;
}

/** What {@link EventLog.add} needs to know beside the kind, the time and the data. */
export interface EventOrigin {
  readonly activity?: string;
  readonly processId: number;
  readonly threadId: number;
}

/** Collects the events of one log of one host, in any order, and writes them as evtx_dump would. */
export class EventLog {
  private readonly events: FleetEvent[] = [];
  private readonly heads = new Map<EventKind, string>();
  private readonly tail: string;

  constructor(private readonly source: EventSource) {
    const user = source.userSid === "" ? "null" : `{"#attributes":{"UserID":"${source.userSid}"}}`;
    this.tail = `"Security":${user}},`;
  }

  /** Adds an event; the returned object gets its record id when the log is written. */
  add(kind: EventKind, time: number, data: Record<string, EventValue>, origin: EventOrigin): FleetEvent {
    const { activity = "", processId, threadId } = origin;
    const event = { kind, time: Math.floor(time), data, activity, processId, threadId, recordId: 0, line: 0 };
    this.events.push(event);
    return event;
  }

  /**
   * The log as JSON lines in evtx_dump's dialect, in time order, with record ids that rise by `step()`.
   *
   * Events in a gap of the calendar keep their place in the numbering but are not written, as in a log that lost them;
   * events outside the period or while the host was off are dropped.
   */
  lines(host: Host, dns: string, calendar: HostCalendar, first: number, step: () => number): string[] {
    const lines: string[] = [];
    let recordId = first;
    for (const event of this.inOrder(calendar)) {
      recordId += step();
      if (calendar.gaps.some((gap) => event.time >= gap.from && event.time < gap.to)) continue;
      event.recordId = recordId;
      event.line = lines.length + 1;
      lines.push(this.line(event, computerName(host, dns, calendar, event.time)));
    }
    return lines;
  }

  private inOrder(calendar: HostCalendar): FleetEvent[] {
    const last = calendar.up.at(-1)?.to ?? 0;
    const first = calendar.up[0]?.from ?? 0;
    return this.events
      .filter((event) => event.time >= first && event.time < last)
      .sort((a, b) => a.time - b.time);
  }

  private line(event: FleetEvent, computer: string): string {
    const { kind, activity } = event;
    const correlation = activity === "" ? "null" : `{"#attributes":{"ActivityID":"${activity}"}}`;
    return (
      `${this.head(kind)}${systemTime(event.time)}"}},"EventRecordID":${event.recordId},"Correlation":${correlation},` +
      `"Execution":{"#attributes":{"ProcessID":${event.processId},"ThreadID":${event.threadId}}},` +
      `"Channel":"${this.source.channel}","Computer":"${computer}",${this.tail}${dataText(event)}}}`
    );
  }

  /** What all events of a kind begin with: made once, since most of a line is the same in every event. */
  private head(kind: EventKind): string {
    const known = this.heads.get(kind);
    if (known !== undefined) return known;
    const { provider, providerGuid } = kind.by ?? this.source;
    const system = JSON.stringify({
      Provider: { "#attributes": { Name: provider, Guid: providerGuid || undefined } },
      EventID: kind.eventId,
      Version: kind.version,
      Level: kind.level,
      Task: kind.task,
      Opcode: kind.opcode,
      Keywords: kind.keywords,
      TimeCreated: { "#attributes": { SystemTime: "" } },
    });
    const xmlns = "http://schemas.microsoft.com/win/2004/08/events/event";
    const head = `{"Event":{"#attributes":{"xmlns":"${xmlns}"},"System":${system.slice(0, -4)}`;
    this.heads.set(kind, head);
    return head;
  }
}

function dataText({ kind, data }: FleetEvent): string {
  if (kind.userData !== undefined) {
    const { element, xmlns } = kind.userData;
    return `"UserData":${JSON.stringify({ [element]: { "#attributes": { xmlns }, ...data } })}`;
  }
  if (kind.unnamed) return `"EventData":${JSON.stringify({ Data: { "#text": Object.values(data) } })}`;
  const name = kind.dataName === "" ? undefined : { "#attributes": { Name: kind.dataName } };
  if (name !== undefined) return `"EventData":${JSON.stringify({ ...name, ...data })}`;
  return `"EventData":${Object.keys(data).length === 0 ? "null" : JSON.stringify(data)}`;
}

/**
 * A time as event logs in JSON have it: six decimals and Z.
 *
 * @example
 * systemTime(1e15 + 7) // "2001-09-09T01:46:40.000007Z"
 */
export function systemTime(microseconds: number): string {
  const fraction = String(microseconds % 1000).padStart(3, "0");
  return `${new Date(Math.floor(microseconds / 1000)).toISOString().slice(0, -1)}${fraction}Z`;
}

/** The name a host writes into its events at a moment; a machine that is not yet joined has no domain. */
function computerName(host: Host, dns: string, calendar: HostCalendar, time: number): string {
  if (host.formerly === undefined || time >= calendar.renamedAt) return `${host.name}.${dns}`;
  return host.formerly.untilDay === 0 ? host.formerly.name : `${host.formerly.name}.${dns}`;
}
