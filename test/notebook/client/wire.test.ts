import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { newHeader, packMessage, unpackMessage } from "../../../src/notebook/client/wire";

describe("packMessage, unpackMessage", () => {
  const header = newHeader("execute_request", "s1");
  const parts = packMessage("key", header, { code: "1" });

  it("packMessage(key, header, content) signs as the protocol says", () => {
    const [delimiter, signature, ...body] = parts;
    assert.equal(delimiter?.toString(), "<IDS|MSG>");
    assert.deepEqual(
      body.map((part) => JSON.parse(part.toString())),
      [header, {}, {}, { code: "1" }],
    );
    const expected = createHmac("sha256", "key").update(Buffer.concat(body)).digest("hex");
    assert.equal(signature?.toString(), expected);
    assert.equal(header.version, "5.3");
  });

  it("unpackMessage(key, parts) reads behind routing parts, with binary buffers", () => {
    const message = unpackMessage("key", [
      Buffer.from("route"),
      Buffer.from([0, 1]),
      ...parts,
      Buffer.from([7]),
    ]);
    assert.deepEqual(message.header, header);
    assert.deepEqual(message.content, { code: "1" });
    assert.deepEqual([...message.buffers[0]!], [7]);
    assert.equal(
      message.size,
      parts.slice(2).reduce((sum, part) => sum + part.length, 1),
    );
  });

  it("unpackMessage(key, parts) refuses another key, a changed part, and what is no message", () => {
    const message = "unpackMessage: the signature does not match the connection's key";
    assert.throws(() => unpackMessage("other", parts), { name: "RangeError", message });
    const changed = [...parts.slice(0, -1), Buffer.from('{"code":"2"}')];
    assert.throws(() => unpackMessage("key", changed), { name: "RangeError", message });
    assert.throws(() => unpackMessage("key", [Buffer.from("x")]), {
      name: "SyntaxError",
      message: "unpackMessage: must be a signature and at least four parts, got 1 parts",
    });
    assert.throws(() => unpackMessage("key", parts.slice(0, 4)), SyntaxError);
  });
});
