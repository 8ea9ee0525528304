import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { after, before, describe, it } from "mocha";
import type { Issue } from "../../../src/core/issue";
import { random } from "../../../src/core/random";
import { openDuckDb } from "../../../src/engine/duckdb";
import { raw } from "../../../src/engine/sql";
import { ByteStream } from "../../../src/evidence/byteStream";
import { createEventTable, EventWriter, RECORDS } from "../../../src/evidence/eventTable";
import { readSource } from "../../../src/evidence/readFile";
import { ThreadReader } from "../../../src/evidence/thread/threadReader";

const GOLDEN = gunzipSync(readFileSync(join(__dirname, "..", "evtx", "golden.evtx.gz")));
const TEXTS = [
  "",
  "a",
  "C:\\Windows\\System32\\cmd.exe",
  'say "hi"',
  "日本語",
  "😀",
  "\0",
  "\ud800",
  "x".repeat(5000),
];

/** All that reading some streams one after the other leaves behind. */
interface Outcome {
  readonly rows: readonly object[];
  readonly issues: readonly Issue[];
  readonly errors: readonly string[];
  readonly told: readonly unknown[];
}

type Stream = readonly [path: string, pieces: () => Iterable<Buffer>];

async function outcomeOf(streams: readonly Stream[], thread: ThreadReader | undefined): Promise<Outcome> {
  const engine = await openDuckDb();
  await createEventTable(engine);
  const events = await EventWriter.open(engine, 1);
  const issues: Issue[] = [];
  const errors: string[] = [];
  const told: unknown[] = [];
  const target = {
    events,
    issues: (issue: Issue) => issues.push(issue),
    hostOf: (path: string) => (path.startsWith("hosted") ? "ws09" : null),
    tables: { load: () => assert.fail("no stream here is a table") },
    thread,
  };
  for (const [path, pieces] of streams) {
    const bytes = new ByteStream(from(pieces()));
    await readSource({ path, bytes, file: undefined }, target).then(
      (outcome) => told.push(outcome),
      (error: Error) => errors.push(error.message),
    );
  }
  events.close();
  const rows =
    await engine.sql`select *, data::varchar as d, system::varchar as s from ${raw(RECORDS)} order by _row`.rows(
      {
        limit: 1e6,
      },
    );
  await engine.close();
  return { rows, issues, errors, told };
}

async function* from(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  yield* pieces;
}

function* cut(bytes: Buffer, size: number, failure?: string): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  if (failure !== undefined) throw new Error(failure);
}

/** Lines of events, among them some that are none, and some that are no JSON. */
function lines(count: number, seed: number): Buffer {
  const numbers = random(seed);
  const text = () => TEXTS[numbers.integer(TEXTS.length)]!;
  const line = (i: number) => {
    const kind = i === 0 ? 9 : numbers.integer(40);
    if (kind === 0) return "{ no JSON";
    if (kind === 1) return '{"a":1}';
    if (kind === 2) return "";
    return JSON.stringify({
      TimeCreated: new Date(1.7e12 + i).toISOString(),
      Computer: kind === 3 ? undefined : `HOST${numbers.integer(5)}.corp.example`,
      Channel: "security",
      EventID: kind === 4 ? 2 ** 40 : 4624,
      EventRecordID: i,
      EventData: { A: text(), B: text(), C: numbers.integer(9) },
      Task: numbers.integer(9),
    });
  };
  return Buffer.from(Array.from({ length: count }, (_, i) => line(i)).join("\n"));
}

/** The golden log with some bytes changed. */
function damaged(seed: number): Buffer {
  const numbers = random(seed);
  const log = Buffer.from(GOLDEN);
  for (let i = 0; i < 40; i++) log[4096 + numbers.integer(log.length - 4096)]! ^= 1 << numbers.integer(8);
  return log;
}

const STREAMS: readonly Stream[] = [
  ["golden.evtx", () => cut(GOLDEN, 10_000)],
  ["hosted/a.jsonl", () => cut(lines(6000, 1), 65_536)],
  ["b.json", () => cut(Buffer.from(`[${lines(3, 2).toString().replaceAll("\n", ",")}]`), 100)],
  ["damaged.evtx", () => cut(damaged(3), 65_536)],
  ["cut.evtx", () => cut(GOLDEN.subarray(0, -1000), 65_536, "disk is gone")],
  ["cut.jsonl", () => cut(lines(500, 4), 4096, "disk is gone")],
  ["c.jsonl", () => cut(lines(3000, 5), 1000)],
];

describe("ThreadReader", () => {
  let thread: ThreadReader;
  before(async () => {
    const started = await ThreadReader.start();
    assert.ok(started !== undefined, "the thread starts");
    thread = started;
  });
  after(() => thread.stop());

  it("read in a thread gives the rows, issues and errors that reading here gives, in the same order", async () => {
    const here = await outcomeOf(STREAMS, undefined);
    assert.deepEqual(await outcomeOf(STREAMS, thread), here);
    assert.ok(here.rows.length > 8000 && here.issues.length > 300);
    assert.deepEqual(here.errors, ["disk is gone"]);
  });

  it("read sends no more than a few pieces ahead, and stops sending when the thread has gone", async () => {
    const lost = (await ThreadReader.start())!;
    let sent = 0;
    function* endless(): Generator<Buffer> {
      const piece = Buffer.concat([lines(2000, 6), Buffer.from("\n")]);
      for (; sent < 10_000; sent++) {
        if (sent === 20) void lost.stop();
        yield piece;
      }
    }
    const { errors } = await outcomeOf([["endless.jsonl", endless]], lost);
    assert.deepEqual(errors, ["reading thread has ended"]);
    assert.ok(sent < 100, `sent ${sent}`);
    assert.equal(lost.isAlive, false);
    const after = await outcomeOf([["c.jsonl", () => cut(lines(30, 5), 1000)]], lost);
    assert.deepEqual(
      after.rows,
      (await outcomeOf([["c.jsonl", () => cut(lines(30, 5), 1000)]], undefined)).rows,
    );
  });
});
