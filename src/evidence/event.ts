/**
 * One log record, whatever file it came from: what every event reader hands to the engine.
 *
 * Values of `data` are text exactly as Windows renders them in XML (so 64-bit numbers lose nothing) where the
 * source is an event log, and whatever the JSON held where the source is JSON.
 */
export interface EventRecord {
  /** Place in the file: the event record id of a log, the line number of a text file. */
  readonly record: number;
  /** Microseconds since 1970 UTC. */
  readonly time: number | null;
  /** As the source writes it; the engine adds the normalised machine name. */
  readonly computer: string | null;
  readonly channel: string | null;
  readonly provider: string | null;
  readonly eventId: number | null;
  readonly level: number | null;
  readonly userSid: string | null;
  readonly recordId: number | null;
  /** EventData or UserData: name to value. Unnamed `Data` elements are `Data0`, `Data1`, … */
  readonly data: Readonly<Record<string, unknown>>;
  /** The rest of `System`: Version, Task, Opcode, Keywords, ProcessID, ThreadID, ActivityID, …; text or number. */
  readonly system: Readonly<Record<string, unknown>>;
  /** The members of `data` as JSON text without braces, where the reader has them so: `"a":"x","b":"y"`. */
  readonly dataMembers?: string | undefined;
  /** The members of `system` in the same way; `Computer` is never one of them. */
  readonly systemMembers?: string | undefined;
}

/** Takes records one by one; what is kept of a record must be copied. */
export type EventSink = (event: EventRecord) => void;
