import type { EventRecord } from "../event";
import { parseTime } from "../parseTime";
import { channelOf, integer, isObject, type Json, levelOf, rest, text } from "./fields";

/**
 * Events as flat objects with Windows' own names: `TimeCreated`, `Computer`, `Channel`, `EventID`; the event's
 * fields under `EventData`, or beside them.
 */
export function flat(object: Json, record: number): EventRecord | undefined {
  const eventId = integer(object, "EventID", "EventId");
  if (eventId === null || (object.Channel === undefined && object.Computer === undefined)) return undefined;
  const others = rest(object, MAPPED);
  const data = isObject(object.EventData) ? object.EventData : others;
  return {
    record,
    time: parseTime(object.TimeCreated ?? object.EventTime ?? object["@timestamp"]),
    computer: text(object, "Computer", "Hostname", "ComputerName"),
    channel: channelOf(text(object, "Channel")),
    provider: text(object, "Provider", "ProviderName", "SourceName"),
    eventId,
    level: levelOf(object.Level),
    userSid: text(object, "SystemUserID", "UserID", "UserId"),
    recordId: integer(object, "EventRecordID", "RecordNumber", "RecordID"),
    data,
    system: data === others ? {} : rest(others, new Set(["EventData"])),
  };
}

const MAPPED: ReadonlySet<string> = new Set([
  ..."TimeCreated EventTime @timestamp Computer Hostname ComputerName Channel Provider ProviderName".split(
    " ",
  ),
  ..."SourceName EventID EventId Level SystemUserID UserID UserId EventRecordID RecordNumber RecordID".split(
    " ",
  ),
]);
