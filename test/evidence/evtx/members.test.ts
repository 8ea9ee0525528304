import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../../src/core/random";
import { Members } from "../../../src/evidence/evtx/members";
import { quoted } from "../../../src/evidence/quoted";

describe("Members", () => {
  it("Members gives the same object from members with names that come once as from set", () => {
    const numbers = random(1);
    for (let i = 0; i < 500; i++) {
      const names = ["a", "__proto__", "constructor", "7", 'a"b', "ä"].filter(() => numbers.integer(2) === 0);
      const text = new Members();
      const object = new Members();
      for (const name of names) {
        const value = numbers.integer(3) === 0 ? numbers.integer(100) : `\n${numbers.integer(100)}`;
        text.add(`,${quoted(name)}:${JSON.stringify(value)}`);
        object.set(name, value);
      }
      assert.deepEqual(text.object(), object.object());
      assert.deepEqual(JSON.parse(`{${text.text}}`), JSON.parse(JSON.stringify(object.object())));
    }
  });

  it("Members keeps what it has when a name comes twice, and has no text any more", () => {
    const members = new Members();
    members.add(',"a":"x"');
    assert.equal(members.text, '"a":"x"');
    members.set("b", 1);
    members.set("a", "y");
    assert.equal(members.text, undefined);
    assert.deepEqual({ ...members.object() }, { a: "y", b: 1 });
  });
});
