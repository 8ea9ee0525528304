import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { type Hunt, open } from "../../src/evidence/open";
import { csvRows } from "../../src/evidence/tables/csvRows";
import { zeekRows } from "../../src/evidence/tables/zeekRows";
import { TOOLS } from "../../src/evidence/tools/tools";
import { testFolder } from "../support/folder";

const MILLION = 1_000_000;

/** Rows enough that what follows lies beyond what a reader looks at first. */
const MANY = Array.from({ length: 20_000 }, (_, i) => i);

describe("read of hostile tables", function () {
  // Not a measurement: what takes the square of its cells would take longer than anybody waits.
  this.timeout(30_000);
  const folder = testFolder();
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  it("read of a CSV with a million columns is an issue, in the header and in a row", async () => {
    const header = folder.write("header.csv", `${"a,".repeat(MILLION)}b\n${"1,".repeat(MILLION)}2\n`);
    const row = folder.write("row.csv", `a,b\n${"1,".repeat(MILLION)}2\n`);
    const zeek = folder.write("z.log", `#fields\t${"a\t".repeat(MILLION)}\n${"1\t".repeat(MILLION)}\n`);
    const { issues } = await hunt.read([header, row, zeek], { quiet: true });
    const reasons = new Map(issues.map(({ path, reason }) => [path, reason]));
    assert.equal(reasons.get(header), "csvRows: columns must be at most 4096, got more");
    assert.match(
      reasons.get(row)!,
      /^read: CSV has a record that is longer than \d+ characters, or more than 4096 cells$/,
    );
    assert.ok(reasons.has(zeek));
  });

  for (const [kind, delimiter] of [
    ["csv", ","],
    ["tsv", "\t"],
  ] as const) {
    it(`read of a ${kind.toUpperCase()} with a late record of a million cells loses it, tells so, and loses nothing else`, async () => {
      const rows = MANY.map((i) => `n${i}${delimiter}v${i}\n`).join("");
      const wide = `${`1${delimiter}`.repeat(MILLION)}2\n`;
      const path = folder.write(`late.${kind}`, `a${delimiter}b\n${rows}${wide}${wide}${rows}x\n`);
      const { relation, issues } = await hunt.read(path, { quiet: true });
      const reason = "record must have at most 2 cells, got 1000001";
      assert.deepEqual(
        issues.slice(0, 2).map((issue) => ({ ...issue })),
        [20_002, 20_003].map((line) => ({ path, place: `line ${line}`, reason, lost: 1 })),
      );
      // The line of one cell behind them keeps its number.
      assert.match(issues[2]!.place, /^line 40004\b/);
      assert.equal(issues.length, 3);
      assert.equal(await relation.count(), 2 * MANY.length);
    });
  }

  it("read of a CSV with many late records of too many cells counts them all", async () => {
    const rows = MANY.map((i) => `n${i},v${i}\n`).join("");
    const path = folder.write("ragged.csv", `a,b\n${rows}${"1,2,3\n".repeat(200_000)}${rows}`);
    const { relation, issues } = await hunt.read(path, { quiet: true });
    assert.equal(
      issues.reduce((sum, { lost }) => sum + (lost ?? 0), 0),
      200_000,
    );
    assert.equal(await relation.count(), 2 * MANY.length);
  });

  it("read of JSON lines with a late object of a million names loses it, tells so, and loses nothing else", async () => {
    const rows = MANY.map((i) => `{"a":"n${i}","b":${i}}\n`).join("");
    const wide = `{${Array.from({ length: MILLION }, (_, i) => `"k${i}":1`).join(",")}}\n`;
    const path = folder.write("wide.jsonl", rows + wide + rows);
    const { relation, issues } = await hunt.read(path, { quiet: true });
    assert.deepEqual(
      issues.map((issue) => ({ ...issue })),
      [
        {
          path,
          place: "record 20001",
          reason: "read: columns of a table must be at most 4096, got 1000002 with this row",
          lost: 1,
        },
      ],
    );
    assert.equal(await relation.count(), 2 * MANY.length);
  });

  it("read of JSON lines with a value of many names, or of many levels, keeps it as text and tells so", async () => {
    const names = `{${Array.from({ length: 50_000 }, (_, i) => `"k${i}":${i % 2 ? 1 : '"s"'}`).join(",")}}`;
    const levels = `${'{"c":'.repeat(3000)}1${"}".repeat(3000)}`;
    const path = folder.write("inside.jsonl", `{"a":{"x":1}}\n{"a":${names}}\n{"a":1,"b":${levels}}\n`);
    const { relation, issues } = await hunt.read(path, { quiet: true });
    assert.deepEqual(
      issues.map(({ place, lost }) => [place, lost]),
      [
        ['column "a"', undefined],
        ['column "b"', undefined],
      ],
    );
    const kept = await relation.select("a", "b").rows();
    assert.equal(kept.length, 3);
    assert.equal(kept[1]!.a, names);
    assert.equal(kept[2]!.b, levels);
  });

  it("read of a CSV of four thousand columns is a table", async () => {
    const names = Array.from({ length: 4000 }, (_, i) => `c${i}`);
    const path = folder.write("wide.csv", `${names.join(",")}\n${names.map((_, i) => i).join(",")}\n`);
    const { relation, issues } = await hunt.read(path, { quiet: true });
    assert.deepEqual([...issues], []);
    assert.deepEqual(await relation.select("c3999").rows(), [{ c3999: 3999 }]);
  });

  it("csvRows(bytes) and zeekRows(bytes) of damaged text give rows or issues, whatever the pieces", async () => {
    const source = random(3);
    const alphabet = ['"', ",", "\n", "\r\n", "a", "\t", "#fields\ta", "\\x09", "ü", "\ufeff", '""'];
    for (let i = 0; i < 300; i++) {
      const text = Array.from({ length: source.integer(60) }, () => source.pick(alphabet)).join("");
      const bytes = Buffer.from(text);
      const inPieces = async function* (size: number) {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      };
      for (const split of [csvRows, zeekRows]) {
        const read = async (size: number) => {
          const rows: unknown[] = [];
          for await (const batch of split(inPieces(size), "x", (issue) => rows.push(issue)))
            rows.push(...batch);
          return rows;
        };
        assert.deepEqual(sorted(await read(1)), sorted(await read(1000)), JSON.stringify(text));
      }
    }
  });

  it("records(row) of every tool takes any values in its columns", () => {
    const source = random(9);
    const values: unknown[] = [
      null,
      "",
      "-",
      "x",
      -1,
      1e300,
      true,
      [],
      [{}],
      {},
      { a: { b: 1 } },
      "\ud800",
      "9".repeat(400),
      "2024-05-01T08:00:00Z",
    ];
    for (const tool of TOOLS) {
      for (let i = 0; i < 100; i++) {
        const names = tool.columns.map((either) => source.pick(either));
        const row = Object.fromEntries([...names, "__proto__x"].map((name) => [name, source.pick(values)]));
        for (const made of tool.records(row, 1)) assert.equal(made.record, 1, tool.kind);
      }
    }
  });
});

/** Issues and rows come in batches of the pieces' sizes; what counts is that they are the same. */
function sorted(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
