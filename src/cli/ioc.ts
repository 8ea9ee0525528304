import { Command } from "commander";
import { visible } from "../core/html";
import { open } from "../evidence/open";
import { readAllowLists, withoutAllowed } from "../match/ioc/allowLists";
import type { IndicatorSet, ListReport } from "../match/ioc/indicator";
import { indicatorTable } from "../match/ioc/indicatorTable";
import { matchIndicators } from "../match/ioc/matchIndicators";
import { readIndicators } from "../match/ioc/readIndicators";
import { retroHunt } from "../match/ioc/retroHunt";
import {
  columnNames,
  type EvidenceOptions,
  NothingReadable,
  withEvidence,
  withEvidenceOptions,
} from "./evidence";
import { type OutputOptions, withOutputOptions, writeRows } from "./output";

interface IocOptions extends EvidenceOptions, OutputOptions {
  readonly indicators: readonly string[];
  readonly indicator: readonly string[];
  readonly allow: readonly string[];
  readonly columns?: string;
  readonly retro?: boolean;
  readonly validOnly?: boolean;
}

const SHOWN_REASONS = 20;

/** `huntbook ioc`: looks for indicators in evidence, or lists them when there is no evidence. */
export function iocCommand(): Command {
  const command = new Command("ioc")
    .description(
      "look for indicators (STIX, MISP, OpenIOC, CSV, lists) in evidence; without evidence, list them: used or not, and why",
    )
    .argument("[files...]", "evidence")
    .option(
      "--indicators <file>",
      "list of indicators of any format, folder or glob; may be repeated",
      also,
      [],
    )
    .option("--indicator <value>", "a single indicator; may be repeated", also, [])
    .option(
      "--allow <file>",
      "list of harmless things, such as a MISP warning list; may be repeated",
      also,
      [],
    )
    .option("--columns <columns>", "only these columns (a,b) are searched")
    .option("--retro", "one line an indicator: first and last seen, hosts, count")
    .option("--valid-only", "leave out hits before valid_from or after valid_until of their indicator");
  return withOutputOptions(withEvidenceOptions(command)).action((files: string[], options: IocOptions) =>
    run(files, options),
  );
}

async function run(files: readonly string[], options: IocOptions): Promise<void> {
  const set = await readAll(options);
  const lists = [...options.indicators, ...options.allow];
  if (!options.quiet) reportLists(set);
  if (files.length === 0) return listAll(set, options, lists);
  if (set.indicators.length === 0) throw new NothingReadable("ioc: no indicators to look for");
  await withEvidence(files, options, async ({ relation }) => {
    const found = await matchIndicators(relation, set, {
      quiet: options.quiet ?? false,
      outside: options.validOnly ? "drop" : "mark",
      ...(options.columns === undefined ? {} : { columns: columnNames(options.columns) }),
    });
    const { hits, removed } = await withoutAllowed(found, await allowed(options));
    const taken = await removed.count();
    if (taken > 0 && !options.quiet) {
      for (const row of await removed.engine
        .sql`select allowed_by, count(*) as n from ${removed} group by 1 order by 2 desc, 1`.rows({
        limit: SHOWN_REASONS,
      })) {
        say(`${row.n} hits taken out by ${row.allowed_by}`);
      }
    }
    await writeRows(options.retro ? retroHunt(hits) : hits, options, [...files, ...lists]);
  });
}

async function allowed({ allow, quiet }: IocOptions) {
  const lists = await readAllowLists(allow);
  if (!quiet)
    for (const issue of lists.issues) say([issue.path, issue.place, issue.reason].filter(Boolean).join(": "));
  return lists;
}

async function readAll({ indicators, indicator }: IocOptions): Promise<IndicatorSet> {
  if (indicators.length === 0 && indicator.length === 0) {
    throw new TypeError(
      "ioc: indicators must be given, got none; use --indicators FILE or --indicator VALUE",
    );
  }
  const listed = indicators.length === 0 ? undefined : await readIndicators(indicators);
  if (indicator.length === 0) return listed!;
  const single = await readIndicators({ text: indicator.join("\n"), name: "command line" });
  return listed === undefined ? single : joined(listed, single);
}

function joined(a: IndicatorSet, b: IndicatorSet): IndicatorSet {
  a.issues.push(...b.issues);
  return {
    indicators: [...a.indicators, ...b.indicators],
    leftOut: [...a.leftOut, ...b.leftOut],
    issues: a.issues,
    report: [...a.report, ...b.report],
  };
}

/** What the lists held, and what of it is not hunted, on stderr. */
function reportLists({ report, leftOut, issues }: IndicatorSet): void {
  for (const list of report) say(listLine(list));
  const reasons = new Map<string, number>();
  for (const { why, reason } of leftOut) {
    if (why === "duplicate") continue;
    const key = `${why}: ${reason}`;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
  for (const [reason, count] of [...reasons].slice(0, SHOWN_REASONS)) say(`${count} not hunted, ${reason}`);
  if (reasons.size > SHOWN_REASONS) say(`… and ${reasons.size - SHOWN_REASONS} more reasons`);
  for (const { path, place, reason } of issues.slice(0, SHOWN_REASONS)) {
    say([path, place, reason].filter((part) => part !== "").join(": "));
  }
}

function listLine(report: ListReport): string {
  const { list, format, entries, used, duplicates, benign, unused, found, patterns, comparisons } = report;
  const kinds = Object.entries(found)
    .map(([field, count]) => `${field} ${count}`)
    .slice(0, 12)
    .join(", ");
  const stix = patterns === undefined ? "" : `${patterns} patterns, ${comparisons} distinct comparisons; `;
  return `${list}: ${format}, ${stix}${entries} entries (${kinds}): ${used} used, ${duplicates} duplicate, ${benign} benign, ${unused} unused`;
}

/** Every entry of the lists as a row. */
async function listAll(set: IndicatorSet, options: IocOptions, inputs: readonly string[]): Promise<void> {
  if (set.indicators.length + set.leftOut.length === 0)
    throw new NothingReadable("ioc: no indicators in the lists");
  const hunt = await open();
  try {
    const rows = await indicatorTable(hunt, set);
    await writeRows(rows, options, inputs);
  } finally {
    await hunt.close();
  }
}

function also(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function say(text: string): void {
  process.stderr.write(`huntbook: ${visible(text)}\n`);
}
