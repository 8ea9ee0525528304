import type { Kind } from "../detectKind";
import { readEvtx } from "../evtx/readEvtx";
import { jsonLines, jsonValues } from "../jsonValues";
import { zeekRows } from "../tables/zeekRows";
import { importTable } from "./importTable";
import { readCsv } from "./readCsv";
import type { Reader } from "./reader";
import { readRows } from "./readRows";
import { readTaskFile } from "./readTaskFile";
import { readText } from "./readText";

/** The reader of each kind of file. Records are counted by their writer. */
export const READERS: Readonly<Record<Kind, Reader>> = {
  evtx: readEventLog,
  "json lines": (source, target, tool) => readRows(source, target, jsonLines, tool),
  json: (source, target, tool) => readRows(source, target, jsonValues, tool),
  "task xml": readTaskFile,
  csv: readCsv,
  "zeek tsv": (source, target, tool) => readRows(source, target, zeekRows, tool),
  parquet: (source, target) => importTable("parquet", source, target),
  "text lines": readText,
};

async function readEventLog(
  { bytes, path }: Parameters<Reader>[0],
  { events, issues, hostOf }: Parameters<Reader>[1],
) {
  const host = hostOf(path);
  await readEvtx(bytes, path, (event) => events.add(event, path, host), issues);
  return { tableRows: 0 };
}
