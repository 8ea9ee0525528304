import type { Json } from "../dialects/fields";
import { parseTime } from "../parseTime";
import { addressOf, cell, epochCell, lowerName, others } from "./cells";
import { type Tool, type ToolRow, viewTool } from "./tool";

const ENDS = ["id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"];
const KEY = [["ts"], ["id.orig_h"], ["id.resp_h"]];

/**
 * Connections and look-ups of Zeek's logs, from TSV and JSON alike: `conn`, `dns`, `http` and `ssl`.
 *
 * A sensor stands beside the machines that it sees: the machine of a row is the one that began the connection, by
 * its address.
 */
export const zeek: readonly Tool[] = [
  viewTool("zeek conn", [...KEY, ["proto"], ["conn_state"]], (row) =>
    connection(row, cell(row, "proto"), null),
  ),
  viewTool("zeek dns", [...KEY, ["query"], ["qtype_name", "qclass_name", "rcode_name", "trans_id"]], dns),
  viewTool("zeek http", [...KEY, ["method", "uri"], ["host", "status_code", "user_agent"]], (row) =>
    connection(row, "http", cell(row, "host")),
  ),
  viewTool("zeek ssl", [...KEY, ["server_name", "cipher"], ["version"]], (row) =>
    connection(row, "tls", cell(row, "server_name")),
  ),
];

function connection(row: Json, protocol: string | null, host: string | null): ToolRow {
  const source = addressOf(cell(row, "id.orig_h"));
  return {
    view: "network",
    time: epochCell(row, "ts") ?? parseTime(row.ts),
    computer: source,
    cells: {
      source_ip: source,
      source_port: cell(row, "id.orig_p"),
      destination_ip: addressOf(cell(row, "id.resp_h")),
      destination_port: cell(row, "id.resp_p"),
      destination_host: lowerName(host?.replace(/:\d+$/, "") ?? null),
      protocol,
    },
    rest: others(row, [...ENDS, "ts", "_path"]),
  };
}

/** As for Sysmon's look-ups, the address is the first one of the answers; the name server is beside it. */
function dns(row: Json): ToolRow {
  const answers = Array.isArray(row.answers)
    ? row.answers.map(String)
    : (cell(row, "answers")?.split(",") ?? []);
  const made = connection(row, "dns", cell(row, "query"));
  const address = answers.find((answer) => /^\d+(\.\d+){3}$|^[\da-f]*:[\da-f:]+$/i.test(answer)) ?? null;
  return {
    ...made,
    cells: {
      ...made.cells,
      destination_ip: address,
      answers: answers.length === 0 ? null : answers.join(";"),
    },
    rest: { ...made.rest, server: cell(row, "id.resp_h") },
  };
}
