import { Command } from "commander";
import { type Column, type Columns, textColumn } from "../core/table";
import { columnRarity } from "../detect/columnRarity";
import type { Detector } from "../detect/detector";
import { encoder } from "../encode/encoder";
import type { Relation } from "../engine/engine";
import { sql } from "../engine/sql";
import { autoencoder } from "../nets/autoencoder";
import { byBudget } from "../score/byBudget";
import { explainInWords } from "../score/explainInWords";
import { tailProbability } from "../score/tailProbability";
import { tiers } from "../score/tiers";
import { collect, columnNames, type EvidenceOptions, withEvidence, withEvidenceOptions } from "./evidence";
import { type OutputOptions, wholeNumber, withOutputOptions, writeRows } from "./output";

interface ScoreCommandOptions extends EvidenceOptions, OutputOptions {
  readonly detector: string;
  readonly columns?: string;
  readonly train?: readonly string[];
  readonly seed: number;
}

const DETECTORS: Readonly<Record<string, (seed: number) => Detector>> = {
  autoencoder: (seed) => autoencoder({ seed }),
  rarity: () => columnRarity(),
};

/** What a view is judged by when `--columns` does not say: what a task is, not where and when it ran. */
const COLUMNS_OF_VIEW: Readonly<Record<string, readonly string[]>> = {
  events: ["channel", "provider", "event_id", "level", "user_sid"],
  tasks: [
    "event_id",
    "task_pattern",
    "user_pattern",
    "author",
    "command_pattern",
    "arguments",
    "run_as",
    "trigger",
    "result_code",
  ],
};

/** `huntbook score`: how odd each row is, and why. */
export function scoreCommand(): Command {
  const command = new Command("score")
    .description("score rows by how odd they are, highest first, with the reasons in words")
    .argument("<files...>")
    .requiredOption("--detector <name>", `one of ${Object.keys(DETECTORS).join(", ")}`)
    .option("--columns <columns>", "columns to judge by (a,b); default: those that can tell, named on stderr")
    .option("--train <file>", "learn what is usual from this evidence instead (may be repeated)", collect)
    .option("--seed <n>", "seed of everything random", wholeNumber, 1);
  return withOutputOptions(withEvidenceOptions(command)).action(score);
}

function score(files: string[], options: ScoreCommandOptions): Promise<void> {
  if (!Object.hasOwn(DETECTORS, options.detector)) {
    const names = Object.keys(DETECTORS).join(" or ");
    throw new RangeError(`score: detector must be ${names}, got ${JSON.stringify(options.detector)}`);
  }
  const detector = DETECTORS[options.detector]!(options.seed);
  return withEvidence(files, options, async ({ hunt, relation }) => {
    const named = options.columns === undefined ? undefined : columnNames(options.columns);
    const wanted = named ?? (await defaultColumns(relation, options.as));
    const seen = identifiersAsText(await relation.columns(["_row", ...wanted]));
    const baseline =
      options.train === undefined ? seen : await trainingColumns(options.train, wanted, options);
    const chosen = named ?? wanted.filter((column) => canTell(baseline, column));
    const result = await scoreColumns(detector, seen, baseline, chosen, options);
    const fields = ["score", "tail_probability", "tier", "why"];
    const rows = (await hunt.fromColumns(result)).select(sql`_row::bigint as _row`, ...fields);
    await writeRows(rows, options, [...files, ...(options.train ?? [])]);
  });
}

/** What rows are judged by: what a view says of the thing itself, or every column of a table. */
async function defaultColumns(relation: Relation, view: string | undefined): Promise<readonly string[]> {
  const fields = (await relation.schema()).map((field) => field.name);
  const isEvents = fields.includes("event_id") && fields.includes("record_id");
  return (
    COLUMNS_OF_VIEW[view ?? (isEvents ? "events" : "")] ?? fields.filter((field) => !field.startsWith("_"))
  );
}

async function trainingColumns(
  files: readonly string[],
  names: readonly string[],
  options: ScoreCommandOptions,
): Promise<Columns> {
  let columns: Columns | undefined;
  await withEvidence(files, options, async ({ relation }) => {
    columns = identifiersAsText(await relation.columns([...names]));
  });
  return columns!;
}

/** Numbers that name something: never quantities, however many of them there are. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  "event_id",
  "level",
  "record_id",
  "logon_type",
  "pid",
  "ppid",
]);

function identifiersAsText({ rows, columns }: Columns): Columns {
  const asText = ([name, column]: [string, Column]): [string, Column] =>
    column.kind === "number" && IDENTIFIERS.has(name)
      ? [name, textColumn(Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value))))]
      : [name, column];
  return { rows, columns: new Map([...columns].map(asText)) };
}

/** Whether a column can tell odd from usual: times cannot, nor texts that are different in most rows. */
function canTell({ rows, columns }: Columns, name: string): boolean {
  const column = columns.get(name)!;
  return (
    column.kind === "number" || (column.kind === "category" && column.levels.length <= Math.max(10, rows / 2))
  );
}

/** The rows with the highest scores, as many as asked for. */
async function scoreColumns(
  detector: Detector,
  seen: Columns,
  baseline: Columns,
  columns: readonly string[],
  { quiet = false, top = seen.rows }: ScoreCommandOptions,
): Promise<Columns> {
  const fitted = encoder({ columns }).fit(baseline);
  if (!quiet)
    process.stderr.write(`huntbook: judged by ${[columns.join(", "), ...fitted.notes].join("; ")}\n`);
  const usual = fitted.transform(baseline);
  const model = await detector.fit(usual, quiet ? { onProgress: () => {} } : {});
  const x = fitted.transform(seen);
  const scores = model.score(x);
  const rows = byBudget(scores, top);
  const chosen = Float64Array.from(rows, (i) => scores[i]!);
  const tails = tailProbability(baseline === seen ? scores : model.score(usual), chosen);
  const reasons = explainInWords(model, x, { rows, seen, text: fitted.text });
  const rowNumbers = (seen.columns.get("_row") as Extract<Column, { kind: "number" }>).values;
  return {
    rows: rows.length,
    columns: new Map<string, Column>([
      ["_row", { kind: "number", values: Float64Array.from(rows, (i) => rowNumbers[i]!) }],
      ["score", { kind: "number", values: chosen }],
      ["tail_probability", { kind: "number", values: tails }],
      ["tier", textColumn(tiers(tails))],
      ["why", textColumn(reasons.map((reason) => reason.sentence))],
    ]),
  };
}
