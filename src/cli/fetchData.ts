import { Command } from "commander";
import { DATA_SOURCES, type FetchOptions, fetchData } from "../match/fetched/fetchData";

/** `huntbook data fetch`: fetches data of others, to be used offline afterwards. */
export function fetchDataCommand(): Command {
  const names = Object.keys(DATA_SOURCES).join(", ");
  return new Command("fetch")
    .description("fetch data of others that is not shipped, show its licence, and keep its hash")
    .argument("<name>", names)
    .option("--folder <dir>", "where it is kept (default: HUNTBOOK_DATA, or .huntbook/data in your home)")
    .option("--url <url>", "fetch from here, such as a mirror")
    .option("--sha256 <hash>", "the content must have this SHA-256")
    .option("--update", "take content that differs from the first fetch, and record its hash")
    .action(async (name: string, options: FetchOptions) => {
      const { checked, licence, ...row } = await fetchData(name, options);
      process.stderr.write(`huntbook: licence: ${licence}\n`);
      process.stderr.write(
        checked === "nothing"
          ? "huntbook: hash recorded at this first fetch; compare it with one that you trust, or give --sha256\n"
          : `huntbook: checked against the ${checked}\n`,
      );
      process.stdout.write(`${JSON.stringify(row)}\n`);
    });
}
