import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { TestEvent } from "../../../../src/match/sigma/rule/model";
import { MODIFIER_NAMES } from "../../../../src/match/sigma/rule/modifiers";
import { testRule } from "../../../../src/match/sigma/testRule";

/** Which events the detection `{ Field|chain: value }` holds for. */
function hits(key: string, value: unknown, events: readonly TestEvent[]): boolean[] {
  const rule = {
    title: "t",
    logsource: { product: "windows" },
    detection: { a: { [key]: value }, condition: "a" },
  };
  return testRule(JSON.stringify(rule), { hits: events }).cases.map((one) => one.got);
}

interface Case {
  readonly key: string;
  readonly value: unknown;
  readonly yes: readonly TestEvent[];
  readonly no: readonly TestEvent[];
}

const A = (a: unknown): TestEvent => ({ A: a });

const CASES: Readonly<Record<string, readonly Case[]>> = {
  contains: [
    { key: "A|contains", value: ["ell", "x"], yes: [A("Hello"), A("HELL")], no: [A("hi"), {}, A(null)] },
  ],
  startswith: [{ key: "A|startswith", value: "C:\\", yes: [A("c:\\a")], no: [A("xC:\\a"), {}] }],
  endswith: [{ key: "A|endswith", value: "\\cmd.exe", yes: [A("C:\\CMD.EXE")], no: [A("C:\\cmd.exe ")] }],
  all: [{ key: "A|contains|all", value: ["a", "b"], yes: [A("b a")], no: [A("a"), {}] }],
  cased: [{ key: "A|contains|cased", value: "Ab", yes: [A("xAb")], no: [A("xab")] }],
  neq: [{ key: "A|neq", value: ["x", 5], yes: [A("y"), A("")], no: [A("X"), A(5), {}] }],
  exists: [
    { key: "A|exists", value: true, yes: [A(""), A(null)], no: [{}] },
    { key: "A|exists", value: false, yes: [{}], no: [A("x")] },
  ],
  windash: [
    {
      key: "A|contains|windash",
      value: " -f -q",
      yes: [A("x -f -q"), A("x /f -q"), A("x –f ―q"), A("x —F /Q")],
      no: [A("x f q"), A("x +f -q")],
    },
    { key: "A|contains|windash", value: "a-b", yes: [A("a-b")], no: [A("a/b")] },
  ],
  re: [{ key: "A|re", value: "^a+b", yes: [A("aab c")], no: [A("AAB"), A("b"), {}] }],
  i: [{ key: "A|re|i", value: "^a+b", yes: [A("AAB")], no: [A("b")] }],
  m: [{ key: "A|re|m", value: "^b$", yes: [A("a\nb\nc")], no: [A("abc")] }],
  s: [{ key: "A|re|s", value: "a.b", yes: [A("a\nb")], no: [A("ab")] }],
  ignorecase: [{ key: "A|re|ignorecase", value: "a", yes: [A("A")], no: [A("b")] }],
  multiline: [{ key: "A|re|multiline", value: "^b", yes: [A("a\nb")], no: [A("ab")] }],
  dotall: [{ key: "A|re|dotall", value: "a.b", yes: [A("a\nb")], no: [A("ab")] }],
  // Values made with Python's base64 module.
  base64: [{ key: "A|base64|contains", value: "Invoke-", yes: [A("x SW52b2tlLQ== y")], no: [A("Invoke-")] }],
  base64offset: [
    {
      key: "A|base64offset|contains",
      value: "http://",
      yes: [A("aHR0cDovLw=="), A("YWh0dHA6Ly94"), A("YWFodHRwOi8veA==")],
      no: [A("http://")],
    },
  ],
  utf16le: [{ key: "A|utf16le|base64offset|contains", value: "IEX", yes: [A("SQBFAFgA")], no: [A("IEX")] }],
  utf16be: [{ key: "A|utf16be|base64|contains", value: "cmd", yes: [A("AGMAbQBk")], no: [A("YwBtAGQA")] }],
  utf16: [{ key: "A|utf16|base64", value: "cmd", yes: [A("//5jAG0AZAA=")], no: [A("YwBtAGQA")] }],
  wide: [{ key: "A|wide|base64|contains", value: "cmd", yes: [A("YwBtAGQA")], no: [A("cmd")] }],
  lt: [{ key: "A|lt", value: 5, yes: [A(4), A("4.5"), A("0x3")], no: [A(5), A("x"), A(""), {}] }],
  lte: [{ key: "A|lte", value: 5, yes: [A(5), A("-1")], no: [A("6")] }],
  gt: [{ key: "A|gt", value: 5, yes: [A("6")], no: [A(5)] }],
  gte: [{ key: "A|gte", value: 5, yes: [A("0x5")], no: [A(4)] }],
  cidr: [
    {
      key: "A|cidr",
      value: "10.1.0.0/16",
      yes: [A("10.1.255.3"), A("::ffff:10.1.0.1")],
      no: [A("10.2.0.1"), A("10.1"), {}],
    },
    { key: "A|cidr", value: "fe80::/10", yes: [A("fe80::1"), A("febf::")], no: [A("fec0::"), A("10.0.0.1")] },
  ],
  fieldref: [
    {
      key: "A|fieldref",
      value: "B",
      yes: [{ A: "x", B: "X" }],
      no: [{ A: "x", B: "y" }, { A: "x" }, { B: "x" }],
    },
    { key: "A|fieldref|startswith", value: "B", yes: [{ A: "abc", B: "AB" }], no: [{ A: "cab", B: "ab" }] },
    { key: "A|fieldref|neq", value: "B", yes: [{ A: "x", B: "y" }], no: [{ A: "x", B: "x" }] },
    { key: "A|fieldref|contains", value: "B", yes: [{ A: "a*c", B: "*" }], no: [{ A: "abc", B: "*" }] },
  ],
  minute: [
    { key: "A|minute", value: 7, yes: [A("2024-05-01 22:07:09")], no: [A("2024-05-01 22:08:09"), A("x")] },
  ],
  hour: [{ key: "A|hour|gte", value: 22, yes: [A("2024-05-01T22:07:09Z")], no: [A("2024-05-01T21:07:09Z")] }],
  day: [{ key: "A|day", value: [1, 2], yes: [A("2024-05-01")], no: [A("2024-05-03")] }],
  // Weeks from Python's date.isocalendar().
  week: [{ key: "A|week", value: 1, yes: [A("2024-12-30"), A("2026-01-01")], no: [A("2027-01-01")] }],
  month: [{ key: "A|month|lt", value: 6, yes: [A("2024-05-01")], no: [A("2024-06-01")] }],
  year: [{ key: "A|year|neq", value: 2024, yes: [A("2023-05-01")], no: [A("2024-05-01")] }],
};

describe("modifiers", () => {
  for (const [name, cases] of Object.entries(CASES)) {
    it(`${name} holds where it should, and nowhere else`, () => {
      for (const { key, value, yes, no } of cases) {
        const wanted = [...yes.map(() => true), ...no.map(() => false)];
        assert.deepEqual(hits(key, value, [...yes, ...no]), wanted, key);
      }
    });
  }

  it("every modifier has a case; expand has its own below", () => {
    assert.deepEqual([...Object.keys(CASES), "expand"].sort(), [...MODIFIER_NAMES].sort());
  });

  it("values are texts without case: numbers, true, wildcards and nothing at all", () => {
    assert.deepEqual(hits("A", 4688, [A(4688), A("4688"), A("04688")]), [true, true, false]);
    assert.deepEqual(hits("A", true, [A("TRUE"), A(true), A("yes")]), [true, true, false]);
    assert.deepEqual(hits("A", "*", [A(""), A("x"), {}, A(null)]), [true, true, false, false]);
    assert.deepEqual(hits("A", "", [A(""), A("x"), {}]), [true, false, false]);
    assert.deepEqual(hits("A", null, [A(null), {}, A(""), A("x")]), [true, true, true, false]);
    assert.deepEqual(hits("A", "b", [A(["a", "B"]), A(["a"]), A([])]), [true, false, false]);
  });

  it("keywords are looked for in the whole event", () => {
    const rule = (keywords: unknown) =>
      JSON.stringify({
        title: "t",
        logsource: { product: "windows" },
        detection: { keywords, condition: "keywords" },
      });
    const events = [{ A: "an EVIL word", B: 5 }, { A: "good" }, { B: ["evil", "x"] }];
    const got = (keywords: unknown) => testRule(rule(keywords), { hits: events }).cases.map((one) => one.got);
    assert.deepEqual(got(["evil"]), [true, false, true]);
    assert.deepEqual(got({ "|all": ["evil", "word"] }), [true, false, false]);
    assert.deepEqual(got(["ev*rd", "go?d"]), [true, true, false]);
  });
});
