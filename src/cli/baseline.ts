import { existsSync, readFileSync } from "node:fs";
import { Command } from "commander";
import type { AllowRule } from "../baseline/allowRules";
import { baseline } from "../baseline/baseline";
import type { Relation } from "../engine/engine";
import { sql } from "../engine/sql";
import type { Hunt } from "../evidence/open";
import {
  collect,
  columnNames,
  type EvidenceOptions,
  readInto,
  withEvidence,
  withEvidenceOptions,
} from "./evidence";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

interface BaselineCommandOptions extends EvidenceOptions, OutputOptions {
  readonly gold: readonly string[];
  readonly key: string;
  readonly compare?: string;
  readonly per?: string;
  readonly over: string;
  readonly allow?: string;
  readonly allowed?: boolean;
}

/** `huntbook baseline`: what a fleet has that its gold image has not, and the other way round. */
export function baselineCommand(): Command {
  const command = new Command("baseline")
    .description(
      "compare with a gold image and print what is new, missing and changed; the fewest hosts first",
    )
    .argument("<files...>")
    .requiredOption(
      "--gold <file>",
      "the gold image (repeat it for more files; NAME=FILE for several images)",
      collect,
    )
    .requiredOption("--key <columns>", "column or columns (a,b) that say what a thing is")
    .option("--compare <columns>", "columns that must be as in the image, such as a command or hash")
    .option("--per <columns>", "list for each value of these columns: host, role, user")
    .option("--over <column>", "column that says which machine a row is of", "host")
    .option(
      "--allow <file>",
      'JSON of accepted deviations: [{"match": {"image": "*\\\\tool.exe"}, "reason": "…", "until": "2026-12-31"}]',
    )
    .option("--allowed", "print accepted deviations, too, behind the others");
  return withOutputOptions(withEvidenceOptions(command)).action(
    (files: string[], options: BaselineCommandOptions) =>
      withEvidence(files, options, async ({ hunt, relation }) => {
        const gold = await readImages(hunt, options);
        const { key, compare, per, over, allow } = options;
        const found = await baseline(gold, relation, {
          key: columnNames(key),
          over,
          ...(compare !== undefined && { compare: columnNames(compare) }),
          ...(per !== undefined && { per: columnNames(per) }),
          ...(allow !== undefined && { allow: readRules(allow) }),
        });
        if (!options.quiet) await summarise(found);
        const inputs = [...files, ...options.gold.map((one) => imageOf(one).path)];
        await writeRows(options.allowed ? found : found.where(sql`allowed is null`), options, inputs);
      }),
  );
}

async function readImages(hunt: Hunt, options: BaselineCommandOptions): Promise<Record<string, Relation>> {
  const paths = new Map<string, string[]>();
  for (const one of options.gold) {
    const { image, path } = imageOf(one);
    paths.set(image, [...(paths.get(image) ?? []), path]);
  }
  const images: Record<string, Relation> = {};
  for (const [image, files] of paths) images[image] = await readInto(hunt, files, options);
  return images;
}

/** `NAME=FILE`, unless that is itself a file. */
function imageOf(given: string): { image: string; path: string } {
  const at = given.indexOf("=");
  if (at < 1 || existsSync(given)) return { image: "gold", path: given };
  return { image: given.slice(0, at), path: given.slice(at + 1) };
}

function readRules(path: string): AllowRule[] {
  let rules: unknown;
  try {
    rules = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new SyntaxError(`baseline: ${path} must be a JSON list of rules, got ${(error as Error).message}`);
  }
  if (!Array.isArray(rules))
    throw new SyntaxError(`baseline: ${path} must be a JSON list of rules, got ${typeof rules}`);
  return rules as AllowRule[];
}

async function summarise(found: Relation): Promise<void> {
  const counts = await found.engine
    .sql`select status, count(*) as n, count(*) filter (where drift) as drift, count(allowed) as allowed from ${found} group by status order by status`.rows();
  const parts = counts.map(
    ({ status, n, drift, allowed }) => `${n} ${status} (${drift} of them other versions, ${allowed} allowed)`,
  );
  process.stderr.write(`huntbook: ${parts.join(", ") || "no deviations"}\n`);
}
