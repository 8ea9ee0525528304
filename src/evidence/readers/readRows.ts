import type { IssueSink } from "../../core/issue";
import { isObject } from "../dialects/fields";
import { toEvent } from "../dialects/toEvent";
import type { JsonValue } from "../jsonValues";
import { TableColumns } from "../tables/tableColumns";
import type { Tool } from "../tools/tool";
import type { Source } from "../unpack";
import { loadTable } from "./importTable";
import type { Reading, ReadTarget } from "./reader";
import { formatOf, type RowFormat } from "./rowFormat";
import { Spool } from "./spool";

/** Cuts bytes into rows. */
export type Splitter = (
  bytes: AsyncIterable<Buffer>,
  path: string,
  issues: IssueSink,
) => AsyncIterable<JsonValue[]>;

/** Rows with an event among the first ones are a log, and rows of a known tool go to views; any others are a table. */
export async function readRows(
  source: Source,
  target: ReadTarget,
  split: Splitter,
  tool?: Tool,
): Promise<Reading> {
  const { path } = source;
  const host = target.hostOf(path);
  let format: RowFormat | undefined = tool;
  let untimed = 0;
  const spool = new Spool();
  const table = new TableRows(path, target.issues);
  try {
    for await (const batch of split(source.bytes, path, target.issues)) {
      if (batch.length === 0) continue;
      format ??= formatOf(batch);
      if (format === "table") await spool.write(table.lines(batch));
      else for (const row of batch) untimed += addRow(row, format, { path, host, target });
    }
    if (format === undefined) target.issues({ path, place: "", reason: "no rows found" });
    if (untimed > 0) target.issues({ path, place: "", reason: untimedReason(untimed) });
    table.finish();
    if (format === "table") return { tableRows: await loadTable("json", await spool.close(), path, target) };
    return { tableRows: 0, tool: format === "events" ? undefined : format };
  } finally {
    await spool.remove();
  }
}

/** Writes rows of a table as JSON lines; tells what the engine could not take as it is. */
class TableRows {
  private readonly columns = new TableColumns();
  private readonly asText = new Map<string, number>();

  constructor(
    private readonly path: string,
    private readonly issues: IssueSink,
  ) {}

  lines(batch: readonly JsonValue[]): string {
    const lines: string[] = [];
    const count = (column: string) => this.asText.set(column, (this.asText.get(column) ?? 0) + 1);
    for (const { value, record } of batch) {
      try {
        lines.push(`${this.columns.json(value, count)}\n`);
      } catch (error) {
        const reason = (error as Error).message;
        this.issues({ path: this.path, place: `record ${record}`, reason, lost: 1 });
      }
    }
    return lines.join("");
  }

  finish(): void {
    for (const [column, count] of this.asText) {
      const reason = `values kept as JSON text, for the names or levels inside of them: ${count}`;
      this.issues({ path: this.path, place: `column ${JSON.stringify(column)}`, reason });
    }
  }
}

function untimedReason(count: number): string {
  return `events without a time: ${count}; none is given, or one that can be read in two ways`;
}

interface Place {
  readonly path: string;
  readonly host: string | null;
  readonly target: ReadTarget;
}

/** Answers how many events without a time the row is; what is no event needs none. */
function addRow({ value, record }: JsonValue, format: Tool | "events", place: Place): number {
  const { path, host, target } = place;
  const lose = (reason: string) => target.issues({ path, place: `record ${record}`, reason, lost: 1 });
  let untimed = 0;
  try {
    if (format === "events") {
      const event = toEvent(value, record);
      if (event === undefined) lose("not an event, unlike others here");
      else target.events.add(event, path, host);
      return event?.time === null ? 1 : 0;
    }
    if (!isObject(value)) lose("not a row, unlike others here");
    else
      for (const made of format.records(value, record)) {
        target.events.add(made, path, host);
        if (made.eventId !== null && made.time === null) untimed += 1;
      }
  } catch (error) {
    lose((error as Error).message); // nested too deep to be written
  }
  return untimed;
}
