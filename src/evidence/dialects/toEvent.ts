import type { EventRecord } from "../event";
import { evtxDump } from "./evtxDump";
import { evtxECmd } from "./evtxECmd";
import { isObject, type Json } from "./fields";
import { flat } from "./flat";
import { nxlog } from "./nxlog";
import { winlogbeat } from "./winlogbeat";

type Dialect = (object: Json, record: number) => EventRecord | undefined;

/** From the most to the least particular; the first that knows the object wins. */
const DIALECTS: readonly Dialect[] = [evtxDump, winlogbeat, nxlog, evtxECmd, flat];

/**
 * A JSON object as an event, in whatever dialect it is written; undefined when it is none.
 *
 * `record` is its place in the file. Dialects: evtx_dump and Velociraptor, winlogbeat, nxlog (OTRF), EvtxECmd, and
 * flat objects with Windows' names.
 *
 * @example
 * toEvent({ EventID: 106, Channel: "x", Computer: "a" }, 1).eventId // 106
 */
export function toEvent(value: unknown, record: number): EventRecord | undefined {
  if (!isObject(value)) return undefined;
  for (const dialect of DIALECTS) {
    const event = dialect(value, record);
    if (event !== undefined) return event;
  }
  return undefined;
}
