import { basename } from "node:path";
import { Command } from "commander";
import type { Relation } from "../engine/engine";
import { type Hunt, open } from "../evidence/open";
import type { NamedFindings } from "../score/findings";
import { type Plan, type PlanOptions, plan } from "../score/plan";
import { triage } from "../score/triage";
import { collect, columnNames, namedValues, readInto } from "./evidence";
import { type OutputOptions, wholeNumber, withOutputOptions, writeRows } from "./output";

interface TriageCommandOptions extends OutputOptions {
  readonly evidence?: readonly string[];
  readonly as?: string;
  readonly hostFolder?: string;
  readonly by?: string;
  readonly items?: number;
  readonly hours?: string;
  readonly analysts?: string;
  readonly minutes?: string;
  readonly budgets?: string;
  readonly left?: string;
  readonly quiet?: boolean;
}

/** `huntbook triage`: one queue out of what other commands found; without files, only the plan. */
export function triageCommand(): Command {
  const command = new Command("triage")
    .description(
      "one ordered queue out of the outputs of sigma, ioc, lfo, baseline and score; or the plan alone",
    )
    .argument("[files...]", "outputs of other commands, each a source")
    .option("--evidence <file>", "the evidence itself, to look up what hits lack (may be repeated)", collect)
    .option("--as <view>", "view of that evidence: tasks, processes, …")
    .option("--host-folder <name>", "folder of that evidence whose sub-folders are hosts")
    .option("--by <columns>", "columns (a,b) that say what a thing is; like things are one line")
    .option("--items <n>", "lines to read", wholeNumber)
    .option("--hours <n>", "hours until the work must be done")
    .option("--analysts <list>", "how many analysts, or their names (Ada,Bo)")
    .option("--minutes <n>", "minutes that one line takes")
    .option(
      "--budgets <list>",
      "places by category: rule=30,score=50 (indicator, rule, deviation, rarity, score)",
    )
    .option("--left <file>", "write the lines below the budget to this file")
    .option("--quiet", "no progress, no notes on stderr");
  return withOutputOptions(command).action(run);
}

async function run(files: string[], options: TriageCommandOptions): Promise<void> {
  const budget = budgetOf(options);
  if (files.length === 0) return printPlan(plan(budget));
  const hunt = await open();
  try {
    const from = await sourcesOf(hunt, files, options);
    const { evidence, as, hostFolder, by, quiet = false } = options;
    const reading = {
      quiet,
      ...(as !== undefined && { as }),
      ...(hostFolder !== undefined && { hostFolder }),
    };
    const rows = evidence === undefined ? undefined : await readInto(hunt, evidence, reading);
    const made = await triage({
      from,
      budget,
      ...(by !== undefined && { by: columnNames(by) }),
      ...(rows !== undefined && { rows }),
    });
    if (!quiet) for (const note of made.notes) process.stderr.write(`huntbook: ${note}\n`);
    const inputs = [...files, ...(evidence ?? [])];
    if (options.left !== undefined) await writeRows(made.left, { out: options.left }, inputs);
    await writeRows(made.queue, options, inputs);
  } finally {
    await hunt.close();
  }
}

/** Each file is a source by itself, known by its name. */
async function sourcesOf(
  hunt: Hunt,
  files: readonly string[],
  options: TriageCommandOptions,
): Promise<NamedFindings[]> {
  const sources: NamedFindings[] = [];
  for (const file of files) {
    const relation: Relation = await readInto(hunt, [file], { quiet: options.quiet ?? false });
    sources.push({ name: basename(file).replace(/\.\w+$/, ""), relation });
  }
  return sources;
}

function budgetOf({ items, hours, analysts, minutes, budgets }: TriageCommandOptions): PlanOptions {
  const isNumber = analysts !== undefined && /^\d+$/.test(analysts);
  return {
    ...(items !== undefined && { items }),
    ...(hours !== undefined && { hours: Number(hours) }),
    ...(minutes !== undefined && { minutesPerItem: Number(minutes) }),
    ...(analysts !== undefined && { analysts: isNumber ? Number(analysts) : columnNames(analysts) }),
    ...(budgets !== undefined && { budgets: placesOf(budgets) }),
  };
}

function placesOf(list: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(namedValues(list)).map(([category, places]) => [category, Number(places)]),
  );
}

function printPlan(planned: Plan): void {
  const { minutesPerItem, etaHours, ...same } = planned;
  const row = { ...same, minutes_per_item: minutesPerItem, eta_hours: etaHours };
  process.stdout.write(process.stdout.isTTY ? `${planned.sentence}\n` : `${JSON.stringify(row)}\n`);
}
