import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { visible } from "../core/html";
import type { Relation } from "../engine/engine";
import { knownAttack } from "../match/attack/knownAttack";
import { navigatorLayer } from "../match/attack/navigatorLayer";
import type { Coverage } from "../match/sigma/coverage";
import { OWN_RULES } from "../match/sigma/ownRules";
import { readPipelines } from "../match/sigma/pipeline/readPipelines";
import { LEVELS, type Level, type Rule } from "../match/sigma/rule/model";
import { readRules } from "../match/sigma/rule/readRules";
import { type RunRulesOptions, runRules } from "../match/sigma/runRules";
import { readPlaceholders } from "../match/sigma/sources/readPlaceholders";
import { readSourceMap } from "../match/sigma/sources/readSourceMap";
import {
  type EvidenceOptions,
  NothingReadable,
  reportIssues,
  withEvidence,
  withEvidenceOptions,
} from "./evidence";
import { type OutputOptions, refuseInput, withOutputOptions, writeRows } from "./output";

interface SigmaCommandOptions extends EvidenceOptions, OutputOptions {
  readonly rules?: readonly string[];
  readonly minLevel?: Level;
  readonly logSources?: string;
  readonly placeholders?: string;
  readonly pipeline?: readonly string[];
  readonly unnamedData?: boolean;
  readonly attack?: string;
  readonly navigator?: string;
}

/** Reasons shown on stderr; the rest is counted. */
const SHOWN_REASONS = 12;

/** `huntbook sigma`: runs Sigma rules over events. */
export function sigmaCommand(): Command {
  const command = new Command("sigma")
    .description("run Sigma rules over event logs: hits with reasons, and which rules could not run, and why")
    .argument("<files...>")
    .option(
      "--rules <path>",
      "rules: a file, a folder or an archive; may be given again (default: our own)",
      also,
    )
    .option("--min-level <level>", LEVELS.join(", "))
    .option("--log-sources <file>", "map of log sources, as THOR's and sigmac's configurations have it")
    .option("--placeholders <file>", "YAML or JSON with values for placeholders of rules")
    .option("--pipeline <file>", "processing pipeline that rules go through; may be given again", also)
    .option("--unnamed-data", "the field Data of rules means elements without a name")
    .option("--attack <file>", "ATT&CK bundle (STIX) for names of techniques (default: the fetched one)")
    .option("--navigator <file>", "write a layer for ATT&CK's Navigator");
  return withOutputOptions(withEvidenceOptions(command)).action(
    async (files: string[], options: SigmaCommandOptions) => {
      const rules = await rulesOf(options);
      await withEvidence(files, options, async ({ relation }) => {
        const { hits, notRun, coverage } = await runRules(relation, rules, runOptions(options));
        if (options.navigator !== undefined) {
          refuseInput(options.navigator, [...files, ...(options.rules ?? [])]);
          writeFileSync(options.navigator, `${JSON.stringify(navigatorLayer(coverage), null, 1)}\n`);
        }
        await writeRows(hits, options, files);
        if (!options.quiet) await reportNotRun(notRun, coverage);
      });
    },
  );
}

function also(path: string, before: readonly string[] = []): string[] {
  return [...before, path];
}

async function rulesOf(options: SigmaCommandOptions): Promise<readonly Rule[]> {
  const placeholders = options.placeholders === undefined ? {} : readPlaceholders(options.placeholders);
  const pipelines = readPipelines(options.pipeline ?? []);
  const { rules, issues } = await readRules(options.rules ?? OWN_RULES, { placeholders, pipelines });
  if (!options.quiet) reportIssues(issues);
  if (rules.length === 0)
    throw new NothingReadable(`sigma: no rules in ${(options.rules ?? [OWN_RULES]).join(", ")}`);
  return rules;
}

function runOptions({
  minLevel,
  logSources,
  attack,
  unnamedData,
  quiet,
}: SigmaCommandOptions): RunRulesOptions {
  return {
    quiet: quiet ?? false,
    attack: knownAttack(attack),
    unnamedData: unnamedData ?? false,
    ...(minLevel === undefined ? {} : { minLevel }),
    ...(logSources === undefined ? {} : { logSources: readSourceMap(logSources) }),
  };
}

/** What could not be seen, on stderr: rules by reason, the most frequent first. */
async function reportNotRun(notRun: Relation, coverage: Coverage): Promise<void> {
  const { rules, ran, fired, lost } = coverage;
  const share = `${(lost * 100).toFixed(1)} %`;
  process.stderr.write(`huntbook: ${ran} of ${rules} rules ran, ${fired} with hits; not run: ${share}\n`);
  const counts = new Map<string, number>();
  for await (const rows of notRun.select("reason").stream()) {
    for (const { reason } of rows) counts.set(reason as string, (counts.get(reason as string) ?? 0) + 1);
  }
  const reasons = [...counts].sort(([, a], [, b]) => b - a);
  for (const [reason, count] of reasons.slice(0, SHOWN_REASONS)) {
    process.stderr.write(`huntbook: ${String(count).padStart(6)} not run: ${visible(reason)}\n`);
  }
  const more = reasons.slice(SHOWN_REASONS).reduce((sum, [, count]) => sum + count, 0);
  if (more > 0) {
    process.stderr.write(
      `huntbook: ${String(more).padStart(6)} not run for ${reasons.length - SHOWN_REASONS} other reasons\n`,
    );
  }
}
