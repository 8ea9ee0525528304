import { Command } from "commander";
import { textColumn } from "../core/table";
import { detect } from "../evidence/detect";
import { open } from "../evidence/open";
import { NothingReadable, reportIssues } from "./evidence";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

/** `huntbook detect`: what files are, and how that is seen. */
export function detectCommand(): Command {
  const command = new Command("detect")
    .description("say what files are, how sure that is and why, without reading them")
    .argument("<files...>")
    .option("--quiet", "no list of issues on stderr");
  return withOutputOptions(command).action(
    async (paths: string[], options: OutputOptions & { readonly quiet?: boolean }) => {
      const { files, issues } = await detect(paths);
      if (!options.quiet) reportIssues(issues);
      if (files.length === 0) throw new NothingReadable(`detect: no file in ${paths.join(", ")}`);
      const hunt = await open();
      try {
        const names = ["path", "kind", "confidence", "reason"] as const;
        const columns = names.map((name) => [name, textColumn(files.map((file) => file[name]))] as const);
        await writeRows(
          await hunt.fromColumns({ rows: files.length, columns: new Map(columns) }),
          options,
          paths,
        );
      } finally {
        await hunt.close();
      }
    },
  );
}
