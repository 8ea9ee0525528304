import assert from "node:assert/strict";
import { periodicity } from "../../src/baseline/periodicity";
import { random } from "../../src/core/random";
import { type Column, textColumn } from "../../src/core/table";
import { type Hunt, open } from "../../src/evidence/open";

describe("periodicity", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  /** Series of times in seconds, as a relation. */
  async function series(all: Readonly<Record<string, readonly number[]>>) {
    const names = Object.entries(all).flatMap(([name, times]) => times.map(() => name));
    const values = Float64Array.from(Object.values(all).flat(), (seconds) => 1.7e12 + seconds * 1000);
    const columns = new Map<string, Column>([
      ["host", textColumn(names)],
      ["time", { kind: "time", values }],
    ]);
    return hunt.fromColumns({ rows: names.length, columns });
  }
  /** Gaps of a process without memory. */
  function chance(seed: number, n: number): number[] {
    const source = random(seed);
    let now = 0;
    return Array.from({ length: n }, () => (now += -Math.log(1 - source.next()) * 600));
  }

  it("periodicity finds a beacon with jitter, bursts and missed beats", async () => {
    const source = random(1);
    const beacon = Array.from({ length: 40 }, (_, i) => i * 300 + 20 * source.next())
      .filter((_, i) => i % 9 !== 4)
      .flatMap((time) => [time, time + 0.4]);
    const rows = await (
      await periodicity(await series({ beacon, chance: chance(2, 40) }), { by: "host" })
    ).rows();
    assert.deepEqual(
      rows.map((row) => row.host),
      ["beacon", "chance"],
    );
    assert.equal(rows[0]!.count, 36);
    assert.ok(Math.abs(Number(rows[0]!.period_seconds) - 300) < 10);
    assert.ok(Number(rows[0]!.tail_probability) < 1e-12);
    assert.ok(Number(rows[1]!.tail_probability) > 0.01);
  });
  it("periodicity of random series is below 0.01 in at most one of a hundred", async () => {
    const all = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`s${i}`, chance(i + 10, 12 + (i % 60))]),
    );
    const rows = await (await periodicity(await series(all), { by: "host" })).rows();
    assert.equal(rows.length, 200);
    assert.ok(rows.filter((row) => Number(row.tail_probability) < 0.01).length <= 2);
  });
  it("periodicity leaves out series that are too short, and bounds a perfect one by p^n", async () => {
    const exact = Array.from({ length: 11 }, (_, i) => i * 60);
    const rows = await (
      await periodicity(await series({ exact, few: [1, 2, 3] }), { by: "host", burstSeconds: 0 })
    ).rows();
    assert.equal(rows.length, 1);
    const p = 2 ** -0.9 - 2 ** -1.1;
    assert.ok(Math.abs(Number(rows[0]!.tail_probability) / p ** 10 - 1) < 1e-9);
    assert.deepEqual([rows[0]!.regular, rows[0]!.jitter], [1, 0]);
  });
});
