import { Readable } from "node:stream";
import { decodeHead, HEAD_BYTES } from "../detectKind";
import { csvRows, delimiterOf } from "../tables/csvRows";
import type { Tool } from "../tools/tool";
import type { Source } from "../unpack";
import { importTable } from "./importTable";
import type { Reading, ReadTarget } from "./reader";
import { readRows, type Splitter } from "./readRows";
import { formatOf } from "./rowFormat";

/** A CSV of events, or of a known tool, goes to the records; any other one is a table, which the engine reads. */
export async function readCsv(source: Source, target: ReadTarget, tool?: Tool): Promise<Reading> {
  const head = await source.bytes.peek(HEAD_BYTES);
  const delimiter = delimiterOf(decodeHead(head)) ?? ",";
  const split: Splitter = (bytes, path, issues) => csvRows(bytes, path, issues, delimiter);
  const isTable = tool === undefined && (await formatOfHead(head, split)) === "table";
  return isTable ? importTable("csv", source, target) : readRows(source, target, split, tool);
}

/** Throws for columns without end, before anybody looks at them. */
async function formatOfHead(head: Buffer, split: Splitter) {
  for await (const batch of split(Readable.from([head]), "", () => {})) {
    if (batch.length > 0) return formatOf(batch);
  }
  return "table";
}
