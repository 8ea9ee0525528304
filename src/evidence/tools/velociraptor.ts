import type { Json } from "../dialects/fields";
import { addressOf, cell, flattened, isoTime, lowerName, others, timeCell } from "./cells";
import { type Tool, type ToolRow, viewTool } from "./tool";

/**
 * Rows of Velociraptor's artefacts, as its offline collector and its exports have them: processes, connections,
 * services, files and task files.
 *
 * Older versions say `FullPath` for `OSPath`. Events of its event log artefacts are read as events.
 */
export const velociraptor: readonly Tool[] = [
  // With the process of each connection, this one fits the next one's columns, too.
  viewTool(
    "velociraptor netstat",
    [["Pid"], ["Family"], ["Type"], ["Laddr", "Laddr.IP", "SrcIP"]],
    connection,
  ),
  viewTool("velociraptor pslist", [["Pid"], ["Ppid"], ["Name"], ["Exe", "CommandLine"]], process),
  viewTool(
    "velociraptor services",
    [["Name"], ["PathName"], ["StartMode"], ["UserAccount", "ServiceType"]],
    service,
  ),
  viewTool(
    "velociraptor mft",
    [["EntryNumber"], ["OSPath", "FullPath"], ["FileSize"], ["Created0x10"], ["IsDir"]],
    entry,
  ),
  viewTool(
    "velociraptor files",
    [["OSPath", "FullPath"], ["Size"], ["Mtime", "MTime"], ["Btime", "BTime", "Ctime", "CTime"]],
    file,
  ),
  viewTool("velociraptor tasks", [["OSPath", "FullPath"], ["Command"], ["Arguments"], ["UserId"]], task),
  ...["client_id", "session_id"].map((id) =>
    bookkeeping([[id], ["hostname", "os_info", "total_collected_rows", "artifacts"]]),
  ),
  bookkeeping([["_ts", "client_time"], ["message"], ["level"]]),
  bookkeeping([["vfs_path"], ["uploaded_size", "file_size"]]),
];

/** What a collection says about itself: nothing that happened on the machine. */
function bookkeeping(columns: Tool["columns"]): Tool {
  return { kind: "velociraptor collection", columns, records: () => [] };
}

function process(given: Json): ToolRow {
  const row = flattened(given);
  const hash = (name: string) => cell(row, `Hash.${name}`)?.toLowerCase() ?? null;
  const trusted = cell(row, "Authenticode.Trusted");
  return {
    view: "processes",
    time: timeCell(row, "CreateTime", "StartTime"),
    computer: cell(row, "Hostname", "Fqdn"),
    cells: {
      user: cell(row, "Username"),
      image: cell(row, "Exe", "Name"),
      command_line: cell(row, "CommandLine"),
      signed: trusted === null ? null : trusted === "trusted",
      pid: cell(row, "Pid"),
      ppid: cell(row, "Ppid"),
      hashes: hashList(row),
      md5: hash("MD5"),
      sha1: hash("SHA1"),
      sha256: hash("SHA256"),
    },
    rest: others(given, ["Pid", "Ppid", "Exe", "CommandLine", "Username", "Hash", "CreateTime"]),
  };
}

/** Hashes as Sysmon writes them, so that one column has them for all sources. */
function hashList(row: Json): string | null {
  const kinds = ["MD5", "SHA1", "SHA256"].filter((kind) => cell(row, `Hash.${kind}`) !== null);
  return kinds.length === 0 ? null : kinds.map((kind) => `${kind}=${cell(row, `Hash.${kind}`)}`).join(",");
}

function connection(given: Json): ToolRow {
  const row = flattened(given);
  return {
    view: "network",
    time: timeCell(row, "Timestamp"),
    computer: cell(row, "Hostname", "Fqdn"),
    cells: {
      image: cell(row, "Path", "Name"),
      source_ip: addressOf(cell(row, "Laddr.IP", "SrcIP")),
      source_port: cell(row, "Laddr.Port", "SrcPort"),
      destination_ip: addressOf(cell(row, "Raddr.IP", "DestIP")),
      destination_port: portOf(cell(row, "Raddr.Port", "DestPort")),
      protocol: lowerName(cell(row, "Type")),
      user: cell(row, "Username"),
      pid: cell(row, "Pid"),
    },
    rest: others(given, [
      "Pid",
      "Path",
      "Laddr",
      "Raddr",
      "Laddr.IP",
      "Laddr.Port",
      "Raddr.IP",
      "Raddr.Port",
      "Timestamp",
    ]),
  };
}

function portOf(text: string | null): string | null {
  return text === "0" ? null : text;
}

function service(row: Json): ToolRow {
  return {
    view: "services",
    time: timeCell(row, "Created", "Mtime"),
    computer: cell(row, "Hostname", "Fqdn"),
    cells: {
      service_name: cell(row, "Name"),
      image_path: cell(row, "PathName", "AbsoluteExePath"),
      start_type: lowerName(cell(row, "StartMode")),
      account: cell(row, "UserAccount"),
      service_type: cell(row, "ServiceType"),
    },
    rest: others(row, ["Name", "PathName", "StartMode", "UserAccount", "ServiceType"]),
  };
}

function entry(row: Json): ToolRow {
  const created = timeCell(row, "Created0x10", "Created0x30");
  return {
    view: "files",
    time: created,
    computer: cell(row, "Hostname", "Fqdn"),
    cells: {
      path: cell(row, "OSPath", "FullPath"),
      size: cell(row, "FileSize"),
      created: isoTime(created),
      modified: isoTime(timeCell(row, "LastModified0x10", "LastModified0x30")),
    },
    rest: others(row, ["OSPath", "FullPath", "FileSize", "Created0x10", "LastModified0x10"]),
  };
}

function file(given: Json): ToolRow {
  const row = flattened(given);
  const modified = timeCell(row, "Mtime", "MTime");
  const created = timeCell(row, "Btime", "BTime");
  return {
    view: "files",
    time: modified,
    computer: cell(row, "Hostname", "Fqdn"),
    cells: {
      path: cell(row, "OSPath", "FullPath"),
      size: cell(row, "Size"),
      created: isoTime(created),
      modified: isoTime(modified),
      hash: cell(row, "Hash.SHA256", "Hash.SHA1", "Hash.MD5")?.toLowerCase() ?? null,
    },
    rest: others(given, ["OSPath", "FullPath", "Size", "Mtime", "MTime", "Btime", "BTime", "Hash"]),
  };
}

const TASKS_FOLDER = /^.*\\system32\\tasks(?=\\)/i;

function task(row: Json): ToolRow {
  return {
    view: "tasks",
    time: timeCell(row, "Mtime"),
    computer: cell(row, "Hostname", "Fqdn"),
    cells: {
      TaskName: cell(row, "OSPath", "FullPath")?.replaceAll("/", "\\").replace(TASKS_FOLDER, "") ?? null,
      Path: cell(row, "ExpandedCommand", "Command", "ComHandler"),
      Arguments: cell(row, "Arguments"),
      UserContext: cell(row, "UserId"),
    },
    rest: others(row, ["Command", "Arguments", "UserId", "Mtime"]),
  };
}
