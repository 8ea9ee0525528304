import assert from "node:assert/strict";
import { missedMessages } from "../../../src/lab/kernels/missedMessages";
import type { PageMessage } from "../../../src/lab/kernels/pageMessage";
import { noPages } from "../../../src/lab/kernels/pages";
import { printedLimit } from "../../../src/lab/kernels/printedLimit";
import { newHeader } from "../../../src/notebook/client/wire";

function message(type: string, text = "", channel: PageMessage["channel"] = "iopub"): PageMessage {
  const parent = { msg_id: "cell" };
  return { channel, header: newHeader(type, "s"), parent, metadata: {}, content: { text }, buffers: [] };
}

const textsOf = (messages: readonly PageMessage[]) => messages.map(({ content }) => content.text);

describe("missedMessages", () => {
  it("missedMessages(limit) keeps order, and take() empties it", () => {
    const missed = missedMessages(1e6);
    for (const text of ["a", "b"]) missed.add(message("stream", text));
    assert.deepEqual(textsOf(missed.take()), ["a", "b"]);
    assert.deepEqual(missed.take(), []);
  });

  it("missedMessages(limit) leaves out output above the limit with one note a cell, but no reply and no state", () => {
    const missed = missedMessages(5000);
    missed.add(message("stream", "first"));
    for (let i = 0; i < 3; i++) missed.add(message("stream", "x".repeat(5000)));
    missed.add(message("status", "idle"));
    missed.add(message("execute_reply", "ok", "shell"));
    const texts = textsOf(missed.take());
    assert.equal(texts.length, 4);
    assert.match(String(texts[1]), /^\[huntbook\] Output from here on was left out/);
    assert.deepEqual([texts[0], texts[2], texts[3]], ["first", "idle", "ok"]);
  });
});

describe("printedLimit", () => {
  it("printedLimit(limit) cuts what a cell prints, with one note, and nothing else", () => {
    const limited = printedLimit(10);
    const shown = (...messages: PageMessage[]) => textsOf(messages.flatMap(limited));
    assert.deepEqual(shown(message("stream", "1234567890")), ["1234567890"]);
    const [cut, note, ...more] = shown(
      message("clear_output"),
      message("stream", "123456"),
      message("stream", "78901"),
    ).slice(1);
    assert.deepEqual([cut, note, more.length], ["123456", "7890", 1]);
    assert.match(String(more[0]), /left out: a page shows 10 characters of a cell/);
    assert.deepEqual(shown(message("stream", "more")), []);
    assert.deepEqual(shown(message("error", "e"), message("execute_reply", "ok", "shell")), ["e", "ok"]);
    const next = { ...message("stream", "next cell"), parent: { msg_id: "another" } };
    assert.deepEqual(shown(next), ["next cell"]);
  });
});

describe("noPages", () => {
  const listen = () => {
    const got: PageMessage[] = [];
    return { got, send: (one: PageMessage) => void got.push(one) };
  };

  it("connect(session, send) after a page left sends first what it missed, to that page alone", () => {
    const pages = noPages();
    const [one, two, back] = [listen(), listen(), listen()];
    const leave = pages.connect("one", one.send);
    pages.connect("two", two.send);
    leave();
    pages.send(message("stream", "missed"));
    pages.send(message("execute_reply", "reply", "shell"), "one");
    assert.equal(pages.count, 1);
    pages.connect("one", back.send);
    pages.send(message("stream", "now"));
    assert.deepEqual(textsOf(back.got), ["missed", "reply", "now"]);
    assert.deepEqual([textsOf(one.got), textsOf(two.got)], [[], ["missed", "now"]]);
  });

  it("connect(session, send) waits for eight pages that left; the one that left first is forgotten", () => {
    const pages = noPages();
    for (let i = 0; i < 9; i++) pages.connect(`page ${i}`, () => {})();
    pages.send(message("stream", "missed"));
    const [first, second] = [listen(), listen()];
    pages.connect("page 0", first.send);
    pages.connect("page 1", second.send);
    assert.deepEqual([textsOf(first.got), textsOf(second.got)], [[], ["missed"]]);
  });
});
