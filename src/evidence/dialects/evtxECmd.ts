import { setOwn } from "../../core/setOwn";
import type { EventRecord } from "../event";
import { parseTime } from "../parseTime";
import { channelOf, child, integer, isObject, type Json, levelOf, rest, text } from "./fields";

/** Events from EvtxECmd's JSON (and the same columns of its CSV): the event's own fields are JSON in `Payload`. */
export function evtxECmd(object: Json, record: number): EventRecord | undefined {
  if (object.EventId === undefined || object.Channel === undefined) return undefined;
  return {
    record,
    time: parseTime(object.TimeCreated),
    computer: text(object, "Computer"),
    channel: channelOf(text(object, "Channel")),
    provider: text(object, "Provider"),
    eventId: integer(object, "EventId"),
    level: levelOf(object.Level),
    userSid: text(object, "UserId"),
    recordId: integer(object, "EventRecordId"),
    data: payload(object.Payload),
    system: rest(object, MAPPED),
  };
}

const MAPPED: ReadonlySet<string> = new Set(
  "TimeCreated Computer Channel Provider EventId Level UserId EventRecordId Payload".split(" "),
);

function payload(value: unknown): Record<string, unknown> {
  const parsed = typeof value === "string" ? parseQuietly(value) : value;
  if (!isObject(parsed)) return value === undefined || value === null ? {} : { Payload: value };
  if (isObject(parsed.UserData)) {
    const [inner] = Object.values(parsed.UserData).filter(isObject);
    return rest(inner ?? parsed.UserData, new Set());
  }
  return eventData(child(parsed, "EventData"));
}

/** `{"Data": [{"@Name": "a", "#text": "b"}]}`, `{"Data": "a"}` or `{"Data": ["a", "b"]}`. */
function eventData(object: Json): Record<string, unknown> {
  const data: Record<string, unknown> = rest(object, new Set(["Data"]));
  const items = Array.isArray(object.Data) ? object.Data : object.Data === undefined ? [] : [object.Data];
  items.forEach((item: unknown, i) => {
    if (isObject(item) && typeof item["@Name"] === "string") setOwn(data, item["@Name"], item["#text"] ?? "");
    else data[`Data${i}`] = isObject(item) ? (item["#text"] ?? "") : item;
  });
  return data;
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
