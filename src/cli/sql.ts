import { Command } from "commander";
import { raw, sql } from "../engine/sql";
import { type EvidenceOptions, withEvidence, withReadOptions } from "./evidence";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

/** `huntbook sql`: a query over evidence. */
export function sqlCommand(): Command {
  const command = new Command("sql")
    .description(
      "run SQL over evidence; the views are events, tasks, logons, processes, services, network, files, and input (all rows that were read)",
    )
    .argument("<query>")
    .argument("<files...>");
  return withOutputOptions(withReadOptions(command)).action(
    (query: string, files: string[], options: EvidenceOptions & OutputOptions) =>
      withEvidence(files, options, async ({ hunt, relation }) => {
        await hunt.execute(sql`create or replace view input as ${relation.query}`);
        await writeRows(hunt.relation(raw(query)), options, files);
        await hunt.execute(raw("drop view input"));
      }),
  );
}
