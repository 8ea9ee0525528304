import type { IssueSink } from "../../core/issue";
import type { EventSink } from "../event";
import { EvtxParser, type EvtxSummary } from "./evtxParser";

/**
 * Reads an event log of Windows (EVTX) from a stream of bytes, forward only.
 *
 * `bytes` may come in pieces of any size, as from `createReadStream(path)` or a gunzip stream; `path` names the file
 * in issues. Memory does not grow with the file. Damage, a cut end and a failing stream become issues with chunk,
 * record and byte, and what can be read is read. O(bytes).
 */
export async function readEvtx(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
  sink: EventSink,
  issues: IssueSink,
): Promise<EvtxSummary> {
  const parser = new EvtxParser(path, sink, issues);
  for await (const piece of untilFailure(bytes, (reason) => parser.stopped(reason))) parser.push(piece);
  return parser.end();
}

/** The pieces of a stream until it fails, which ends them; errors of whoever takes them pass by. */
async function* untilFailure(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  failed: (reason: string) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    failed((error as Error).message);
  }
}
