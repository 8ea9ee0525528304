import { Command } from "commander";
import { lfo } from "../baseline/lfo";
import { columnNames, type EvidenceOptions, withEvidence, withEvidenceOptions } from "./evidence";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

interface LfoCommandOptions extends EvidenceOptions, OutputOptions {
  readonly by: string;
  readonly over: string;
}

/** `huntbook lfo`: least frequency of occurrence. */
export function lfoCommand(): Command {
  const command = new Command("lfo")
    .description("stack values and print the rarest first: count, share, hosts, users, first and last seen")
    .argument("<files...>")
    .requiredOption("--by <columns>", "column or columns (a,b) whose values are counted")
    .option("--over <column>", "column that says how widespread a value is", "host");
  return withOutputOptions(withEvidenceOptions(command)).action(
    (files: string[], options: LfoCommandOptions) =>
      withEvidence(files, options, async ({ relation }) => {
        const stack = await lfo(relation, { by: columnNames(options.by), over: options.over });
        await writeRows(stack, options, files);
      }),
  );
}
