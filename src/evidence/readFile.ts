import { Readable } from "node:stream";
import { asUtf8 } from "./asUtf8";
import { detectKind, HEAD_BYTES, type Kind } from "./detectKind";
import { jsonLines, jsonValues } from "./jsonValues";
import type { Reading, ReadTarget } from "./readers/reader";
import { READERS } from "./readers/readers";
import { formatOf } from "./readers/rowFormat";
import type { Source } from "./unpack";

/** What was read of one stream. */
export interface ReadOutcome {
  /** Its kind, or the tool whose output it is; undefined for what could not be read. */
  readonly kind: string | undefined;
  readonly rows: number;
}

/** Reads one stream of evidence by its kind. Throws only for what ends the stream: the caller makes it an issue. */
export async function readSource(given: Source, target: ReadTarget): Promise<ReadOutcome> {
  const source = await asUtf8(given);
  const head = await source.bytes.peek(HEAD_BYTES);
  const { kind, tool, reason } = detectKind(source.path, head, target.kind);
  if (
    kind === undefined ||
    (kind === "text lines" && target.kind === undefined && !target.isNamed?.(source.path))
  ) {
    target.issues({ path: source.path, place: "", reason: kind === undefined ? reason : UNNAMED_TEXT });
    await source.bytes.cancel();
    return { kind: undefined, rows: 0 };
  }
  const before = target.events.rows;
  let reading: Reading = { tableRows: 0 };
  if (target.thread?.isAlive && (await isLog(kind, head))) await target.thread.read(kind, source, target);
  else reading = await READERS[kind](source, target, tool);
  return { kind: reading.tool?.kind ?? kind, rows: target.events.rows - before + reading.tableRows };
}

const UNNAMED_TEXT = "kind not recognised: a text is read as lines only when the file itself is named";

/** Whether a stream is sure to hold events, as far as its first bytes tell. */
async function isLog(kind: Kind, head: Buffer): Promise<boolean> {
  if (kind === "evtx") return true;
  if (kind !== "json lines" && kind !== "json") return false;
  const split = kind === "json" ? jsonValues : jsonLines;
  for await (const batch of split(Readable.from([head]), "", () => {})) {
    if (batch.length > 0) return formatOf(batch) === "events";
  }
  return false;
}
