import { Command } from "commander";
import { type EvidenceOptions, readEvidence, withEvidenceOptions } from "./evidence";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

/** `huntbook read`: evidence to rows. */
export function readCommand(): Command {
  const command = new Command("read")
    .description("read evidence (files, folders, globs; also inside .gz and .zip) and print its rows")
    .argument("<files...>");
  return withOutputOptions(withEvidenceOptions(command)).action(
    async (files: string[], options: EvidenceOptions & OutputOptions) => {
      const { hunt, relation } = await readEvidence(files, options);
      await writeRows(relation, options);
      await hunt.close();
    },
  );
}
