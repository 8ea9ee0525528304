import { artefactRecord } from "../artefacts/artefactView";
import { channelOfProvider } from "../dialects/channelOfProvider";
import { eventXml } from "../dialects/eventXml";
import { integer, type Json } from "../dialects/fields";
import type { EventRecord } from "../event";
import { parseTime } from "../parseTime";
import { cell, isoTime, others } from "./cells";
import type { Tool, ToolRow } from "./tool";

/**
 * Timelines of Plaso: `json_line` and `l2tcsv`.
 *
 * Event log records are events, whole where the timeline carries their XML; else their strings are `Data0`, `Data1`,
 * …, since it has lost their names. File times are rows of `files`, one for each time; services of the registry are
 * rows of `services`, programs of Prefetch are rows of `processes`. All else is kept as rows of no view.
 */
export const plaso: readonly Tool[] = [
  {
    kind: "plaso json_line",
    columns: [["data_type"], ["timestamp"], ["timestamp_desc"]],
    records: (row, record) => [jsonRecord(row, record)],
  },
  {
    kind: "plaso l2tcsv",
    columns: [["date"], ["time"], ["timezone"], ["MACB"], ["source"], ["sourcetype"], ["desc"]],
    records: (row, record) => [csvRecord(row, record)],
  },
];

function jsonRecord(row: Json, record: number): EventRecord {
  const time = integer(row, "timestamp");
  const computer = cell(row, "computer_name", "hostname");
  const type = String(row.data_type);
  if (/^windows:evtx?:record$/.test(type)) {
    return logRecord({
      record,
      time,
      computer,
      xml: cell(row, "xml_string"),
      provider: cell(row, "source_name"),
      eventId: integer(row, "event_identifier"),
      level: integer(row, "event_level"),
      recordId: integer(row, "record_number"),
      strings: Array.isArray(row.strings) ? row.strings : [],
    });
  }
  const { view, cells } = JSON_ROWS[type]?.(row, time) ?? { view: "timeline", cells: {} };
  return artefactRecord({
    view,
    kind: "plaso json_line",
    record,
    time,
    computer,
    cells,
    rest: others(row, NOT_KEPT),
  });
}

const NOT_KEPT = [
  "__container_type__",
  "__type__",
  "date_time",
  "timestamp",
  "pathspec",
  "computer_name",
  "hostname",
];

type View = Pick<ToolRow, "view" | "cells">;

const JSON_ROWS: Readonly<Record<string, (row: Json, time: number | null) => View>> = {
  "fs:stat": (row, time) =>
    fileTime(cell(row, "filename", "display_name"), cell(row, "timestamp_desc"), time, row),
  "fs:stat:ntfs": (row, time) =>
    fileTime(cell(row, "filename", "path_hints", "display_name"), cell(row, "timestamp_desc"), time, row),
  "windows:registry:service": (row) => ({
    view: "services",
    cells: {
      service_name: cell(row, "name"),
      image_path: cell(row, "image_path"),
      start_type: START_TYPES[integer(row, "start_type") ?? 5] ?? null,
      account: cell(row, "object_name"),
      service_type: cell(row, "service_type"),
    },
  }),
  "windows:prefetch:execution": (row) => ({
    view: "processes",
    cells: { image: firstOf(row.path_hints) ?? cell(row, "executable") },
  }),
};

/** Source: Windows SDK, winnt.h. */
const START_TYPES = ["boot start", "system start", "auto start", "demand start", "disabled"];

function firstOf(value: unknown): string | null {
  return Array.isArray(value) && typeof value[0] === "string" ? value[0] : null;
}

function fileTime(name: string | null, what: string | null, time: number | null, row: Json): View {
  return {
    view: "files",
    cells: {
      path: name?.replace(/^[A-Z]+:(?=[\\/])/, "") ?? null,
      size: cell(row, "file_size", "size"),
      created: /creat|birth/i.test(what ?? "") ? isoTime(time) : null,
      modified: /content modification|^mtime|modif/i.test(what ?? "") ? isoTime(time) : null,
      hash: cell(row, "sha256_hash", "sha1_hash", "md5_hash"),
    },
  };
}

interface LogRecord {
  readonly record: number;
  readonly time: number | null;
  readonly computer: string | null;
  readonly xml: string | null;
  readonly provider: string | null;
  readonly eventId: number | null;
  readonly level: number | null;
  readonly recordId: number | null;
  readonly strings: readonly unknown[];
}

function logRecord(given: LogRecord): EventRecord {
  const { record, time, computer, provider, eventId, level, recordId, strings } = given;
  const whole = given.xml === null ? undefined : quietly(() => eventXml(given.xml!, record));
  if (whole !== undefined) return { ...whole, time: whole.time ?? time };
  return {
    record,
    time,
    computer,
    channel: channelOfProvider(provider),
    provider,
    eventId,
    level,
    userSid: null,
    recordId,
    data: Object.fromEntries(strings.map((text, i) => [`Data${i}`, text])),
    system: {},
  };
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function csvRecord(row: Json, record: number): EventRecord {
  const time = csvTime(row);
  const desc = cell(row, "desc") ?? "";
  const computer = cell(row, "host");
  const extra = cell(row, "extra") ?? "";
  if (cell(row, "source") === "EVT") {
    const of = (pattern: RegExp) => pattern.exec(desc)?.[1] ?? null;
    const number = (pattern: RegExp) => (of(pattern) === null ? null : Number(of(pattern)));
    return logRecord({
      record,
      time,
      computer: of(/Computer Name: (\S{1,255})/) ?? computer,
      xml: /xml_string: (<Event[\s\S]*<\/Event>)/.exec(extra)?.[1] ?? null,
      provider: of(/Source Name: (.{1,255}?) (?:Message string|Strings|Computer Name):/),
      eventId: number(/^\[(\d{1,9}) /),
      level: number(/Event Level: (\d)/),
      recordId: number(/Record Number: (\d{1,15})/),
      strings: stringsIn(of(/Strings: \[(.*)\] Computer Name:/s)),
    });
  }
  const isFile = cell(row, "source") === "FILE";
  const made = isFile ? fileTime(cell(row, "filename", "short"), cell(row, "type"), time, row) : NO_VIEW;
  const rest = others(row, ["date", "time", "timezone", "host"]);
  return artefactRecord({ ...made, kind: "plaso l2tcsv", record, time, computer, rest });
}

const NO_VIEW: View = { view: "timeline", cells: {} };

/** Python's list of texts, `'a', "b's"`. */
function stringsIn(list: string | null): string[] {
  const quoted = list?.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g) ?? [];
  return quoted.map((text) => text.slice(1, -1).replace(/\\(['"\\])/g, "$1"));
}

/** The month stands first. Only times in UTC are taken: the names of other zones are not unique. */
function csvTime(row: Json): number | null {
  const date = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(cell(row, "date") ?? "");
  if (date === null || !/^(UTC|GMT|Z)$/i.test(cell(row, "timezone") ?? "UTC")) return null;
  return parseTime(`${date[3]}-${date[1]}-${date[2]}T${cell(row, "time")}Z`);
}
