import { type Column, type Columns, textColumn } from "../core/table";
import type { Relation } from "../engine/engine";

/** What a view is judged by when `--columns` does not say: what a task is, not where and when it ran. */
const COLUMNS_OF_VIEW: Readonly<Record<string, readonly string[]>> = {
  events: ["channel", "provider", "event_id", "level", "user_sid"],
  tasks: [
    "event_id",
    "task_pattern",
    "user_pattern",
    "author",
    "command_pattern",
    "arguments",
    "run_as",
    "trigger",
    "result_code",
  ],
};

/** What rows are judged by: what a view says of the thing itself, or every column of a table. */
export async function defaultColumns(
  relation: Relation,
  view: string | undefined,
): Promise<readonly string[]> {
  const fields = (await relation.schema()).map((field) => field.name);
  const isEvents = fields.includes("event_id") && fields.includes("record_id");
  return (
    COLUMNS_OF_VIEW[view ?? (isEvents ? "events" : "")] ?? fields.filter((field) => !field.startsWith("_"))
  );
}

/** Numbers that name something: never quantities, however many of them there are. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  "event_id",
  "level",
  "record_id",
  "logon_type",
  "pid",
  "ppid",
]);

/** The columns with identifiers as texts. */
export function identifiersAsText({ rows, columns }: Columns): Columns {
  const asText = ([name, column]: [string, Column]): [string, Column] =>
    column.kind === "number" && IDENTIFIERS.has(name)
      ? [name, textColumn(Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value))))]
      : [name, column];
  return { rows, columns: new Map([...columns].map(asText)) };
}

/** Whether a column can tell odd from usual: times cannot, nor texts that are different in most rows. */
export function canTell({ rows, columns }: Columns, name: string): boolean {
  const column = columns.get(name)!;
  return (
    column.kind === "number" || (column.kind === "category" && column.levels.length <= Math.max(10, rows / 2))
  );
}
