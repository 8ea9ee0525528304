import assert from "node:assert/strict";
import { line } from "../../../src/cli/bench";
import { besidePlain } from "../../../src/cli/benches/lfo";
import type { LfoRun } from "../../../src/cli/benches/lfoRun";

describe("besidePlain", () => {
  const size = { rows: 1000, runs: 3, size: "1,000 rows" };
  const took = (seconds: number): LfoRun => ({ rows: 1000, seconds, stacked: 40, peakMemoryMb: 10 });

  it("besidePlain gives ours with its ratio to plain SQL, and plain SQL; the median of the runs", () => {
    const seconds: Record<string, number[]> = { huntbook: [1, 9, 2], sql: [4, 4, 1] };
    const rows = [...besidePlain((way) => took(seconds[way]!.shift()!), size)];
    assert.deepEqual(
      rows.map((row) => [row.name, row.seconds, row.note]),
      [
        ["huntbook lfo, 1,000 rows", 2, "0.50 times the time of plain DuckDB SQL, 40 stacked"],
        ["plain DuckDB SQL, 1,000 rows", 4, undefined],
      ],
    );
  });

  it("besidePlain says that plain SQL was not reached, tries it once, and compares with one column at a time", () => {
    const ways: string[] = [];
    const rows = [
      ...besidePlain((way) => {
        ways.push(way);
        if (way === "sql") throw new Error("bench: sql failed: Out of Memory Error");
        return took(way === "apart" ? 10 : 5);
      }, size),
    ];
    assert.deepEqual(ways, ["huntbook", "sql", "huntbook", "huntbook", "apart"]);
    assert.equal(rows[0]!.note, "0.50 times the time of plain DuckDB SQL, one column at a time, 40 stacked");
    assert.equal(rows[1]!.fault, "bench: sql failed: Out of Memory Error");
    assert.match(
      line(rows[1]!),
      /^ +not reached {2}plain DuckDB SQL, 1,000 rows \(bench: sql failed: Out of Memory Error\)$/,
    );
    assert.equal(JSON.parse(JSON.stringify(rows[1])).seconds, null);
    assert.deepEqual(
      [rows[2]!.name, rows[2]!.seconds],
      ["plain DuckDB SQL, one column at a time, 1,000 rows", 10],
    );
  });

  it("besidePlain leaves the ratio out aloud where no plain SQL was reached, and lets our own fault through", () => {
    const fails = (ours: boolean) => (way: string) => {
      if (ours || way !== "huntbook") throw new Error(`bench: ${way} failed: Out of Memory Error`);
      return took(5);
    };
    const [first, ...rest] = besidePlain(fails(false), size);
    assert.equal(first!.note, "no plain SQL to compare with, 40 stacked");
    assert.deepEqual(
      rest.map((row) => row.fault !== undefined),
      [true, true],
    );
    assert.throws(() => [...besidePlain(fails(true), size)], {
      message: "bench: huntbook failed: Out of Memory Error",
    });
  });
});
