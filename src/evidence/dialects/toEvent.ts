import type { EventRecord } from "../event";
import { evtxDump } from "./evtxDump";
import { evtxECmd } from "./evtxECmd";
import { isObject, type Json } from "./fields";
import { flat } from "./flat";
import { logAnalytics } from "./logAnalytics";
import { nxlog } from "./nxlog";
import { winlogbeat } from "./winlogbeat";

type Dialect = (object: Json, record: number) => EventRecord | undefined;

/** From the most to the least particular; the first that knows the object wins. */
const DIALECTS: readonly (readonly [name: string, read: Dialect])[] = [
  ["evtx_dump", evtxDump],
  ["winlogbeat", winlogbeat],
  ["nxlog", nxlog],
  ["EvtxECmd", evtxECmd],
  ["Log Analytics", logAnalytics],
  ["plain events", flat],
];

/**
 * A JSON object as an event, in whatever dialect it is written; undefined when it is none.
 *
 * `record` is its place in the file. Dialects: evtx_dump and Velociraptor, winlogbeat, nxlog (OTRF), EvtxECmd, Azure's
 * Log Analytics, and flat objects with Windows' names.
 *
 * @example
 * toEvent({ EventID: 106, Channel: "x", Computer: "a" }, 1).eventId // 106
 */
export function toEvent(value: unknown, record: number): EventRecord | undefined {
  if (!isObject(value)) return undefined;
  for (const [, read] of DIALECTS) {
    const event = read(value, record);
    if (event !== undefined) return event;
  }
  return undefined;
}

/**
 * Name of the dialect in which an object is an event; undefined when it is none.
 *
 * @example
 * dialectOf({ EventID: 106, Channel: "x", Computer: "a" }) // "plain events"
 */
export function dialectOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  return DIALECTS.find(([, read]) => read(value, 1) !== undefined)?.[0];
}
