import assert from "node:assert/strict";
import { checkInteger, checkNumber, checkOptions } from "../../src/core/check";
import { displaySymbol, show } from "../../src/core/display";
import { escapeHtml, visible } from "../../src/core/html";
import { numberMatrix } from "../../src/core/matrix";
import { startProgress } from "../../src/core/progress";
import { setOwn } from "../../src/core/setOwn";
import { suggest } from "../../src/core/suggest";

describe("check", () => {
  it("checkOptions refuses an unknown key and suggests the nearest", () => {
    checkOptions("f", { a: 1 }, ["a"]);
    assert.throws(() => checkOptions("f", { tree: 1 }, ["trees", "seed"]), {
      name: "TypeError",
      message: 'f: options must be among trees, seed, got "tree"; did you mean "trees"?',
    });
  });

  it("checkInteger and checkNumber tell kind from range", () => {
    assert.equal(checkInteger("f", "n", 3, 1), 3);
    assert.throws(() => checkInteger("f", "n", 1.5, 1), {
      name: "TypeError",
      message: "f: n must be an integer, got 1.5",
    });
    assert.throws(() => checkInteger("f", "n", 0, 1), {
      name: "RangeError",
      message: "f: n must be at least 1, got 0",
    });
    assert.throws(() => checkInteger("f", "n", 9, 1, 5), { message: "f: n must be in [1, 5], got 9" });
    assert.equal(checkNumber("f", "x", 0.5, 0, 1), 0.5);
    assert.throws(() => checkNumber("f", "x", Number.NaN), {
      message: "f: x must be a finite number, got NaN",
    });
    assert.throws(() => checkNumber("f", "x", "5"), { message: 'f: x must be a finite number, got "5"' });
    assert.throws(() => checkNumber("f", "x", 2, 0, 1), { name: "RangeError" });
  });
});

describe("suggest", () => {
  it("suggest finds a slip of the keys and nothing farther", () => {
    assert.equal(suggest("hots", ["host", "time"]), "host");
    assert.equal(suggest("endwith", ["startswith", "endswith"]), "endswith");
    assert.equal(suggest("zebra", ["host", "time"]), undefined);
  });
});

describe("html", () => {
  it("escapeHtml leaves no markup, no control character and no bidirectional override", () => {
    const hostile = `<img src=x onerror="alert('1')">&\u0000\u001b\u007f\u202e`;
    assert.equal(
      escapeHtml(hostile),
      "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;␀␛␡\\u202e",
    );
    assert.equal(escapeHtml(null), "");
    assert.equal(escapeHtml(5), "5");
  });

  it("visible keeps tabs and line breaks and shows a carriage return", () => {
    assert.equal(visible("a\tb\nc\rd"), "a\tb\nc␍d");
  });
});

describe("matrix", () => {
  it("numberMatrix is row-major", () => {
    const x = numberMatrix(
      ["a", "b"],
      [
        [1, 2],
        [3, 4],
      ],
    );
    assert.deepEqual([...x.data], [1, 2, 3, 4]);
    assert.throws(() => numberMatrix(["a"], [[1, 2]]), {
      message: "numberMatrix: row 0 must have 1 numbers, got 2",
    });
  });
});

describe("setOwn", () => {
  it("setOwn never changes a prototype", () => {
    const object = setOwn({}, "__proto__", { evil: true });
    assert.equal((object as { evil?: boolean }).evil, undefined);
    assert.deepEqual(Object.keys(object), ["__proto__"]);
  });
});

describe("show", () => {
  it("show prints the text of a bundle outside notebooks, also of a late one", async () => {
    const printed: unknown[] = [];
    const log = console.log;
    console.log = (value: unknown) => printed.push(value);
    try {
      await show({ [displaySymbol]: async () => ({ "text/plain": "late" }) });
      await show(5);
    } finally {
      console.log = log;
    }
    assert.deepEqual(printed, ["late", 5]);
  });
});

describe("progress", () => {
  it("startProgress writes nothing when output is piped", () => {
    const written: unknown[] = [];
    const { write } = process.stderr;
    const isTTY = process.stderr.isTTY;
    process.stderr.isTTY = false;
    process.stderr.write = ((text: unknown) => written.push(text)) as never;
    try {
      const progress = startProgress("reading", 10);
      progress.update(5);
      progress.finish();
    } finally {
      process.stderr.write = write;
      process.stderr.isTTY = isTTY;
    }
    assert.deepEqual(written, []);
  });
});
