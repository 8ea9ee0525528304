import assert from "node:assert/strict";
import { type Random, random } from "../../../src/core/random";
import type { EventRecord } from "../../../src/evidence/event";
import { goldenRecords } from "./goldenLog";
import { type ReadLog, readAll } from "./readAll";
import { sealChunk, writeEvtx } from "./writeEvtx";

const HEADER = 4096;
const CHUNK = 65536;
/** Mutations of each kind. */
const CASES = 500;

/** Three chunks of the golden log's records. */
function threeChunks(): Buffer {
  return writeEvtx([...goldenRecords(), goldenRecords(20)[0]!]);
}

describe("readEvtx of thousands of mutated logs", () => {
  const log = threeChunks();
  const ends = [0, 1, 2].map((chunk) => log.readUInt32LE(HEADER + chunk * CHUNK + 48));
  let whole: ReadLog;
  before(async () => {
    whole = await readAll(log);
    assert.deepEqual([whole.events.length, whole.issues], [25, []]);
  });

  const chunkOf = (event: EventRecord) => (event.record > 20 ? 2 : event.record > 10 ? 1 : 0);
  const eventsOf = ({ events }: ReadLog, chunks: readonly number[]) =>
    events.filter((event) => chunks.includes(chunkOf(event)));

  /** The chunks that were not touched read as ever, and whatever is lost or changed is told. */
  function check(read: ReadLog, touched: number, what: string): void {
    const others = [0, 1, 2].filter((chunk) => chunk !== touched);
    const ours = read.events.slice();
    for (const expected of eventsOf(whole, others)) {
      const at = ours.findIndex((event) => event.record === expected.record && isSame(event, expected));
      assert.ok(at >= 0, `${what}: record ${expected.record} of another chunk is lost`);
      ours.splice(at, 1);
    }
    const left = eventsOf(whole, [touched]);
    const isWhole = ours.length === left.length && left.every((event, i) => isSame(event, ours[i]!));
    if (!isWhole) assert.ok(read.issues.length > 0, `${what}: a loss without an issue`);
    for (const { place, reason } of read.issues) {
      assert.match(place, /^(chunk \d+(, record \d+)?, )?byte \d+$/);
      assert.match(reason, /^[a-z0-9].*[^.]$/);
    }
  }

  /** Runs seeded mutations; each changes a copy of the log and answers the chunk that it touched. */
  function fuzz(
    name: string,
    seed: number,
    mutate: (log: Buffer, numbers: Random, chunk: number) => Buffer,
  ): void {
    it(`readEvtx of ${CASES} logs with ${name} loses nothing else and tells what it lost`, async () => {
      const numbers = random(seed);
      for (let i = 0; i < CASES; i++) {
        const chunk = numbers.integer(3);
        const changed = mutate(Buffer.from(log), numbers, chunk);
        check(await readAll(changed), chunk, `${name} ${i}`);
      }
    });
  }

  /** A place in the used part of a chunk. */
  const place = (numbers: Random, chunk: number) => HEADER + chunk * CHUNK + numbers.integer(ends[chunk]!);
  const seal = (changed: Buffer, chunk: number) => {
    sealChunk(changed.subarray(HEADER + chunk * CHUNK, HEADER + (chunk + 1) * CHUNK));
    return changed;
  };
  const inRecords = (numbers: Random, chunk: number) =>
    HEADER + chunk * CHUNK + 512 + numbers.integer(ends[chunk]! - 512);

  fuzz("a bit flipped", 1, (changed, numbers, chunk) => {
    changed[place(numbers, chunk)]! ^= 1 << numbers.integer(8);
    return changed;
  });

  fuzz("a range of zeros", 2, (changed, numbers, chunk) => {
    const at = place(numbers, chunk);
    return changed.fill(0, at, Math.min(at + numbers.integer(2000), HEADER + (chunk + 1) * CHUNK));
  });

  fuzz("a range of random bytes", 3, (changed, numbers, chunk) => {
    const at = place(numbers, chunk);
    const end = Math.min(at + numbers.integer(200), HEADER + (chunk + 1) * CHUNK);
    for (let i = at; i < end; i++) changed[i] = numbers.integer(256);
    return changed;
  });

  fuzz("bytes put in", 4, (changed, numbers, chunk) => {
    const at = place(numbers, chunk);
    const bytes = Buffer.from(Array.from({ length: 1 + numbers.integer(3000) }, () => numbers.integer(256)));
    return Buffer.concat([changed.subarray(0, at), bytes, changed.subarray(at)]);
  });

  fuzz("bytes taken out", 5, (changed, numbers, chunk) => {
    const at = place(numbers, chunk);
    const end = Math.min(at + 1 + numbers.integer(3000), HEADER + (chunk + 1) * CHUNK);
    return Buffer.concat([changed.subarray(0, at), changed.subarray(end)]);
  });

  // These have right checksums, so that nothing but the reader itself stands against them.
  it(`readEvtx of ${3 * CASES} logs with bad bytes under right checksums keeps the other chunks`, async () => {
    const numbers = random(6);
    const extremes = [0, 1, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0xfffffff0, 0xffffffff];
    for (let i = 0; i < 3 * CASES; i++) {
      const chunk = numbers.integer(3);
      const changed = Buffer.from(log);
      const at = inRecords(numbers, chunk);
      if (i % 3 === 0) changed[at]! ^= 1 << numbers.integer(8);
      else if (i % 3 === 1) changed.writeUInt32LE(numbers.pick(extremes), at);
      else changed.writeUInt16LE(numbers.pick(extremes) & 0xffff, at);
      const read = await readAll(seal(changed, chunk));
      const texts = new Set(read.events.map((event) => JSON.stringify(event)));
      const wanted = eventsOf(
        whole,
        [0, 1, 2].filter((other) => other !== chunk),
      );
      assert.ok(
        wanted.every((event) => texts.has(JSON.stringify(event))),
        `case ${i}`,
      );
      if (read.events.length < 25)
        assert.ok(
          read.issues.some(({ lost }) => (lost ?? 0) > 0),
          `case ${i}`,
        );
      assert.ok(read.events.length <= 26 && [...texts].every((text) => text.length < 1e6));
    }
  });

  it(`readEvtx of ${CASES} logs cut anywhere reads what is before the cut`, async () => {
    const numbers = random(7);
    for (let i = 0; i < CASES; i++) {
      const chunk = numbers.integer(3);
      const { events, issues } = await readAll(log.subarray(0, place(numbers, chunk)));
      const expected = whole.events.slice(0, events.length);
      assert.ok(events.every((event, j) => isSame(event, expected[j]!)));
      assert.ok(events.length >= eventsOf(whole, [0, 1, 2].slice(0, chunk)).length);
      assert.ok(issues.length > 0);
    }
  });

  it(`readEvtx of ${CASES} times random bytes finds nothing and says so`, async () => {
    const numbers = random(8);
    for (let i = 0; i < CASES; i++) {
      const bytes = Buffer.from(Array.from({ length: numbers.integer(9000) }, () => numbers.integer(256)));
      if (i % 2 === 0) log.copy(bytes, 0, 0, HEADER + 8);
      const { events, issues } = await readAll(bytes);
      assert.equal(events.length, 0);
      assert.ok(issues.length > 0);
    }
  });
});

function isSame(a: EventRecord, b: EventRecord): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
