import assert from "node:assert/strict";
import { readEvtx } from "../../../src/evidence/evtx/readEvtx";
import { goldenLog } from "./goldenLog";
import { readAll } from "./readAll";
import { namedData, optional, sampleRecord, value } from "./sampleEvents";
import { type Element, sealChunk, type WrittenRecord, writeEvtx } from "./writeEvtx";

const HEADER = 4096;
const CHUNK = 65536;
const TEMPLATE = namedData(["Name", "Number"]);

/** A log of `chunks` chunks with ten small events each; ids count on. */
function smallLog(chunks: number, flags = 0): Buffer {
  return writeEvtx(
    Array.from({ length: chunks }, (_, c) => Array.from({ length: 10 }, (_, i) => small(c * 10 + i + 1))),
    flags,
  );
}

function small(id: number): WrittenRecord {
  return sampleRecord(id, value.template(TEMPLATE, value.string(`name ${id}`), value.u32(id)));
}

/** Offsets of the records of a chunk, in the file. */
function recordOffsets(log: Buffer, chunk: number): number[] {
  const offsets: number[] = [];
  let at = HEADER + chunk * CHUNK + 512;
  const end = HEADER + chunk * CHUNK + log.readUInt32LE(HEADER + chunk * CHUNK + 48);
  for (; at < end; at += log.readUInt32LE(at + 4)) offsets.push(at);
  return offsets;
}

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe("readEvtx of damaged logs", () => {
  it("readEvtx of nothing says that the file is empty", async () => {
    const { summary, issues } = await readAll(Buffer.alloc(0), "a.evtx");
    assert.deepEqual(issues, [{ path: "a.evtx", place: "byte 0", reason: "file is empty" }]);
    assert.deepEqual(summary, { records: 0, chunks: 0, damagedChunks: 0, dirty: false });
  });

  it("readEvtx of something else says so, and how much of it holds nothing", async () => {
    const { issues } = await readAll(Buffer.alloc(HEADER + 3 * CHUNK, "text "));
    assert.deepEqual(
      issues.map(({ place, reason }) => `${place}: ${reason}`),
      ["byte 0: file has no event log signature", "byte 4096: 196608 bytes hold no chunk"],
    );
  });

  it("readEvtx takes pieces of any size", async () => {
    const log = smallLog(2);
    const whole = await readAll(log);
    for (const size of [1000, 4096, 65536, 65537, 100000]) {
      const pieces = Array.from({ length: Math.ceil(log.length / size) }, (_, i) =>
        log.subarray(i * size, (i + 1) * size),
      );
      assert.deepEqual(await readAll(pieces), whole);
    }
  });

  it("readEvtx tells when the stream fails, and keeps what came before", async () => {
    const log = smallLog(2);
    const pieces = (function* () {
      yield log.subarray(0, HEADER + CHUNK + 100);
      throw new Error("unexpected end of file");
    })();
    const { events, issues } = await readAll(pieces);
    assert.equal(events.length, 10);
    assert.equal(issues[0]!.reason, "reading stopped: unexpected end of file");
    assert.equal(issues[0]!.place, `byte ${HEADER + CHUNK + 100}`);
  });

  it("readEvtx lets errors of the sink pass", async () => {
    const sink = () => {
      throw new Error("the sink is full");
    };
    await assert.rejects(
      readEvtx([smallLog(1)], "a", sink, () => {}),
      /the sink is full/,
    );
  });

  it("readEvtx of a dirty log reads on behind what a stale chunk header knows, and chunks behind the count", async () => {
    const log = smallLog(2, 1);
    const offsets = recordOffsets(log, 1);
    const chunk = log.subarray(HEADER + CHUNK);
    chunk.writeBigUInt64LE(14n, 16); // the header as it stood after four records
    chunk.writeUInt32LE(offsets[4]! - HEADER - CHUNK, 48);
    log.writeUInt16LE(1, 42);
    const { events, summary, issues } = await readAll(log);
    assert.deepEqual([summary.dirty, events.map((event) => event.record)], [true, ids(1, 20)]);
    assert.equal(summary.damagedChunks, 1);
    assert.deepEqual(
      issues.map(({ reason }) => reason),
      ["file header does not match its checksum", "chunk header does not match its checksum"],
    );
  });

  it("readEvtx does not take left-overs behind the records for records", async () => {
    const log = smallLog(1);
    const chunk = log.subarray(HEADER);
    const end = chunk.readUInt32LE(48);
    chunk.copy(chunk, end, recordOffsets(log, 0)[8]! - HEADER, end);
    const { events, issues } = await readAll(log);
    assert.deepEqual([events.map((event) => event.record), issues], [ids(1, 10), []]);
  });

  it("readEvtx of a log cut inside a chunk reads the records before the cut and counts the others", async () => {
    const log = smallLog(2);
    const { events, issues } = await readAll(log.subarray(0, recordOffsets(log, 1)[6]! + 30));
    assert.deepEqual(
      events.map((event) => event.record),
      ids(1, 16),
    );
    assert.deepEqual(
      issues.map(({ reason, lost }) => [reason, lost]),
      [
        ["chunk is cut off", undefined],
        ["30 bytes hold no readable record", undefined],
        ["4 of 10 records are missing", 4],
      ],
    );
  });

  it("readEvtx goes on behind a record whose size is wrong", async () => {
    const log = smallLog(1);
    const at = recordOffsets(log, 0)[3]!;
    log.writeUInt32LE(0xffffffff, at + 4);
    const { events, issues } = await readAll(log, "a.evtx");
    assert.deepEqual(
      events.map((event) => event.record),
      [1, 2, 3, 5, 6, 7, 8, 9, 10],
    );
    assert.equal(issues.at(-1)!.reason, "1 of 10 records are missing");
    assert.equal(issues.at(-1)!.lost, 1);
    assert.ok(issues.some(({ place }) => place === `chunk 0, byte ${at}`));
  });

  it("readEvtx names the record whose binary XML is damaged", async () => {
    const log = smallLog(1);
    log[recordOffsets(log, 0)[4]! + 24 + 4] = 0x77;
    sealChunk(log.subarray(HEADER, HEADER + CHUNK));
    const { events, issues, summary } = await readAll(log, "a.evtx");
    assert.deepEqual(events.length, 9);
    assert.equal(summary.damagedChunks, 1);
    assert.deepEqual(issues, [
      {
        path: "a.evtx",
        place: `chunk 0, record 5, byte ${recordOffsets(log, 0)[4]! + 28}`,
        reason: "unexpected token 0x77 in binary XML",
        lost: 1,
      },
    ]);
  });

  it("readEvtx finds the next chunk where bytes were put in or taken out", async () => {
    const log = smallLog(3);
    const middle = HEADER + CHUNK + 20000;
    const longer = Buffer.concat([log.subarray(0, middle), Buffer.alloc(1234, 7), log.subarray(middle)]);
    const shorter = Buffer.concat([log.subarray(0, middle), log.subarray(middle + 777)]);
    for (const changed of [longer, shorter]) {
      const { events } = await readAll(changed);
      assert.deepEqual(
        events.map((event) => event.record),
        ids(1, 30),
      );
    }
  });

  it("readEvtx reads a chunk whose signature is gone, and a log whose header is", async () => {
    const log = smallLog(2);
    log.fill(0xee, HEADER, HEADER + 8);
    assert.equal((await readAll(log)).events.length, 20);
    const headless = await readAll(smallLog(2).subarray(HEADER));
    assert.deepEqual([headless.events.length, headless.issues.length], [20, 1]);
  });

  it("readEvtx skips unused space between chunks in silence", async () => {
    const log = smallLog(2);
    const spaced = Buffer.concat([
      log.subarray(0, HEADER + CHUNK),
      Buffer.alloc(CHUNK),
      log.subarray(HEADER + CHUNK),
    ]);
    const { events, issues, summary } = await readAll(Buffer.concat([spaced, Buffer.alloc(CHUNK)]));
    assert.deepEqual([events.length, issues, summary.chunks], [20, [], 2]);
  });
});

describe("readEvtx of logs made to exhaust it", () => {
  it("readEvtx bounds what slots within slots expand to", async () => {
    const fan: Element = {
      name: "EventData",
      content: Array.from({ length: 100 }, () => ({ name: "Data", content: [{ slot: 0, type: 0x21 }] })),
    };
    let bomb = value.template(fan, value.string("boom"));
    for (let i = 0; i < 10; i++) bomb = value.template(fan, bomb);
    const { events, issues } = await readAll(writeEvtx([[sampleRecord(1, bomb)], [small(2)]]));
    assert.deepEqual(
      events.map((event) => event.record),
      [2],
    );
    assert.equal(issues[0]!.reason, "values of the chunk repeat without end");
  });

  it("readEvtx bounds nesting of values and of elements", async () => {
    const shell: Element = { name: "Shell", content: [{ slot: 0, type: 0x21 }] };
    let deep = value.template(shell, value.string("end"));
    for (let i = 0; i < 40; i++) deep = value.template(shell, deep);
    let tower: Element = { name: "Top" };
    for (let i = 0; i < 100; i++) tower = { name: "Floor", content: [tower] };
    const { issues } = await readAll(
      writeEvtx([[sampleRecord(1, deep), sampleRecord(2, value.template(tower))]]),
    );
    assert.deepEqual(
      issues.map(({ reason }) => reason),
      ["binary XML is nested deeper than 16", "elements are nested deeper than 64"],
    );
  });

  it("readEvtx shares a value that a thousand slots repeat", async () => {
    const many: Element = {
      name: "EventData",
      content: Array.from({ length: 1000 }, () => ({
        name: "Data",
        attributes: { Name: "Same" },
        content: [{ slot: 0, type: 0x01 }],
      })),
    };
    const { events } = await readAll(writeEvtx([[sampleRecord(1, value.template(many, value.string("x")))]]));
    assert.equal(Object.keys(events[0]!.data).length, 1000);
    assert.equal(events[0]!.data.Same_999, "x");
  });

  it("readEvtx keeps names apart that mean something to JavaScript", async () => {
    const names = ["__proto__", "constructor", "toString", "1"];
    const template = namedData(names);
    const record = sampleRecord(
      1,
      value.template(template, ...names.map((name) => value.string(`<${name}>`))),
    );
    const { events } = await readAll(writeEvtx([[record]]));
    assert.deepEqual(
      new Map(Object.entries(events[0]!.data)),
      new Map(["1", "__proto__", "constructor", "toString"].map((name) => [name, `<${name}>`])),
    );
    assert.equal(events[0]!.data.valueOf, undefined);
  });
});

describe("readEvtx of unusual but valid logs", () => {
  it("readEvtx of an event without data, without System values, or with a null value", async () => {
    const bare: Element = {
      name: "Event",
      content: [{ name: "Other", content: ["text"] }, optional(0, 0x01)],
    };
    const nothing = { id: 3, written: 132577438205018667n, template: bare, values: [value.none()] };
    const { events, issues } = await readAll(
      writeEvtx([
        [
          sampleRecord(1, value.none()),
          sampleRecord(2, value.template(TEMPLATE, value.none(), value.u8(0))),
          nothing,
        ],
      ]),
    );
    assert.deepEqual(issues, []);
    assert.deepEqual(
      events.map((event) => ({ ...event.data })),
      [{}, { Name: "", Number: "0" }, { Other: "text" }],
    );
    assert.deepEqual([events[2]!.record, events[2]!.provider], [3, null]);
    assert.equal(events[2]!.time, 1613270220501866);
  });

  it("readEvtx joins text of several kinds, and skips processing instructions", async () => {
    const template: Element = {
      name: "EventData",
      content: [
        {
          name: "Data",
          attributes: { Name: ["a", { slot: 0, type: 0x01 }, { entity: "lt" }] },
          content: [
            "left ",
            { slot: 0, type: 0x01 },
            { cdata: " <raw> " },
            { instruction: ["target", "data"] },
            { charRef: 0x20ac },
            { entity: "quot" },
            { entity: "unknown" },
          ],
        },
      ],
    };
    const { events } = await readAll(
      writeEvtx([[sampleRecord(1, value.template(template, value.string("V")))]]),
    );
    assert.deepEqual({ ...events[0]!.data }, { "aV<": 'left V <raw> €"&unknown;' });
  });

  it("readEvtx gives the fields of System, numbers as numbers", async () => {
    const record = sampleRecord(7, value.none(), 4624);
    const changed = new Map([
      [4, value.u16(16384)],
      [7, value.guid("00112233445566778899aabbccddeeff")],
    ]);
    const values = record.values.map((old, i) => changed.get(i) ?? old);
    const { events } = await readAll(writeEvtx([[{ ...record, values }]]));
    const { system, data, ...fields } = events[0]!;
    assert.deepEqual(fields, {
      record: 7,
      time: 1613270229143841,
      computer: "HOST-1.example.test",
      channel: "Sample/Operational",
      provider: "Sample-Provider",
      eventId: 4624,
      level: 4,
      userSid: "S-1-5-21-67305985-134678021-202050057-500",
      recordId: 7,
    });
    assert.deepEqual(
      { ...system },
      {
        ProviderGuid: "{54849625-5478-4994-A5BA-3E3B0328C30D}",
        Qualifiers: 16384,
        Version: 1,
        Task: 13824,
        Opcode: 0,
        Keywords: "0x8020000000000000",
        SystemTime: "2021-02-14T02:37:09.1438413Z",
        ActivityID: "{33221100-5544-7766-8899-AABBCCDDEEFF}",
        ProcessID: 632,
        ThreadID: 1056,
      },
    );
    assert.deepEqual({ ...data }, {});
  });

  it("readEvtx of the golden log twice over gives the same events", async () => {
    const { events } = await readAll(goldenLog());
    assert.deepEqual((await readAll(goldenLog())).events, events);
  });
});
