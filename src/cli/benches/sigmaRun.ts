import { open } from "../../evidence/open";
import type { DetectionRule } from "../../match/sigma/rule/model";
import { readRules } from "../../match/sigma/rule/readRules";
import { RowFields } from "../../match/sigma/run/eventFields";
import { holds, ValueTests } from "../../match/sigma/run/matchValue";
import { runRules } from "../../match/sigma/runRules";

/** One measured run of the Sigma benchmark, in a process of its own: `node sigmaRun.js WAY RULES EVENTS`. */
async function main(way: string, rulesPath: string, file: string): Promise<void> {
  const { rules } = await readRules(rulesPath);
  const hunt = await open();
  const { relation } = await hunt.read(file, { quiet: true });
  const rows = await relation.count();
  const started = process.hrtime.bigint();
  let hits = 0;
  if (way === "index" || way === "whole")
    hits = await (await runRules(relation, rules, { quiet: true })).hits.count();
  else {
    const tests = new ValueTests();
    for await (const batch of relation.stream()) {
      for (const row of batch) {
        const event = new RowFields(row);
        for (const rule of rules) if (holds((rule as DetectionRule).test, event, tests)) hits += 1;
      }
    }
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ seconds, rows, rules: rules.length, hits, peakMemoryMb }));
  await hunt.close();
}

void main(process.argv[2]!, process.argv[3]!, process.argv[4]!);
