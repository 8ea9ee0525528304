import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hoverText, keepEnd, plotText, rowText, TEXT_LENGTH, tickText } from "../../src/plot/label";
import { HOSTILE, shown } from "./hostile";

describe("plotText", () => {
  it("plotText(hostile) leaves no character that Plotly reads as markup, template or TeX", () => {
    for (const text of HOSTILE) assert.doesNotMatch(plotText(text), /[<>%$]|&(?!#\d+;)/);
  });
  it("plotText(text) shows as the same text", () => {
    for (const text of HOSTILE) assert.equal(shown(plotText(text)), text);
  });
  it("plotText(control characters) shows escape and right-to-left override", () => {
    assert.equal(plotText("a\u001bb\u202ec"), "a␛b\\u202ec");
  });
  it("plotText(null) is empty", () => {
    assert.equal(plotText(null), "");
  });
});

describe("keepEnd", () => {
  it("keepEnd(long path) keeps the end and marks the cut", () => {
    assert.equal(keepEnd("\\Microsoft\\Windows\\Task", 10), "…dows\\Task");
  });
  it("keepEnd(text) of the limit's length is unchanged", () => {
    assert.equal(keepEnd("0123456789", 10), "0123456789");
  });
  it("keepEnd(emoji) never splits a surrogate pair", () => {
    assert.equal(keepEnd("😀😀😀", 2), "…😀");
  });
});

describe("tickText and hoverText", () => {
  it("tickText(text) cuts before it escapes, so that no entity is split", () => {
    assert.equal(tickText("<".repeat(50), 3), "…&#60;&#60;");
  });
  it("rowText(text) keeps the end of a path and the start of prose", () => {
    assert.equal(rowText(`C:\\${"a".repeat(40)}\\end of it.exe`), `…${"a".repeat(19)}\\end of it.exe`);
    const title = `Task runs a program ${"x".repeat(40)}`;
    assert.equal(rowText(title), `${title.slice(0, 47)}…`);
    assert.equal(rowText("a <b> c"), "a &#60;b&#62; c");
    assert.equal(rowText(null), "");
  });
  it("hoverText(long) breaks lines at 70 characters with the only markup", () => {
    const text = hoverText("x".repeat(150));
    assert.deepEqual(
      text.split("<br>").map((line) => line.length),
      [70, 70, 10],
    );
  });
  it("hoverText(very long) is bounded", () => {
    assert.equal(shown(hoverText("y".repeat(100_000))).replaceAll("<br>", "").length, TEXT_LENGTH);
  });
});
