import { artefactRecord } from "../artefacts/artefactView";
import { isObject, type Json } from "../dialects/fields";
import type { EventRecord } from "../event";
import { addressOf, cell, lowerName, others, timeCell } from "./cells";
import type { Tool, ToolRow } from "./tool";

/**
 * Rows of Volatility 3 (`-r json` and `-r jsonl`): pslist, psscan, pstree, cmdline, netscan, netstat, svcscan,
 * filescan. Rows below others, as in pstree, are rows of their own.
 */
export const volatility: readonly Tool[] = [
  tool("volatility pslist", [["PID"], ["PPID"], ["ImageFileName", "COMM"]], process),
  tool("volatility pstree", [["PID"], ["PPID"], ["ImageFileName"], ["Cmd", "Path", "Audit"]], process),
  tool("volatility cmdline", [["PID"], ["Process"], ["Args"]], commandLine),
  tool("volatility netscan", [["Proto"], ["LocalAddr"], ["ForeignAddr"], ["ForeignPort"]], connection),
  tool("volatility svcscan", [["Name"], ["Display"], ["Binary"], ["Start"], ["State"]], service),
  tool("volatility filescan", [["Offset"], ["Name"], ["Size", "__children"]], file),
];

/** Deeper trees of processes are made to fill the stack. */
const MAX_DEPTH = 1000;

function tool(kind: string, columns: Tool["columns"], rowOf: (row: Json) => ToolRow): Tool {
  return {
    kind,
    columns,
    records(root, record) {
      const made: EventRecord[] = [];
      let level: readonly Json[] = [root];
      for (let depth = 0; level.length > 0 && depth < MAX_DEPTH; depth++) {
        for (const row of level) made.push(artefactRecord({ ...rowOf(row), kind, record }));
        level = level.flatMap((row) =>
          Array.isArray(row.__children) ? row.__children.filter(isObject) : [],
        );
      }
      return made;
    },
  };
}

function process(row: Json): ToolRow {
  return {
    view: "processes",
    time: timeCell(row, "CreateTime", "CREATION TIME"),
    computer: null,
    cells: {
      image: cell(row, "Path", "ImageFileName", "COMM"),
      command_line: cell(row, "Cmd"),
      pid: cell(row, "PID"),
      ppid: cell(row, "PPID"),
    },
    rest: others(row, ["PID", "PPID", "Path", "Cmd", "CreateTime"]),
  };
}

function commandLine(row: Json): ToolRow {
  return {
    view: "processes",
    time: null,
    computer: null,
    cells: { image: cell(row, "Process"), command_line: cell(row, "Args"), pid: cell(row, "PID") },
    rest: others(row, ["Process", "Args", "PID"]),
  };
}

function connection(row: Json): ToolRow {
  const port = (name: string) => (cell(row, name) === "0" ? null : cell(row, name));
  return {
    view: "network",
    time: timeCell(row, "Created"),
    computer: null,
    cells: {
      image: cell(row, "Owner"),
      source_ip: addressOf(cell(row, "LocalAddr")),
      source_port: port("LocalPort"),
      destination_ip: addressOf(cell(row, "ForeignAddr")),
      destination_port: port("ForeignPort"),
      protocol: lowerName(cell(row, "Proto"))?.replace(/v[46]$/, "") ?? null,
      pid: cell(row, "PID"),
    },
    rest: others(row, ["Owner", "LocalAddr", "LocalPort", "ForeignAddr", "ForeignPort", "PID", "Created"]),
  };
}

function service(row: Json): ToolRow {
  return {
    view: "services",
    time: null,
    computer: null,
    cells: {
      service_name: cell(row, "Name"),
      image_path: cell(row, "Binary (Registry)", "Binary"),
      start_type:
        cell(row, "Start")
          ?.replace(/^SERVICE_/, "")
          .replaceAll("_", " ")
          .toLowerCase() ?? null,
      service_type:
        cell(row, "Type")
          ?.replace(/^SERVICE_/, "")
          .replaceAll("_", " ")
          .toLowerCase() ?? null,
    },
    rest: others(row, ["Name", "Binary", "Binary (Registry)", "Start", "Type"]),
  };
}

function file(row: Json): ToolRow {
  return {
    view: "files",
    time: null,
    computer: null,
    cells: { path: cell(row, "Name"), size: null },
    rest: others(row, ["Name"]),
  };
}
