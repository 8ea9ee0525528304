import { setOwn } from "../../core/setOwn";
import { channelOfProvider } from "../dialects/channelOfProvider";
import { channelOf, integer, type Json } from "../dialects/fields";
import { cell, others, timeCell } from "./cells";
import type { Tool } from "./tool";

/**
 * The CSV files that Chainsaw's `hunt --csv` writes, one for each group of rules: each row is the event that rules
 * fired on, with their names beside it.
 */
export const chainsaw: Tool = {
  kind: "chainsaw",
  columns: [["timestamp"], ["detections"], ["path"], ["Event ID", "Computer", "Event Data"]],
  records(row, record) {
    const provider = cell(row, "Event.System.Provider", "Provider");
    return [
      {
        record,
        time: timeCell(row, "timestamp"),
        computer: cell(row, "Computer"),
        channel: channelOf(cell(row, "Channel")) ?? channelOfProvider(provider) ?? logOf(row),
        provider: provider ?? "chainsaw",
        eventId: integer(row, "Event ID"),
        level: null,
        userSid: null,
        recordId: integer(row, "Record ID"),
        data: { ...dataOf(cell(row, "Event Data")), ...namedFields(row) },
        system: others(row, MAPPED),
      },
    ];
  },
};

const MAPPED = [
  "timestamp",
  "Event.System.Provider",
  "Provider",
  "Computer",
  "Event ID",
  "Record ID",
  "Event Data",
];

/** Columns of Chainsaw's own rules under Windows' names. */
const FIELDS: Readonly<Record<string, string>> = {
  User: "TargetUserName",
  "Logon Type": "LogonType",
  "IP Address": "IpAddress",
  "Process Name": "ProcessName",
  "Command Line": "CommandLine",
  "Service Name": "ServiceName",
  "Service File Name": "ImagePath",
  "Task Name": "TaskName",
  "Target Username": "TargetUserName",
};

function namedFields(row: Json): Record<string, unknown> {
  const named = Object.entries(FIELDS).flatMap(([column, name]) => {
    const value = cell(row, column);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(named);
}

/** The log's name is the file's, with its slash as `%4`. */
function logOf(row: Json): string | null {
  const file = /([^\\/]+)\.evtx$/i.exec(cell(row, "path") ?? "")?.[1];
  return file === undefined || !/^(security|system|application|.*%4.*)$/i.test(file)
    ? null
    : channelOf(file.replace("%4", "/"));
}

/** `Name: value` a line; a line of another form goes on with the value before it. */
function dataOf(text: string | null): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  let name: string | undefined;
  for (const line of text?.split(/\r?\n/) ?? []) {
    const match = /^([A-Za-z_][\w.]{0,100}): ?(.*)$/.exec(line);
    if (match !== null) {
      name = match[1]!;
      setOwn(data, name, unquoted(match[2]!));
    } else if (name !== undefined) setOwn(data, name, `${String(data[name])}\n${line}`);
  }
  return data;
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
