import { Command } from "commander";
import { lfo } from "../baseline/lfo";
import { columnNames, type EvidenceOptions, readEvidence, withEvidenceOptions } from "./evidence";
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
    async (files: string[], options: LfoCommandOptions) => {
      const { hunt, relation } = await readEvidence(files, options);
      const by = columnNames(options.by);
      await writeRows(await lfo(relation, { by, over: options.over }), options);
      await hunt.close();
    },
  );
}
