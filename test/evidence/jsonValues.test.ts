import assert from "node:assert/strict";
import type { Issue } from "../../src/core/issue";
import { random } from "../../src/core/random";
import { type JsonValue, jsonLines, jsonValues, wholeDigits } from "../../src/evidence/jsonValues";
import { lines } from "../../src/evidence/lines";

/** The bytes of a text in pieces of a few bytes, so that every boundary falls somewhere. */
async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

type Reader = typeof jsonLines;

async function read(
  reader: Reader,
  text: string,
  size = 3,
): Promise<{ values: JsonValue[]; issues: Issue[] }> {
  const issues: Issue[] = [];
  const values: JsonValue[] = [];
  for await (const batch of reader(pieces(text, size), "f", (issue) => issues.push(issue)))
    values.push(...batch);
  return { values, issues };
}

describe("lines", () => {
  it("lines numbers lines, drops line ends and the byte order mark, and keeps a last line without end", async () => {
    const all = [];
    for await (const batch of lines(pieces("\ufeffä\r\n\nb", 1))) all.push(...batch);
    assert.deepEqual(all, [
      { number: 1, text: "ä" },
      { number: 2, text: "" },
      { number: 3, text: "b" },
    ]);
  });

  it("lines reports a line that is too long and goes on behind it", async () => {
    const all = [];
    for await (const batch of lines(pieces(`a\n${"x".repeat(100)}\nb\n`, 7), 50)) all.push(...batch);
    assert.deepEqual(
      all.map((line) => line.text),
      ["a", undefined, "b"],
    );
  });
});

describe("jsonLines", () => {
  it("jsonLines passes over empty lines and makes bad ones issues with their number", async () => {
    const { values, issues } = await read(jsonLines, '{"a":1}\n\n{"a":\n{"a":"\ud83d\ude00"}');
    assert.deepEqual(values, [
      { value: { a: 1 }, record: 1 },
      { value: { a: "😀" }, record: 4 },
    ]);
    assert.equal(issues.length, 1);
    assert.equal(issues[0]!.place, "line 3");
    assert.match(issues[0]!.reason, /^not JSON: /);
  });
});

describe("jsonValues", () => {
  it("jsonValues reads an array, and objects one behind the other, whatever the blocks", async () => {
    for (const size of [1, 2, 5, 1000]) {
      const array = await read(jsonValues, '[{"a":"}]\\""},\n {"b":[{"c":{}}]}]', size);
      assert.deepEqual(array.values, [
        { value: { a: '}]"' }, record: 1 },
        { value: { b: [{ c: {} }] }, record: 2 },
      ]);
      const objects = await read(jsonValues, '{\n "a": 1\n}\n{\n "a": 2\n}', size);
      assert.deepEqual(
        objects.values.map((v) => v.value),
        [{ a: 1 }, { a: 2 }],
      );
      assert.deepEqual([...array.issues, ...objects.issues], []);
    }
  });

  it("jsonValues loses one bad value, not the others, and reports a cut end", async () => {
    const { values, issues } = await read(jsonValues, '[{"a":1},{"a":nope},{"a":3},{"a":');
    assert.deepEqual(
      values.map((v) => v.value),
      [{ a: 1 }, { a: 3 }],
    );
    assert.deepEqual(
      issues.map((issue) => issue.place),
      ["value 2", "value 4"],
    );
    assert.equal(issues[1]!.reason, "file ends inside a value");
  });

  it("jsonValues passes over braces in texts beside the objects", async () => {
    const { values, issues } = await read(jsonValues, '[1, {"a":1}, "t{x", {"a":2}, "}", {"a":3}]');
    assert.deepEqual(
      values.map((v) => v.value),
      [{ a: 1 }, { a: 2 }, { a: 3 }],
    );
    assert.deepEqual(issues, []);
  });

  it("jsonValues reports a value that is too long under its own number, and keeps no part of it", async () => {
    const long = `{"a":"${"x".repeat(17 * 2 ** 20)}","b":{"c":1}}`;
    const { values, issues } = await read(jsonValues, `[${long},{"a":2}]`, 2 ** 20);
    assert.deepEqual(values, [{ value: { a: 2 }, record: 2 }]);
    assert.deepEqual(issues, [
      { path: "f", place: "value 1", reason: "longer than 16777216 characters", lost: 1 },
    ]);
  });

  it("jsonValues of random bytes ends, and every value it gives is an object", async () => {
    const numbers = random(3);
    const letters = '{}[]",:\\ a1\n';
    for (let i = 0; i < 500; i++) {
      const text = Array.from({ length: 200 }, () => letters[numbers.integer(letters.length)]).join("");
      for (const { value } of (await read(jsonValues, text, 16)).values) assert.equal(typeof value, "object");
    }
  });
});

describe("wholeDigits", () => {
  it("wholeDigits keeps the digits of whole numbers beyond 2^53, and touches nothing else", async () => {
    const text =
      '{"a":9007199254740993,"b":[-18446744073709551615, 7],"c":"x:12345678901234567890","d":1.2345678901234567890,' +
      '"e":12345678901234567890e-3,"f":9007199254740991,"g":"\\"9007199254740993\\\\"}';
    const { values, issues } = await read(jsonLines, text);
    assert.deepEqual(issues, []);
    assert.deepEqual(values[0]!.value, {
      a: "9007199254740993",
      b: ["-18446744073709551615", 7],
      c: "x:12345678901234567890",
      d: 1.2345678901234567,
      e: Number("12345678901234567890e-3"),
      f: 9007199254740991,
      g: '"9007199254740993\\',
    });
  });

  it("wholeDigits of hostile texts is linear", () => {
    for (const text of [
      `{"a":1234567890123456789,"${'\\"'.repeat(2e6)}`,
      `[${"1".repeat(4e6)}`,
      `,1234567890123456${'"\\\\"'.repeat(1e6)}`,
    ])
      assert.ok(wholeDigits(text).length >= text.length);
  });

  it("wholeDigits of 5,000 random JSON texts changes no other value", () => {
    const { integer } = random(2);
    const some = (): unknown => {
      const kinds = [
        () => integer(2 ** 31) * integer(2 ** 21),
        () => `${'"\\,:['[integer(5)]}${"9".repeat(integer(24))}`,
        () => integer(1e9) / 7e9,
        () => [some(), integer(9)],
        () => ({ [`k${"1".repeat(integer(20))}`]: some() }),
      ];
      return kinds[integer(kinds.length)]!();
    };
    for (let i = 0; i < 5000; i++) {
      const value = { long: 0, value: some() };
      const json = JSON.stringify(value).replace('"long":0', '"long":12345678901234567890');
      assert.deepEqual(JSON.parse(wholeDigits(json)), { ...value, long: "12345678901234567890" }, json);
    }
  });
});
