import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readIndicators } from "../../src/match/ioc/readIndicators";
import { testFolder } from "../support/folder";
import { event } from "../support/madeEvents";
import { rule, rulesOf, run } from "./sigma/support";

/** Lists and rules come from strangers: what is made to hurt is told, and the rest is used. */
describe("hostile lists and rules", function () {
  // Not a measurement: a search that backtracks would take longer than anybody waits.
  this.timeout(60_000);
  const folder = testFolder();

  it("an expression that backtracks for ever elsewhere runs over a long command line, and finds what it means", async () => {
    const yaml = rule("Slow", "category: process_creation", "{CommandLine|re: '^(a+)+(b|a)*c$'}");
    const made = { Channel: "Microsoft-Windows-Sysmon/Operational" };
    const log = folder.write(
      "log.jsonl",
      ["d", "c"].map((end) => event(1, { CommandLine: `${"a".repeat(30_000)}${end}` }, made)).join("\n"),
    );
    const { hits } = await run(log, rulesOf(yaml));
    assert.deepEqual(
      hits.map((hit) => hit._record),
      [2],
    );
  });

  it("wildcards by the thousand in a rule run over a long command line", async () => {
    const yaml = rule("Stars", "category: process_creation", `{CommandLine: '${"*a".repeat(2000)}*b'}`);
    const log = folder.write(
      "log.jsonl",
      event(1, { CommandLine: "a".repeat(30_000) }, { Channel: "Microsoft-Windows-Sysmon/Operational" }),
    );
    assert.deepEqual((await run(log, rulesOf(yaml))).hits, []);
  });

  it("entities that would grow to billions of laughs are refused, and the list beside them is used", async () => {
    const entities = Array.from({ length: 12 }, (_, i) =>
      i === 0 ? '<!ENTITY e0 "ha">' : `<!ENTITY e${i} "${`&e${i - 1};`.repeat(10)}">`,
    );
    const bad = `<?xml version="1.0"?><!DOCTYPE ioc [${entities.join("")}]><ioc><definition><Indicator operator="OR"><IndicatorItem condition="is"><Context search="FileItem/FileName"/><Content>&e11;</Content></IndicatorItem></Indicator></definition></ioc>`;
    const files = [folder.write("laughs.ioc", bad), folder.write("good.txt", "evil.example.com\n")];
    const { indicators, leftOut, issues } = await readIndicators(files);
    assert.deepEqual(
      indicators.map(({ value }) => value),
      ["evil.example.com"],
    );
    const told = [...issues.map((issue) => issue.reason), ...leftOut.map((left) => left.reason)];
    assert.ok(told.length > 0 && told.every((text) => text !== null && text.length < 500), told.join("; "));
  });

  it("a list of a million columns is refused by their number", async () => {
    const text = `${"sha256,".repeat(1_000_000)}x\n${"a,".repeat(1_000_000)}x\n`;
    const { indicators, issues } = await readIndicators({ text, name: "wide.csv" });
    assert.deepEqual(indicators, []);
    assert.match(issues[0]!.reason, /at most 1,?000 columns/);
  });

  it("a STIX pattern of a thousand brackets is left out with its reason, and the next one is used", async () => {
    const pattern = (text: string) => ({
      type: "indicator",
      id: "indicator--1",
      pattern: text,
      pattern_type: "stix",
    });
    const deep = `${"(".repeat(1000)}[file:name = 'a']${")".repeat(1000)}`;
    const objects = [pattern(deep), pattern("[domain-name:value = 'evil.example.com']")];
    const text = JSON.stringify({ type: "bundle", objects });
    const { indicators, leftOut, issues } = await readIndicators({ text, name: "deep.json" });
    assert.deepEqual(
      indicators.map(({ value }) => value),
      ["evil.example.com"],
    );
    const told = [...issues.map((issue) => issue.reason), ...leftOut.map((left) => left.reason)].join("; ");
    assert.match(told, /deep|nested|levels/);
  });
});
