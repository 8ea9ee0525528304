import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { huntbook, jsonLines } from "../support/cli";
import { evidence } from "../support/evidence";
import { testFolder } from "../support/folder";
import { event } from "../support/madeEvents";

const RULES = "sigma_windows_rules.tar.gz";

interface Expected {
  readonly rules: number;
  readonly hits: number;
  /** Of a rule: hits, and whether a second engine counted the same. */
  readonly counts: ReadonlyMap<string, { readonly hits: number; readonly agree: boolean }>;
}

/** The table of expected hits of a corpus. */
function expected(path: string): Expected {
  const counts = new Map<string, { hits: number; agree: boolean }>();
  for (const line of readFileSync(path, "utf8").trim().split("\n").slice(1)) {
    const [, id, total, note] = /,([0-9a-f-]{36}),.*,(\d+),(.*)$/.exec(line)!;
    counts.set(id!, { hits: Number(total), agree: note === "agree" });
  }
  return { counts, rules: counts.size, hits: [...counts.values()].reduce((sum, { hits }) => sum + hits, 0) };
}

/** Hits of some rows by rule. */
function countsOf(rows: readonly Record<string, unknown>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of rows) counts.set(rule as string, (counts.get(rule as string) ?? 0) + 1);
  return counts;
}

describe("huntbook sigma", function () {
  this.timeout(180_000);
  const folder = testFolder();
  const rule =
    "title: T\nid: t\nlevel: high\nlogsource: {product: windows, service: security}\ndetection:\n  a: {EventID: 4699}\n  condition: a\n";

  it("sigma prints hits as JSON lines in the order of the contract, and what did not run on stderr", () => {
    const log = folder.write("log.jsonl", event(4699, { TaskName: "\\Tidy" }));
    folder.write(
      "rules/a.yml",
      `${rule}---\n${rule.replace("id: t", "id: u").replace("security", "system")}`,
    );
    folder.write("rules/b.yml", "nope");
    const result = huntbook("sigma", "--rules", folder.path("rules"), log);
    assert.equal(result.code, 0);
    const [hit, ...more] = jsonLines(result);
    assert.deepEqual(
      Object.keys(hit!),
      "rule title level attack why host time _source _record _row".split(" "),
    );
    assert.deepEqual([hit!.rule, hit!.why, hit!.host, more.length], ["t", "EventID: 4699", "ws01", 0]);
    assert.match(result.stderr, /b\.yml: line 1, column 1: rule must be a map, got "nope"\n/);
    assert.match(result.stderr, /1 of 2 rules ran, 1 with hits; not run: 50\.0 %\n/);
    assert.match(result.stderr, /1 not run: log source windows\/system is absent: no event of system\n/);
  });

  it("sigma --min-level leaves milder rules out, --navigator writes a layer", () => {
    const log = folder.write("log.jsonl", event(4699, {}));
    const rules = folder.write("one.yml", `${rule}tags: [attack.t1053]\n`);
    const layer = folder.path("layer.json");
    assert.equal(huntbook("sigma", "--rules", rules, "--min-level", "critical", "--quiet", log).stdout, "");
    assert.equal(huntbook("sigma", "--rules", rules, "--navigator", layer, "--quiet", log).code, 0);
    const { techniques } = JSON.parse(readFileSync(layer, "utf8")) as {
      techniques: { techniqueID: string; score: number }[];
    };
    assert.deepEqual(
      techniques.map(({ techniqueID, score }) => [techniqueID, score]),
      [["T1053", 1]],
    );
  });

  it("sigma without rules to run, or over a file that is read, ends with 2", () => {
    const log = folder.write("log.jsonl", event(4699, {}));
    const none = huntbook("sigma", "--rules", folder.write("x.yml", ""), log);
    assert.deepEqual([none.code, none.stderr], [2, `huntbook: sigma: no rules in ${folder.path("x.yml")}\n`]);
    const rules = folder.write("one.yml", rule);
    assert.equal(huntbook("sigma", "--rules", rules, "--navigator", log, log).code, 2);
    assert.equal(huntbook("sigma", "--rules", rules, "--min-level", "hig", log).code, 2);
  });

  // T-5: with the log sources of that project's own configuration.
  it("sigma finds every regression case of SigmaHQ", function () {
    const root = evidence(this, "03-sigma-regression");
    const cases = readFileSync(`${root}/expected.csv`, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => {
        const [, id, path, least] = /^([^,]+),.*,regression_data\/([^,]+\.evtx),(\d*),\d+,\d+$/.exec(line)!;
        return { id: id!, source: `${root}/${path}.gz`, least: Number(least || 1) };
      });
    const rules = [`${root}/rules`, `${root}/rules-emerging-threats`].flatMap((path) => ["--rules", path]);
    const sources = cases.map((one) => one.source);
    const result = huntbook(
      "sigma",
      ...rules,
      "--log-sources",
      `${root}/tests/thor.yml`,
      "--quiet",
      ...sources,
    );
    const hits = jsonLines(result);
    const found = cases.filter(
      ({ id, source, least }) =>
        hits.filter((hit) => hit.rule === id && hit._source === source).length >= least,
    );
    assert.equal(cases.length, 98);
    assert.equal(found.length, 98);
  });

  // T-8, T-9 and T-10 in one run: reading the rules takes longest.
  it("sigma with all Windows rules counts what independent engines count", function () {
    const rules = evidence(this, "03-sigma-regression", RULES);
    const clean = evidence(this, "05-whole-hosts", "RathbunVM_W10EventLogs.jsonl.gz");
    const attacked = evidence(this, "05-whole-hosts", "APTSimulatorVM_EventLogs.jsonl.gz");
    const corpus = evidence(this, "04-evtx-corpora", "EVTX-ATTACK-SAMPLES.jsonl.gz");
    const result = huntbook("sigma", "--rules", rules, "--quiet", clean, attacked, corpus);
    assert.equal(result.code, 0, result.stderr);
    const hits = jsonLines(result);
    const of = (source: string) => hits.filter((hit) => hit._source === source);
    const isGrave = ({ level }: Record<string, unknown>) => level === "high" || level === "critical";

    const table = expected(evidence(this, "05-whole-hosts", "expected_sigma_RathbunVM_W10EventLogs.csv"));
    assert.deepEqual([table.rules, table.hits], [7, 331]);
    assert.deepEqual(
      [...countsOf(of(clean))].sort(),
      [...table.counts].map(([id, count]) => [id, count.hits]).sort(),
    );
    assert.ok(of(clean).every(({ level }) => level === "low" || level === "informational"));

    assert.deepEqual([countsOf(of(attacked)).size, of(attacked).length], [60, 505]);
    assert.equal(of(attacked).filter(isGrave).length, 92);

    const both = expected(evidence(this, "04-evtx-corpora", "expected_sigma_EVTX-ATTACK-SAMPLES.csv"));
    const counts = countsOf(of(corpus));
    assert.deepEqual([counts.size, of(corpus).length], [370, 1468]);
    const agreed = [...both.counts].filter(([, { agree }]) => agree);
    assert.deepEqual([agreed.length, agreed.reduce((sum, [, count]) => sum + count.hits, 0)], [198, 590]);
    for (const [id, count] of agreed) assert.equal(counts.get(id), count.hits, id);
  });
});
