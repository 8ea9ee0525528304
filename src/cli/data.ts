import { join, relative, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { ARTEFACT_NAMES, type ArtefactName } from "../fleet/fleetOptions";
import { generateFleet } from "../fleet/generateFleet";
import { fetchDataCommand } from "./fetchData";

interface DataOptions {
  readonly seed: number;
  readonly hosts: number;
  readonly days: number;
  readonly start?: string;
  readonly artefacts: readonly ArtefactName[];
  readonly out: string;
  readonly quiet?: boolean;
}

/** `huntbook data`: writes the sample fleet with its ground truth. */
export function dataCommand(): Command {
  const command = new Command("data")
    .description(
      "write the sample fleet: tasks, log-ons, processes, services and network of Windows hosts, with ground truth",
    )
    .option("--seed <n>", "everything random comes from it", wholeNumber, 1)
    .option("--hosts <n>", "number of machines", wholeNumber, 100)
    .option("--days <n>", "length of the period", wholeNumber, 30)
    .option("--start <day>", "first day, YYYY-MM-DD")
    .option("--artefacts <names>", "kinds of evidence, separated by commas", artefactNames, [
      ...ARTEFACT_NAMES,
    ])
    .option("--out <dir>", "folder to write: new, or an earlier fleet", defaultFolder())
    .option("--quiet", "no progress, no summary")
    .action(async (options: DataOptions) => {
      const summary = await generateFleet(options);
      if (options.quiet) return;
      const row = {
        out: summary.out,
        hosts: summary.hosts,
        days: summary.days,
        task_events: summary.taskEvents,
        security_events: summary.securityEvents,
        task_files: summary.taskFiles,
        logon_events: summary.logonEvents,
        process_events: summary.processEvents,
        service_events: summary.serviceEvents,
        network_events: summary.networkEvents,
        planted: summary.planted.length,
        intrusion_steps: summary.steps.length,
        bytes: summary.bytes,
        sha256: summary.sha256,
      };
      process.stdout.write(process.stdout.isTTY ? table(row) : `${JSON.stringify(row)}\n`);
    });
  return command.addCommand(fetchDataCommand().copyInheritedSettings(command));
}

/** The package's own data folder when called from within the package, else one below the current folder. */
function defaultFolder(): string {
  const root = resolve(__dirname, "..", "..");
  const inside = !relative(root, process.cwd()).startsWith("..");
  return relative(process.cwd(), join(inside ? root : process.cwd(), "data", "fleet"));
}

function table(row: Record<string, string | number>): string {
  const lines = Object.entries(row).map(
    ([name, value]) =>
      `${name.padEnd(16)}${typeof value === "number" ? value.toLocaleString("en-US") : value}\n`,
  );
  return lines.join("");
}

function artefactNames(text: string): ArtefactName[] {
  const names = text.split(",").map((name) => name.trim());
  const known: readonly string[] = ARTEFACT_NAMES;
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined) {
    throw new InvalidArgumentError(`must be among ${known.join(", ")}; got ${JSON.stringify(strange)}`);
  }
  return names as ArtefactName[];
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("must be a whole number");
  return Number(text);
}
