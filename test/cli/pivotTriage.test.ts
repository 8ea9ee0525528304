import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type Hunt, open } from "../../src/evidence/open";
import { pivot } from "../../src/score/pivot";
import { triage } from "../../src/score/triage";
import { huntbook, jsonLines } from "../support/cli";
import { testFolder } from "../support/folder";

describe("huntbook pivot and triage beside the library", () => {
  const folder = testFolder();
  const lines = (name: string, rows: readonly object[]) =>
    folder.write(name, rows.map((row) => JSON.stringify(row)).join("\n"));
  const log = lines("log.jsonl", [
    ...["\\Gone", "\\Odd", "\\Usual", "\\Usual"].map((task, i) => ({ task, score: 9 - i })),
    { task: "\\Unscored", score: null },
  ]);
  const files = lines("files.jsonl", [
    ...["\\Odd", "\\Usual", "\\Other", "\\Odd"].map((name, i) => ({ name, host: `h${i}` })),
    { name: null, host: "h9" },
  ]);
  const hits = lines("hits.jsonl", [
    { rule: "r1", title: "Bad task", level: "high", name: "\\Odd", host: "h0" },
    { rule: "r2", title: "Everywhere", level: "high", name: "\\Usual", host: "h1" },
    { rule: "r2", title: "Everywhere", level: "high", name: "\\Other", host: "h2" },
  ]);
  const scores = lines(
    "scores.jsonl",
    ["\\Odd", "\\Usual", "\\Other", "\\Last"].map((name, i) => ({
      name,
      host: "h3",
      score: 4 - i,
      tail_probability: (i + 1) / 4,
    })),
  );
  const read = async (hunt: Hunt, path: string) => (await hunt.read(path, { quiet: true })).relation;

  it("huntbook pivot gives the rows, the misses and the counts of pivot", async () => {
    const gone = folder.path("gone.jsonl");
    const args = [
      "--from",
      log,
      "--on",
      "task=name",
      "--share",
      "50%",
      "--misses",
      gone,
      "--format",
      "jsonl",
    ];
    const result = huntbook("pivot", ...args, files);
    const hunt = await open();
    const into = await read(hunt, files);
    const pivoted = await pivot(await read(hunt, log), into, { on: { task: "name" }, top: 0.5 });
    assert.deepEqual(jsonLines(result), await pivoted.relation.rows());
    assert.deepEqual(JSON.parse(readFileSync(gone, "utf8")), (await pivoted.misses.rows())[0]);
    for (const note of pivoted.notes) assert.ok(result.stderr.includes(`huntbook: ${note}\n`), note);
    assert.deepEqual([pivoted.counts.missed, pivoted.counts.unranked, pivoted.counts.after], [1, 1, 2]);
    await hunt.close();
  });

  it("huntbook pivot --host-folder joins task files by the host of their folder", () => {
    const xml = "<Task><Actions><Exec><Command>a.exe</Command></Exec></Actions></Task>";
    folder.write("hosts/WS01/Tidy.xml", xml);
    const from = lines("byHost.jsonl", [{ host: "ws01", score: 1 }]);
    const args = ["--as", "tasks", "--host-folder", "hosts", "--from", from, "--on", "host", "--share", "1"];
    const [row] = jsonLines(huntbook("pivot", ...args, "--format", "jsonl", folder.path("hosts")));
    assert.deepEqual([row!.host, row!.command], ["ws01", "a.exe"]);
  });

  it("huntbook triage gives the queue, the rest and the notes of triage", async () => {
    const rest = folder.path("rest.jsonl");
    const args = ["--by", "name", "--items", "2", "--hours", "4", "--analysts", "Ada,Bo", "--left", rest];
    const result = huntbook("triage", hits, scores, ...args, "--budgets", "rule=1", "--format", "jsonl");
    const hunt = await open();
    const from = [
      { name: "hits", relation: await read(hunt, hits) },
      { name: "scores", relation: await read(hunt, scores) },
    ];
    const budget = { items: 2, hours: 4, analysts: ["Ada", "Bo"], budgets: { rule: 1 } };
    const made = await triage({ from, by: "name", budget });
    assert.deepEqual(jsonLines(result), await made.queue.rows());
    const left = readFileSync(rest, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(left, await made.left.rows());
    for (const note of made.notes) assert.ok(result.stderr.includes(`huntbook: ${note}\n`), note);
    assert.deepEqual(left.map((line) => line.item).sort(), ["\\Last", "\\Other"]);
    await hunt.close();
  });
});
