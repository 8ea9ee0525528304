import type { Row } from "../../../core/table";

/** What a field holds: text, null, several texts; undefined when the event has no such field. */
export type FieldValue = string | null | readonly string[] | undefined;

/** An event as rules see it: names to values. */
export interface EventFields {
  get(name: string): FieldValue;
  /** Every value as one text, for rules that look in the whole event. */
  readonly all: string;
}

type Members = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 4;
/** The name that rules give elements of `EventData` without one. */
const UNNAMED = "Data";

/** Fields that every event has, whatever `data` says. */
const OF_ROW: ReadonlyMap<string, (row: Row) => unknown> = new Map<string, (row: Row) => unknown>([
  ["EventID", (row) => row.event_id],
  ["Channel", (row) => row.channel],
]);

/** Fields of the header, by the names that rules give them, unless `data` has one of that name. */
const OF_HEADER: ReadonlyMap<string, (row: Row, system: Members) => unknown> = new Map<
  string,
  (row: Row, system: Members) => unknown
>([
  ["Provider_Name", (row) => row.provider],
  ["Provider", (row) => row.provider],
  ["Source", (row) => row.provider],
  ["Computer", (row, system) => system.Computer ?? row.host],
  ["ComputerName", (row, system) => system.Computer ?? row.host],
  ["Hostname", (row, system) => system.Computer ?? row.host],
  ["Level", (row) => row.level],
  ["EventRecordID", (row) => row.record_id],
  ["UserID", (row) => row.user_sid],
  ["Security_UserID", (row) => row.user_sid],
  ["Keywords", (_, system) => system.Keywords],
  ["Task", (_, system) => system.Task],
  ["Opcode", (_, system) => system.Opcode],
  ["Version", (_, system) => system.Version],
  ["Execution_ProcessID", (_, system) => system.ProcessID],
  ["Execution_ThreadID", (_, system) => system.ThreadID],
  ["TimeCreated", (row) => row.time],
  ["TimeCreated_SystemTime", (row) => row.time],
  ["SystemTime", (row) => row.time],
]);

/**
 * The fields of a row of the view `events`.
 *
 * Names of `data` are taken without blanks, as the specification wants; members of members are `a.b`.
 */
export class RowFields implements EventFields {
  private readonly values = new Map<string, FieldValue>();
  private text: string | undefined;

  constructor(
    private readonly row: Row,
    /** Whether the field `Data` of rules means elements without a name. */
    private readonly hasUnnamed = false,
  ) {
    const { data } = row;
    if (typeof data === "object" && data !== null) this.add("", data as Members, MAX_DEPTH);
  }

  get(name: string): FieldValue {
    const own = OF_ROW.get(name);
    if (own !== undefined) return plain(own(this.row));
    const value = this.values.get(name);
    if (value !== undefined) return value;
    if (name === UNNAMED && this.hasUnnamed) return this.unnamed();
    return plain(OF_HEADER.get(name)?.(this.row, (this.row.system ?? {}) as Members) ?? undefined);
  }

  get all(): string {
    if (this.text === undefined) {
      const { channel, provider, event_id, system } = this.row;
      const message = (system as Members | null)?.Message ?? "";
      const parts = [...this.values.values()].flat().filter((value) => typeof value === "string");
      this.text = [...parts, message, channel ?? "", provider ?? "", event_id ?? ""].join("\n");
    }
    return this.text;
  }

  /** Elements without a name, which stand as `Data0`, `Data1`, … in the view. */
  private unnamed(): FieldValue {
    const texts: string[] = [];
    for (let value = this.values.get(`${UNNAMED}0`); typeof value === "string"; ) {
      texts.push(value);
      value = this.values.get(`${UNNAMED}${texts.length}`);
    }
    return texts.length === 0 ? undefined : texts;
  }

  private add(prefix: string, members: Members, depth: number): void {
    for (const name in members) {
      const value = members[name];
      const bare = name.includes(" ") ? name.replaceAll(" ", "") : name;
      const key = prefix === "" ? bare : `${prefix}.${bare}`;
      if (typeof value === "string") this.values.set(key, value);
      else if (typeof value !== "object" || value === null) this.values.set(key, plain(value));
      else if (Array.isArray(value)) this.values.set(key, value.filter(isPlain).map(String));
      else if (depth > 0) this.add(key, value as Members, depth - 1);
    }
  }
}

/** The fields of an event given as an object, for tests of rules: `{ EventID: 4688, Image: "…" }`. */
export class PlainFields implements EventFields {
  constructor(private readonly event: Members) {}

  get(name: string): FieldValue {
    if (!Object.hasOwn(this.event, name)) return undefined;
    const value = this.event[name];
    return Array.isArray(value) ? value.filter(isPlain).map(String) : plain(value);
  }

  get all(): string {
    const values = Object.values(this.event).flat();
    return values.filter(isPlain).map(String).join("\n");
  }
}

/** An event in which some fields have other names; a field that is missing under its other name keeps its own. */
export function mappedFields(event: EventFields, names: ReadonlyMap<string, string>): EventFields {
  if (names.size === 0) return event;
  return {
    get(name) {
      const mapped = names.get(name);
      const value = mapped === undefined ? undefined : event.get(mapped);
      return value === undefined ? event.get(name) : value;
    },
    get all() {
      return event.all;
    },
  };
}

function plain(value: unknown): string | null | undefined {
  return value === null || value === undefined ? value : String(value);
}

function isPlain(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== "object";
}
