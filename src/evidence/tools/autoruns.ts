import type { Json } from "../dialects/fields";
import { parseTime } from "../parseTime";
import { cell, isoTime, others } from "./cells";
import { type Tool, type ToolRow, viewTool } from "./tool";

const USED = ["Time", "Image Path", "SHA-256", "SHA-1", "MD5"];

/**
 * Files of Autoruns (`autorunsc -c`, and Velociraptor's artefact around it): one row for each entry with a program.
 *
 * Entries of services and drivers are in the view `services` too; see `artefacts/services.ts`.
 */
export const autoruns: readonly Tool[] = [
  viewTool("autoruns", [["Entry Location"], ["Entry"], ["Category"], ["Image Path"]], entryRow),
];

/** A location without an entry is a heading only. */
function entryRow(row: Json): ToolRow | null {
  if (cell(row, "Entry", "Image Path", "Launch String") === null) return null;
  const modified = timeOf(cell(row, "Time"));
  return {
    view: "files",
    time: modified,
    computer: null,
    cells: {
      path: cell(row, "Image Path"),
      modified: isoTime(modified),
      hash: cell(row, "SHA-256", "SHA-1", "MD5")?.toLowerCase() ?? null,
    },
    rest: others(row, USED),
  };
}

/** With `-t` in UTC, as 20240501-081500; without it in local time and in the country's order, if that is one way only. */
function timeOf(text: string | null): number | null {
  const compact = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/.exec(text ?? "");
  if (compact === null) return parseTime(text?.replace(/^(\S+ \d{1,2}:\d\d)( [AP]M)?$/i, "$1:00$2"));
  const [, year, month, day, hour, minute, second] = compact;
  return parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
