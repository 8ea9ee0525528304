import type { EventRecord } from "../event";
import { parseTime } from "../parseTime";
import { channelOfProvider } from "./channelOfProvider";
import { channelOf, integer, isObject, type Json, levelOf, rest, text } from "./fields";

/**
 * Events exported from Azure's Log Analytics and Sentinel: tables `SecurityEvent`, `WindowsEvent`, `Event`.
 *
 * `SecurityEvent` has the fields beside its own columns, and holds the Security log alone.
 */
export function logAnalytics(object: Json, record: number): EventRecord | undefined {
  const eventId = integer(object, "EventID");
  if (eventId === null || object.TimeGenerated === undefined || object.Computer === undefined)
    return undefined;
  const provider = text(object, "Provider", "EventSourceName", "Source");
  const fields = fieldsIn(object.EventData);
  const others = rest(object, MAPPED);
  return {
    record,
    time: parseTime(object.TimeGenerated) ?? parseTime(object.TimeCreatedUtc),
    computer: text(object, "Computer"),
    channel:
      channelOf(text(object, "Channel", "EventLog")) ??
      channelOfProvider(provider) ??
      (SECURITY_COLUMNS.some((name) => name in object) ? "Security" : null),
    provider,
    eventId,
    level: levelOf(object.EventLevel ?? object.Level ?? object.EventLevelName),
    userSid: text(object, "SystemUserId"),
    recordId: integer(object, "EventRecordId", "EventOriginId"),
    data: fields ?? others,
    system: fields === undefined ? {} : others,
  };
}

const SECURITY_COLUMNS = ["SubjectUserName", "TargetUserName", "NewProcessName", "Account", "Activity"];

const MAPPED: ReadonlySet<string> = new Set([
  ..."TimeGenerated Computer Channel EventLog Provider EventSourceName Source EventID EventLevel Level".split(
    " ",
  ),
  ..."EventLevelName SystemUserId EventRecordId EventOriginId EventData TenantId".split(" "),
]);

function fieldsIn(value: unknown): Json | undefined {
  if (isObject(value)) return value;
  if (typeof value !== "string" || !value.startsWith("{")) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
