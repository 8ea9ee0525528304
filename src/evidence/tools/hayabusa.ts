import { setOwn } from "../../core/setOwn";
import { channelOf, integer, isObject } from "../dialects/fields";
import { cell, timeCell } from "./cells";
import type { Tool } from "./tool";
import { fullChannel, windowsField } from "./windowsFields";

/**
 * Hayabusa's timelines (CSV and JSON): each row is the event that a rule fired on, with the rule beside it.
 *
 * Fields get Windows' own names back, so that the event takes part in views; it has only the fields that the rule's
 * author chose to show. An event on which several rules fired is there several times, as in the timeline.
 */
export const hayabusa: Tool = {
  kind: "hayabusa",
  columns: [["Timestamp"], ["RuleTitle"], ["Computer"], ["Channel"], ["EventID"]],
  records(row, record) {
    const channel = channelOf(fullChannel(cell(row, "Channel")));
    const eventId = integer(row, "EventID");
    const data: Record<string, unknown> = {};
    for (const column of DETAILS) {
      for (const [name, value] of detailsOf(row[column])) {
        if (value !== "" && value !== "-")
          setOwn(data, windowsField(channel, eventId, name), shownValue(name, value));
      }
    }
    const system: Record<string, unknown> = {};
    for (const name of Object.keys(row)) {
      if (!DETAILS.includes(name) && !MAPPED.includes(name)) setOwn(system, name, row[name]);
    }
    return [
      {
        record,
        time: timeCell(row, "Timestamp"),
        computer: cell(row, "Computer"),
        channel,
        provider: cell(row, "Provider") ?? "hayabusa",
        eventId,
        level: null,
        userSid: null,
        recordId: integer(row, "RecordID"),
        data,
        system,
      },
    ];
  },
};

const DETAILS = ["AllFieldInfo", "ExtraFieldInfo", "Details"];
const MAPPED = ["Timestamp", "Computer", "Channel", "EventID", "RecordID", "Provider"];

/** `Name: value ¦ Name: value`; an object in JSON. */
function detailsOf(value: unknown): [string, string][] {
  if (isObject(value)) return Object.entries(value).map(([name, item]) => [name, String(item)]);
  if (typeof value !== "string") return [];
  return value.split(" ¦ ").flatMap((part): [string, string][] => {
    const at = part.indexOf(":");
    return at < 1 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()]];
  });
}

/** The type of a logon is shown with its name behind it: `3 - NETWORK`. */
function shownValue(name: string, value: string): string {
  return name === "Type" ? value.replace(/^(\d{1,2}) - .*$/, "$1") : value;
}
