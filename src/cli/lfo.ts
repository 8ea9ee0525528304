import { Command } from "commander";
import { lfo } from "../baseline/lfo";
import {
  columnNames,
  type EvidenceOptions,
  namedValues,
  withEvidence,
  withEvidenceOptions,
} from "./evidence";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

interface LfoCommandOptions extends EvidenceOptions, OutputOptions {
  readonly by: string;
  readonly over: string;
  readonly given?: string;
  readonly within?: string;
  readonly expected?: boolean;
}

/** `huntbook lfo`: least frequency of occurrence. */
export function lfoCommand(): Command {
  const command = new Command("lfo")
    .description("stack values and print the rarest first: count, share, hosts, users, first and last seen")
    .argument("<files...>")
    .requiredOption("--by <columns>", "column or columns (a,b) whose values are counted")
    .option("--over <column>", "column that says how widespread a value is", "host")
    .option("--given <columns>", "count within each value of these columns: rare for this host, user or role")
    .option(
      "--within <tolerances>",
      "flexible columns (time=24,size=100): hours for times, units for numbers",
    )
    .option("--expected", "of two or three columns: how often by chance, and how surprising; the most first");
  return withOutputOptions(withEvidenceOptions(command)).action(
    (files: string[], options: LfoCommandOptions) =>
      withEvidence(files, options, async ({ relation }) => {
        const { by, over, given, within, expected = false } = options;
        const stack = await lfo(relation, {
          by: columnNames(by),
          over,
          expected,
          ...(given !== undefined && { given: columnNames(given) }),
          ...(within !== undefined && { within: tolerances(within) }),
        });
        await writeRows(stack, options, files);
      }),
  );
}

function tolerances(list: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(namedValues(list)).map(([column, value]) => [column, Number(value)]),
  );
}
