import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { IssueSink } from "../core/issue";
import type { FileImport, ImportResult } from "../engine/engine";
import { TASK_FILE } from "./artefacts/artefactView";
import { ByteStream } from "./byteStream";
import { decodeHead, detectKind, HEAD_BYTES, type Kind } from "./detectKind";
import { toEvent } from "./dialects/toEvent";
import type { EventWriter } from "./eventTable";
import { readEvtx } from "./evtx/readEvtx";
import { type JsonValue, jsonLines, jsonValues } from "./jsonValues";
import { lines } from "./lines";
import { parseTime } from "./parseTime";
import { parseTaskXml, type TaskDefinition } from "./taskXml";
import type { ThreadReader } from "./thread/threadReader";
import type { Source } from "./unpack";
import { isUtf16, utf16ToUtf8 } from "./utf16";

/** Where a file's rows go. */
export interface ReadTarget {
  readonly events: EventWriter;
  readonly issues: IssueSink;
  /** The host that a file's folder names, if any; for what does not name its own. */
  hostOf(path: string): string | null;
  /** Whether the caller named this very file: text of no known kind is read only then. */
  isNamed?: (path: string) => boolean;
  readonly tables: TableTarget;
  /** Reads events while this thread writes them, where that pays. */
  readonly thread?: ThreadReader | undefined;
}

/** Takes rows that are no events. */
export interface TableTarget {
  /** Loads a file of rows, and answers how many they are. */
  load(file: Pick<FileImport, "kind" | "path" | "source">): Promise<ImportResult>;
}

/** What was read of one stream. */
export interface ReadOutcome {
  readonly kind: Kind | undefined;
  readonly rows: number;
}

const MAX_TASK_XML = 4 * 2 ** 20;

/** Reads one stream of evidence by its kind. Throws only for what ends the stream: the caller makes it an issue. */
export async function readSource(given: Source, target: ReadTarget): Promise<ReadOutcome> {
  const source = await asUtf8(given);
  const head = await source.bytes.peek(HEAD_BYTES);
  const { kind, reason } = detectKind(source.path, head);
  if (kind === undefined || (kind === "text lines" && !target.isNamed?.(source.path))) {
    target.issues({ path: source.path, place: "", reason: kind === undefined ? reason : UNNAMED_TEXT });
    await source.bytes.cancel();
    return { kind: undefined, rows: 0 };
  }
  const before = target.events.rows;
  let tableRows = 0;
  if (target.thread?.isAlive && (await isLog(kind, head))) await target.thread.read(kind, source, target);
  else tableRows = await READERS[kind](source, target);
  return { kind, rows: target.events.rows - before + tableRows };
}

const UNNAMED_TEXT = "kind not recognised: a text is read as lines only when the file itself is named";

/** UTF-16 is read as the UTF-8 that every reader here takes. */
async function asUtf8(source: Source): Promise<Source> {
  if (!isUtf16(await source.bytes.peek(2))) return source;
  return { path: source.path, bytes: new ByteStream(utf16ToUtf8(source.bytes)), file: undefined };
}

/** Whether a stream is sure to hold events, as far as its first bytes tell. */
async function isLog(kind: Kind, head: Buffer): Promise<boolean> {
  if (kind === "evtx") return true;
  if (kind !== "json lines" && kind !== "json") return false;
  const split = kind === "json" ? jsonValues : jsonLines;
  for await (const batch of split(Readable.from([head]), "", () => {})) {
    if (batch.length > 0) return hasEvent(batch);
  }
  return false;
}

function hasEvent(batch: readonly JsonValue[]): boolean {
  return batch.some(({ value, record }) => toEvent(value, record) !== undefined);
}

/** Each returns the number of table rows; events are counted by their writer. */
export const READERS: Readonly<Record<Kind, (source: Source, target: ReadTarget) => Promise<number>>> = {
  evtx: readEventLog,
  "json lines": (source, target) => readJson(source, target, jsonLines),
  json: (source, target) => readJson(source, target, jsonValues),
  "task xml": readTaskFile,
  csv: (source, target) => importTable("csv", source, target),
  parquet: (source, target) => importTable("parquet", source, target),
  "text lines": readText,
};

async function readEventLog(
  { bytes, path }: Source,
  { events, issues, hostOf }: ReadTarget,
): Promise<number> {
  const host = hostOf(path);
  await readEvtx(bytes, path, (event) => events.add(event, path, host), issues);
  return 0;
}

/** A task file that is damaged still is a row; what its XML lacks is told when tasks are made of the rows. */
async function readTaskFile(source: Source, { events, hostOf }: ReadTarget): Promise<number> {
  const xml = decodeHead(await source.bytes.all(MAX_TASK_XML));
  const task = parseQuietly(xml);
  events.add(
    {
      record: 1,
      time: parseTime(task?.date),
      computer: null,
      channel: null,
      provider: TASK_FILE,
      eventId: null,
      level: null,
      userSid: task?.runAs ?? null,
      recordId: null,
      data: { TaskName: task?.uri ?? `\\${source.path.split(/[\\/!]/).pop()}`, TaskXml: xml },
      system: {},
    },
    source.path,
    hostOf(source.path),
  );
  return 0;
}

function parseQuietly(xml: string): TaskDefinition | undefined {
  try {
    return parseTaskXml(xml);
  } catch {
    return undefined;
  }
}

type Splitter = (bytes: AsyncIterable<Buffer>, path: string, issues: IssueSink) => AsyncIterable<JsonValue[]>;

/** JSON with an event among its first values is a log; any other JSON is a table. */
async function readJson(source: Source, target: ReadTarget, split: Splitter): Promise<number> {
  const { path } = source;
  const host = target.hostOf(path);
  let isLog: boolean | undefined;
  let untimed = 0;
  const spool = new Spool();
  try {
    for await (const batch of split(source.bytes, path, target.issues)) {
      if (batch.length === 0) continue;
      isLog ??= hasEvent(batch);
      if (isLog) for (const one of batch) untimed += addEvent(one, path, host, target) ? 0 : 1;
      else await spool.write(batch.map(({ value }) => `${JSON.stringify(value)}\n`).join(""));
    }
    if (isLog === undefined) target.issues({ path, place: "", reason: "no JSON object found" });
    if (untimed > 0) target.issues({ path, place: "", reason: untimedReason(untimed) });
    return isLog === false ? await loadTable("json", await spool.close(), path, target) : 0;
  } finally {
    await spool.remove();
  }
}

function untimedReason(count: number): string {
  return `events without a time: ${count}; none is given, or one that can be read in two ways`;
}

/** Answers whether the event has a time; what is no event needs none. */
function addEvent(
  { value, record }: JsonValue,
  path: string,
  host: string | null,
  target: ReadTarget,
): boolean {
  const lose = (reason: string) => target.issues({ path, place: `record ${record}`, reason, lost: 1 });
  try {
    const event = toEvent(value, record);
    if (event === undefined) lose("not an event, unlike others here");
    else target.events.add(event, path, host);
    return event === undefined || event.time !== null;
  } catch (error) {
    lose((error as Error).message); // nested too deep to be written
    return true;
  }
}

/** A text of no other kind, such as a list of names: a table of its lines; empty ones are left out. */
async function readText({ bytes, path }: Source, target: ReadTarget): Promise<number> {
  const spool = new Spool();
  try {
    for await (const batch of lines(bytes)) {
      const rows = batch.filter(({ text }) => text === undefined || text.trim() !== "");
      for (const { number, text } of rows) {
        if (text !== undefined) await spool.write(`${JSON.stringify({ _record: number, line: text })}\n`);
        else target.issues({ path, place: `line ${number}`, reason: "line too long", lost: 1 });
      }
    }
    return await loadTable("json", await spool.close(), path, target);
  } finally {
    await spool.remove();
  }
}

/** CSV and Parquet are read by the engine, from the file itself or from an unpacked copy. */
async function importTable(kind: "csv" | "parquet", source: Source, target: ReadTarget): Promise<number> {
  if (source.file !== undefined) {
    await source.bytes.cancel();
    return loadTable(kind, source.file, source.path, target);
  }
  const spool = new Spool();
  try {
    await spool.copy(source.bytes).catch((error: Error) => {
      // A cut archive: what came out of it is read.
      target.issues({ path: source.path, place: "", reason: error.message });
    });
    return await loadTable(kind, await spool.close(), source.path, target);
  } finally {
    await spool.remove();
  }
}

async function loadTable(
  kind: "csv" | "parquet" | "json",
  file: string,
  path: string,
  target: ReadTarget,
): Promise<number> {
  const { rows, rejected } = await target.tables.load({ kind, path: file, source: path });
  for (const { place, reason } of rejected) target.issues({ path, place, reason, lost: 1 });
  return rows;
}

/** A file of our own, outside the evidence, for what the engine can only read from disk. */
class Spool {
  private folder: string | undefined;
  private stream: ReturnType<typeof createWriteStream> | undefined;

  async write(text: string): Promise<void> {
    const stream = this.open();
    if (!stream.write(text)) await new Promise<void>((resolve) => stream.once("drain", () => resolve()));
  }

  async copy(bytes: AsyncIterable<Buffer>): Promise<void> {
    await pipeline(Readable.from(bytes), this.open());
  }

  /** Ends writing; returns the file's path. */
  async close(): Promise<string> {
    const stream = this.open();
    if (!stream.writableFinished) await new Promise<void>((resolve) => stream.end(() => resolve()));
    return join(this.folder!, "spool");
  }

  async remove(): Promise<void> {
    if (this.folder === undefined) return;
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }

  private open(): ReturnType<typeof createWriteStream> {
    this.folder ??= mkdtempSync(join(tmpdir(), "huntbook-spool-"));
    this.stream ??= createWriteStream(join(this.folder, "spool"));
    return this.stream;
  }
}
