import { artefactRecord } from "../artefacts/artefactView";
import { child, isObject, type Json } from "../dialects/fields";
import type { EventRecord } from "../event";
import { addressOf, cell, epochCell, isoTime, lowerName, others } from "./cells";
import type { Tool, ToolRow } from "./tool";

/**
 * Rows of osquery's results log: differential (`columns` with `action`), snapshot, and batches (`diffResults`).
 *
 * Queries are named as their authors like, so that the view of a row is seen from its columns. `osqueryi --json`
 * gives bare rows; they need `kind: "osquery"`.
 */
export const osquery: readonly Tool[] = [
  tool([["hostIdentifier"], ["name"], ["columns", "snapshot", "diffResults"]]),
];

function tool(columns: Tool["columns"]): Tool {
  return { kind: "osquery", columns, records };
}

function records(entry: Json, record: number): EventRecord[] {
  const made: EventRecord[] = [];
  const seen = epochCell(entry, "unixTime");
  const computer = cell(child(entry, "decorations"), "hostname") ?? cell(entry, "hostIdentifier");
  for (const { row, action } of rowsOf(entry)) {
    const shape = SHAPES.find(({ columns }) => columns.every((either) => either.some((name) => name in row)));
    const { view, cells, used, time } = shape?.read(row) ?? { view: "none", cells: {}, used: [], time: null };
    const rest = { ...others(row, used), query: entry.name, action };
    made.push(artefactRecord({ kind: "osquery", record, view, time: time ?? seen, computer, cells, rest }));
  }
  return made;
}

/** A row that is gone from a list says nothing about the time that it was there. */
function rowsOf(entry: Json): { row: Json; action: string }[] {
  const list = (value: unknown, action: string) =>
    (Array.isArray(value) ? value : [value]).filter(isObject).map((row) => ({ row, action }));
  if (isObject(entry.diffResults)) {
    return [...list(entry.diffResults.added, "added"), ...list(entry.diffResults.removed, "removed")];
  }
  if (entry.snapshot !== undefined) return list(entry.snapshot, "snapshot");
  if (isObject(entry.columns)) return list(entry.columns, String(entry.action ?? "added"));
  return list(entry, "added");
}

type Read = Pick<ToolRow, "view" | "cells" | "time"> & { readonly used: readonly string[] };

/** The tables of osquery that views are made of, each by columns that it alone has; the first that fits counts. */
const SHAPES: readonly { readonly columns: readonly (readonly string[])[]; read(row: Json): Read }[] = [
  { columns: [["remote_address"], ["remote_port", "local_port"]], read: socket },
  { columns: [["address"], ["port"], ["protocol"], ["pid"]], read: listener },
  { columns: [["pid"], ["cmdline", "path"], ["parent", "uid", "auid", "name"]], read: process },
  { columns: [["start_type"], ["path", "module_path"], ["service_type"]], read: service },
  { columns: [["logon_id"], ["logon_type"], ["user"]], read: session },
  { columns: [["tty"], ["host"], ["user", "username"]], read: terminal },
  { columns: [["action"], ["enabled"], ["next_run_time", "last_run_time"]], read: task },
  { columns: [["target_path"]], read: fileEvent },
  { columns: [["path"], ["size", "sha256", "md5"], ["mtime", "directory", "sha256"]], read: file },
];

function process(row: Json): Read {
  return {
    view: "processes",
    time: epochCell(row, "time", "start_time"),
    cells: {
      user: cell(row, "username", "uid"),
      image: cell(row, "path", "name"),
      command_line: cell(row, "cmdline"),
      pid: cell(row, "pid"),
      ppid: cell(row, "parent"),
      parent_image: cell(row, "parent_path"),
      current_directory: cell(row, "cwd"),
      md5: cell(row, "md5"),
      sha1: cell(row, "sha1"),
      sha256: cell(row, "sha256"),
    },
    used: ["username", "path", "cmdline", "pid", "parent", "parent_path", "cwd", "md5", "sha1", "sha256"],
  };
}

/** IANA's numbers, as osquery writes them. */
const PROTOCOLS: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmp6" };

function protocolOf(row: Json): string | null {
  const protocol = cell(row, "protocol");
  return protocol === null ? null : (PROTOCOLS[protocol] ?? protocol.toLowerCase());
}

function socket(row: Json): Read {
  const port = (name: string) => (cell(row, name) === "0" ? null : cell(row, name));
  return {
    view: "network",
    time: epochCell(row, "time"),
    cells: {
      image: cell(row, "path", "process_path", "name"),
      source_ip: addressOf(cell(row, "local_address")),
      source_port: port("local_port"),
      destination_ip: addressOf(cell(row, "remote_address")),
      destination_port: port("remote_port"),
      protocol: protocolOf(row),
      pid: cell(row, "pid"),
    },
    used: ["path", "local_address", "local_port", "remote_address", "remote_port", "protocol", "pid"],
  };
}

function listener(row: Json): Read {
  return {
    view: "network",
    time: epochCell(row, "time"),
    cells: {
      image: cell(row, "path", "name"),
      source_ip: addressOf(cell(row, "address")),
      source_port: cell(row, "port"),
      protocol: protocolOf(row),
      pid: cell(row, "pid"),
    },
    used: ["address", "port", "protocol", "pid"],
  };
}

function service(row: Json): Read {
  return {
    view: "services",
    time: null,
    cells: {
      service_name: cell(row, "name"),
      image_path: cell(row, "path", "module_path"),
      start_type: cell(row, "start_type")?.toLowerCase().replaceAll("_", " ") ?? null,
      account: cell(row, "user_account"),
      service_type: cell(row, "service_type")?.toLowerCase() ?? null,
    },
    used: ["name", "path", "start_type", "user_account", "service_type"],
  };
}

/** LSA's types of logon. Source: MS-LSAD, SECURITY_LOGON_TYPE. */
const LOGON_TYPES = [
  "",
  "",
  "interactive",
  "network",
  "batch",
  "service",
  "proxy",
  "unlock",
  "network cleartext",
];
LOGON_TYPES.push("new credentials", "remote interactive", "cached interactive");

function session(row: Json): Read {
  const type =
    cell(row, "logon_type")
      ?.replace(/(?<=[a-z])(?=[A-Z])/g, " ")
      .toLowerCase() ?? "";
  const number = /^\d+$/.test(type) ? Number(type) : LOGON_TYPES.indexOf(type);
  const id = cell(row, "logon_id");
  return {
    view: "logons",
    time: epochCell(row, "logon_time"),
    cells: {
      user: cell(row, "user"),
      domain: cell(row, "logon_domain"),
      logon_type: number > 0 ? number : null,
      outcome: "success",
      logon_id: id !== null && /^\d{1,15}$/.test(id) ? `0x${Number(id).toString(16)}` : id,
      session_id: cell(row, "session_id"),
      user_sid: cell(row, "logon_sid"),
      authentication: cell(row, "authentication_package"),
    },
    used: [
      "user",
      "logon_domain",
      "logon_type",
      "logon_id",
      "session_id",
      "logon_sid",
      "authentication_package",
    ],
  };
}

/** `last` and `logged_in_users`; utmp's type 7 is a user process, 8 a dead one. Source: utmp(5). */
function terminal(row: Json): Read {
  const host = cell(row, "host");
  const isAddress = host !== null && /^[\d.]+$|:/.test(host);
  return {
    view: "logons",
    time: epochCell(row, "time"),
    cells: {
      user: cell(row, "user", "username"),
      source_host: isAddress ? null : lowerName(host),
      source_ip: isAddress ? addressOf(host) : null,
      outcome: cell(row, "type") === "8" || cell(row, "type_name") === "dead-process" ? "logoff" : "success",
      session_id: cell(row, "tty"),
    },
    used: ["user", "username", "host", "tty", "time"],
  };
}

function task(row: Json): Read {
  return {
    view: "tasks",
    time: epochCell(row, "last_run_time"),
    cells: { TaskName: cell(row, "path", "name"), Path: cell(row, "action") },
    used: ["path", "action"],
  };
}

function fileEvent(row: Json): Read {
  return fileRow(row, "target_path", epochCell(row, "time"));
}

function file(row: Json): Read {
  return fileRow(row, "path", epochCell(row, "mtime"));
}

function fileRow(row: Json, path: string, time: number | null): Read {
  return {
    view: "files",
    time,
    cells: {
      path: cell(row, path),
      size: cell(row, "size"),
      created: isoTime(epochCell(row, "btime")),
      modified: isoTime(epochCell(row, "mtime")),
      hash: cell(row, "sha256", "sha1", "md5"),
    },
    used: [path, "size", "btime", "mtime", "sha256"],
  };
}
