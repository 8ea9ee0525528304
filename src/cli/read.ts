import { Command } from "commander";
import { columnNames, type EvidenceOptions, withEvidence, withEvidenceOptions } from "./evidence";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

interface ReadCommandOptions extends EvidenceOptions, OutputOptions {
  readonly columns?: string;
}

/** `huntbook read`: evidence to rows. */
export function readCommand(): Command {
  const command = new Command("read")
    .description(
      "read evidence (files, folders, globs; also inside gzip, zip, tar and 7z) and print its rows",
    )
    .argument("<files...>")
    .option("--columns <columns>", "only these columns (a,b)");
  return withOutputOptions(withEvidenceOptions(command)).action(
    (files: string[], options: ReadCommandOptions) =>
      withEvidence(files, options, async ({ relation }) => {
        const { columns } = options;
        const rows = columns === undefined ? relation : relation.select(...columnNames(columns));
        await writeRows(rows, options, files);
      }),
  );
}
