import assert from "node:assert/strict";
import {
  type PageMessage,
  packJson,
  packV1,
  unpackJson,
  unpackV1,
} from "../../../src/lab/kernels/pageMessage";
import { newHeader } from "../../../src/notebook/client/wire";

const message: PageMessage = {
  channel: "shell",
  header: newHeader("execute_request", "s"),
  parent: {},
  metadata: { a: 1 },
  content: { code: "1 + 'é'" },
  buffers: [Buffer.from([1, 2]), Buffer.from([])],
};

/** A frame with these offsets in front of `size` bytes. */
function frameOf(offsets: readonly number[], size = 0): Buffer {
  const frame = Buffer.alloc(8 * (offsets.length + 1) + size);
  [offsets.length, ...offsets].forEach((value, i) => {
    frame.writeBigUInt64LE(BigInt(value), 8 * i);
  });
  return frame;
}

describe("packV1, unpackV1", () => {
  it("packV1(message) lays offsets and parts out as Jupyter Server documents, and unpackV1 reads them", () => {
    const frame = packV1(message);
    // channel, four parts, two buffers: seven parts, eight offsets.
    assert.equal(frame.readBigUInt64LE(0), 8n);
    assert.equal(frame.readBigUInt64LE(8), 72n);
    assert.equal(frame.subarray(72, 77).toString(), "shell");
    assert.equal(frame.readBigUInt64LE(64), BigInt(frame.length));
    const { buffers, ...rest } = unpackV1(frame);
    const { buffers: _, ...sent } = message;
    assert.deepEqual(rest, sent);
    assert.deepEqual(
      buffers.map((buffer) => [...buffer]),
      [[1, 2], []],
    );
  });

  it("unpackV1(frame) refuses lengths and offsets that lie, without asking for memory", () => {
    const frames = [
      Buffer.alloc(0),
      Buffer.alloc(7),
      frameOf([]),
      frameOf([8, 8, 8]),
      frameOf([56, 56, 56, 56, 56, 1e9], 10),
      frameOf([56, 60, 58, 60, 60, 60], 10),
      Buffer.from("ffffffffffffffff", "hex"),
    ];
    for (const frame of frames) assert.throws(() => unpackV1(frame), { name: "SyntaxError" });
    const iopub = packV1({ ...message, channel: "iopub" });
    assert.throws(() => unpackV1(iopub), {
      name: "SyntaxError",
      message: "unpackV1: channel must be shell, control or stdin",
    });
  });
});

describe("packJson, unpackJson", () => {
  it("packJson(message) is the default protocol's text, and unpackJson reads it", () => {
    const text = packJson({ ...message, buffers: [] });
    assert.deepEqual(JSON.parse(text).parent_header, {});
    assert.deepEqual(unpackJson(text), { ...message, buffers: [] });
  });

  it("unpackJson(text) refuses what is no message", () => {
    for (const text of ["", "null", "[]", "{}", '{"channel":"shell","header":{},"content":{}}'])
      assert.throws(() => unpackJson(text), SyntaxError, text);
  });
});
