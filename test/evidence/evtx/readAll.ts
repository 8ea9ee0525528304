import type { Issue } from "../../../src/core/issue";
import type { EventRecord } from "../../../src/evidence/event";
import type { EvtxSummary } from "../../../src/evidence/evtx/evtxParser";
import { readEvtx } from "../../../src/evidence/evtx/readEvtx";

/** Everything that a log gives, kept in memory. */
export interface ReadLog {
  readonly events: EventRecord[];
  readonly issues: Issue[];
  readonly summary: EvtxSummary;
}

/** Reads a whole log; `bytes` as for `readEvtx`, or one buffer. */
export async function readAll(
  bytes: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path = "log.evtx",
): Promise<ReadLog> {
  const events: EventRecord[] = [];
  const issues: Issue[] = [];
  const pieces = bytes instanceof Uint8Array ? [bytes] : bytes;
  const summary = await readEvtx(
    pieces,
    path,
    (event) => events.push(plainEvent(event)),
    (issue) => issues.push(issue),
  );
  return { events, issues, summary };
}

/** An event as nothing but its fields, `data` and `system` as objects. */
export function plainEvent(event: EventRecord): EventRecord {
  const { record, time, computer, channel, provider, eventId, level, userSid, recordId, data, system } =
    event;
  return { record, time, computer, channel, provider, eventId, level, userSid, recordId, data, system };
}
