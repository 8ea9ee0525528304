import { setOwn } from "../../core/setOwn";
import type { EventRecord } from "../event";
import { parseTime } from "../parseTime";
import { channelOf, child, integer, isObject, type Json, rest, text } from "./fields";

/**
 * Events as XML turned to JSON: `{"Event": {"System": …, "EventData": …}}` (evtx_dump, and Velociraptor without
 * the outer level). Attributes stand under `#attributes`, beside it as `Name_attributes`, or as plain members.
 */
export function evtxDump(object: Json, record: number): EventRecord | undefined {
  const event = isObject(object.Event) ? object.Event : object;
  const system = event.System;
  if (!isObject(system)) return undefined;
  const provider = attributes(system, "Provider");
  const eventId = integer(system, "EventID") ?? integer(child(system, "EventID"), "#text", "Value");
  return {
    record,
    time: timeOf(attributes(system, "TimeCreated").SystemTime),
    computer: text(system, "Computer"),
    channel: channelOf(text(system, "Channel")),
    provider: text(provider, "Name", "EventSourceName"),
    eventId,
    level: integer(system, "Level"),
    userSid: text(attributes(system, "Security"), "UserID"),
    recordId: integer(system, "EventRecordID"),
    data: dataOf(event),
    system: otherFields(system, text(provider, "Guid")),
  };
}

function otherFields(system: Json, providerGuid: string | null): Record<string, unknown> {
  const fields = rest(system, MAPPED);
  if (providerGuid !== null) fields.ProviderGuid = providerGuid;
  rest(attributes(system, "Execution"), NONE, fields);
  return rest(attributes(system, "Correlation"), NONE, fields);
}

const NONE: ReadonlySet<string> = new Set();
const MAPPED: ReadonlySet<string> = new Set(
  ["Provider", "EventID", "TimeCreated", "Security", "Execution", "Correlation"]
    .flatMap((name) => [name, `${name}_attributes`])
    .concat("Computer", "Channel", "Level", "EventRecordID"),
);

function attributes(object: Json, name: string): Json {
  const element = object[name];
  if (isObject(element)) {
    const inside = element["#attributes"];
    return isObject(inside) ? inside : element;
  }
  return child(object, `${name}_attributes`);
}

/** EventData, or what stands under UserData's one element; unnamed values become Data0, Data1, … */
function dataOf(event: Json): Record<string, unknown> {
  if (isObject(event.EventData)) return flatten(event.EventData);
  if (!isObject(event.UserData)) return {};
  const inner = Object.entries(event.UserData).find(([name, value]) => isObject(value) && name[0] !== "#");
  return flatten(inner === undefined ? event.UserData : (inner[1] as Json));
}

function flatten(object: Json): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const name in object) {
    if (name === "#attributes" || name.endsWith("_attributes")) continue;
    const value = object[name];
    if (name !== "Data") {
      setOwn(data, name, isObject(value) ? JSON.stringify(value) : value);
      continue;
    }
    const texts = isObject(value) ? value["#text"] : value;
    (Array.isArray(texts) ? texts : [texts]).forEach((item, i) => {
      data[`Data${i}`] = item;
    });
  }
  return data;
}

/** SystemTime as text, or as seconds since 1970 (Velociraptor). */
function timeOf(value: unknown): number | null {
  return typeof value === "number" ? Math.round(value * 1e6) : parseTime(value);
}
