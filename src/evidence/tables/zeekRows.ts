import type { IssueSink } from "../../core/issue";
import { setOwn } from "../../core/setOwn";
import { MAX_COLUMNS } from "../../engine/csvRecords";
import type { JsonValue } from "../jsonValues";
import { lines } from "../lines";

/**
 * The rows of a Zeek log in its tab-separated form, as objects by the names of its `#fields`; unset and empty fields
 * are null.
 *
 * A row before the names, or with another number of fields, is told and lost. Bounded memory. O(bytes).
 *
 * Source: Zeek, "Zeek Log Formats and Inspection".
 */
export async function* zeekRows(
  bytes: AsyncIterable<Buffer>,
  path: string,
  issues: IssueSink,
): AsyncGenerator<JsonValue[]> {
  const head = new ZeekHead();
  for await (const batch of lines(bytes)) {
    const rows: JsonValue[] = [];
    for (const { number, text } of batch) {
      const lose = (reason: string) => issues({ path, place: `line ${number}`, reason, lost: 1 });
      if (text === undefined) lose("line too long");
      else if (text.startsWith("#")) head.take(text);
      else if (text !== "") {
        const row = head.row(text);
        if (typeof row === "string") lose(row);
        else rows.push({ value: row, record: number });
      }
    }
    yield rows;
  }
}

/** What the lines that begin with `#` say about the others. */
class ZeekHead {
  private separator = "\t";
  private empty = "(empty)";
  private unset = "-";
  private fields: readonly string[] | undefined;

  take(line: string): void {
    if (line.startsWith("#separator ")) {
      const code = /^\\x([0-9a-f]{2})$/i.exec(line.slice(11).trim())?.[1];
      if (code !== undefined) this.separator = String.fromCharCode(Number.parseInt(code, 16));
      return;
    }
    const [name, ...values] = line.split(this.separator, MAX_COLUMNS + 1);
    if (name === "#fields") this.fields = values;
    else if (name === "#empty_field") this.empty = values[0] ?? this.empty;
    else if (name === "#unset_field") this.unset = values[0] ?? this.unset;
  }

  /** A row, or what is wrong with it. */
  row(line: string): Record<string, unknown> | string {
    const { fields, unset, empty } = this;
    if (fields === undefined) return "row before #fields";
    const values = line.split(this.separator, fields.length + 1);
    if (values.length !== fields.length) return `row must have ${fields.length} fields, got ${values.length}`;
    const row: Record<string, unknown> = {};
    values.forEach((value, j) => {
      setOwn(row, fields[j]!, value === unset || value === empty ? null : unescaped(value));
    });
    return row;
  }
}

/** Zeek writes bytes that would break the line as `\x09`. */
function unescaped(value: string): string {
  if (!value.includes("\\x")) return value;
  return value.replace(/\\x([0-9a-fA-F]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
