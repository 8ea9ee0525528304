import { Command, InvalidArgumentError } from "commander";
import { pivot } from "../score/pivot";
import {
  collect,
  columnNames,
  type EvidenceOptions,
  readInto,
  withEvidence,
  withEvidenceOptions,
} from "./evidence";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

interface PivotCommandOptions extends EvidenceOptions, OutputOptions {
  readonly from: readonly string[];
  readonly on: string;
  readonly by: string;
  readonly lowest?: boolean;
  readonly share: number;
  readonly misses?: string;
}

/** `huntbook pivot`: keeps of one artefact what belongs to the oddest part of another. */
export function pivotCommand(): Command {
  const command = new Command("pivot")
    .description("keep of FILES what belongs to the oddest entries of another artefact, with its lineage")
    .argument("<files...>")
    .requiredOption(
      "--from <file>",
      "rows with a score or a rarity, such as the output of lfo (may be repeated)",
      collect,
    )
    .requiredOption("--on <columns>", "columns that join the two (a,b; or a=b where the names differ)")
    .option("--by <column>", "column of --from that says how odd a row is", "score")
    .option("--lowest", "low values are the odd ones, as with counts of hosts")
    .option("--share <share>", "share of the entries to keep: 0.25 or 25%", share, 0.25)
    .option("--misses <file>", "write the kept entries that FILES have no row of to this file");
  return withOutputOptions(withEvidenceOptions(command)).action(
    (files: string[], options: PivotCommandOptions) =>
      withEvidence(files, options, async ({ hunt, relation }) => {
        const from = await readInto(hunt, options.from, { quiet: options.quiet ?? false });
        const { by, lowest, share: top } = options;
        const order = lowest ? "lowest" : "highest";
        const pivoted = await pivot(from, relation, { on: keysOf(options.on), by, order, top });
        if (!options.quiet) for (const note of pivoted.notes) process.stderr.write(`huntbook: ${note}\n`);
        const inputs = [...files, ...options.from];
        if (options.misses !== undefined) await writeRows(pivoted.misses, { out: options.misses }, inputs);
        await writeRows(pivoted.relation, options, inputs);
      }),
  );
}

function keysOf(list: string): Record<string, string> {
  return Object.fromEntries(
    columnNames(list).map((column) => {
      const [from, into = from] = column.split("=");
      return [from!, into!];
    }),
  );
}

function share(text: string): number {
  const value = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError("must be above 0 and at most 1, or 100%");
  return value;
}
