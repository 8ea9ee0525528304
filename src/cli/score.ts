import { Command } from "commander";
import type { Matrix } from "../core/matrix";
import type { Sequences } from "../core/sequences";
import { type Column, type Columns, textColumn } from "../core/table";
import type { Detector, FitOptions, Model } from "../detect/detector";
import { encoder } from "../encode/encoder";
import { sequences } from "../encode/sequences";
import type { Relation } from "../engine/engine";
import { sql } from "../engine/sql";
import { alike } from "../score/alike";
import { byBudget } from "../score/byBudget";
import { calibrate } from "../score/calibrate";
import { explainInWords } from "../score/explainInWords";
import { tailProbability } from "../score/tailProbability";
import { tiers } from "../score/tiers";
import { DETECTORS, encodingFor, type NamedDetector, namedDetector, readyDetector } from "./detectors";
import { collect, columnNames, type EvidenceOptions, withEvidence, withEvidenceOptions } from "./evidence";
import { canTell, defaultColumns, identifiersAsText } from "./judgedColumns";
import { type OutputOptions, wholeNumber, withOutputOptions, writeRows } from "./output";

interface ScoreCommandOptions extends EvidenceOptions, OutputOptions {
  readonly detector: string;
  readonly columns?: string;
  readonly entity?: string;
  readonly time?: string;
  readonly train?: readonly string[];
  readonly seed: number;
  readonly alike?: boolean;
}

/** What one side of a score is: the rows, and which of them follow which. */
interface Side {
  readonly rows: Columns;
  readonly order: Sequences | undefined;
}

/** `huntbook score`: how odd each row is, and why. */
export function scoreCommand(): Command {
  const command = new Command("score")
    .description("score rows by how odd they are, highest first, with the reasons in words")
    .argument("<files...>")
    .option("--detector <name>", `one of ${Object.keys(DETECTORS).join(", ")}`, "default")
    .option("--columns <columns>", "columns to judge by (a,b); default: those that can tell, named on stderr")
    .option("--entity <column>", "whose rows are a sequence, for lstm detectors (default: host, where there)")
    .option("--time <column>", "what orders a sequence, for lstm detectors (default: time, where there)")
    .option("--train <file>", "learn what is usual from this evidence instead (may be repeated)", collect)
    .option("--seed <n>", "seed of everything random", wholeNumber, 1)
    .option("--alike", "one line for listed rows that are odd for the same reasons; `rows` counts them");
  return withOutputOptions(withEvidenceOptions(command)).action(score);
}

function score(files: string[], options: ScoreCommandOptions): Promise<void> {
  const named = namedDetector(options.detector);
  const detector = readyDetector(named, options.seed);
  if (named.sequences === undefined && (options.entity ?? options.time) !== undefined) {
    throw new TypeError(`score: entity and time are for lstm detectors, got them with ${detector.name}`);
  }
  return withEvidence(files, options, async ({ hunt, relation }) => {
    const asked = options.columns === undefined ? undefined : columnNames(options.columns);
    const wanted = asked ?? (await defaultColumns(relation, options.as));
    const seen = await sideOf(relation, wanted, named, options);
    const baseline =
      options.train === undefined ? seen : await trainingSide(options.train, wanted, named, options);
    const chosen = asked ?? wanted.filter((column) => canTell(baseline.rows, column));
    const result = await scoreColumns(detector, named, seen, baseline, chosen, options);
    const fields = ["score", "tail_probability", "tier", ...(options.alike ? ["rows"] : []), "why"];
    const rows = (await hunt.fromColumns(result)).select(sql`_row::bigint as _row`, ...fields);
    await writeRows(rows, options, [...files, ...(options.train ?? [])]);
  });
}

/** The columns that are judged, and for a detector of sequences their order. */
async function sideOf(
  relation: Relation,
  names: readonly string[],
  { sequences: inOrder }: NamedDetector,
  options: ScoreCommandOptions,
): Promise<Side> {
  if (inOrder === undefined) {
    return { rows: identifiersAsText(await relation.columns(["_row", ...names])), order: undefined };
  }
  const fields = (await relation.schema()).map((field) => field.name);
  const present = (name: string) => (fields.includes(name) ? name : undefined);
  const entity = options.entity ?? present("host");
  const time = options.time ?? present("time");
  const ordering = [entity, time].filter((name) => name !== undefined);
  const rows = await relation.columns([...new Set(["_row", ...names, ...ordering])]);
  return { rows: identifiersAsText(rows), order: orderOf(rows, entity, time) };
}

/** Without an entity, all rows are one sequence. */
function orderOf(table: Columns, entity: string | undefined, time: string | undefined): Sequences {
  const everything: Column = { kind: "category", codes: new Int32Array(table.rows), levels: ["all"] };
  const columns = new Map(table.columns).set("", everything);
  return sequences(
    { rows: table.rows, columns },
    { entity: entity ?? "", ...(time !== undefined && { time }) },
  );
}

async function trainingSide(
  files: readonly string[],
  names: readonly string[],
  named: NamedDetector,
  options: ScoreCommandOptions,
): Promise<Side> {
  let side: Side | undefined;
  await withEvidence(files, options, async ({ relation }) => {
    side = await sideOf(relation, names, named, options);
  });
  return side!;
}

/** The rows with the highest scores, as many as asked for. */
async function scoreColumns(
  detector: Detector,
  named: NamedDetector,
  seen: Side,
  baseline: Side,
  columns: readonly string[],
  { quiet = false, top = seen.rows.rows, alike: joins = false }: ScoreCommandOptions,
): Promise<Columns> {
  const fitted = encoder(encodingFor(named, baseline.rows, columns)).fit(baseline.rows);
  if (!quiet)
    process.stderr.write(`huntbook: judged by ${[columns.join(", "), ...fitted.notes].join("; ")}\n`);
  const usual = fitted.transform(baseline.rows);
  const x = fitted.transform(seen.rows);
  const onProgress = quiet ? () => {} : undefined;
  const { model, usualScores, weights } = await learn(detector, usual, baseline, seen, onProgress);
  const scores = model.score(x, seen.order);
  const rows = byBudget(scores, top);
  const chosen = Float64Array.from(rows, (i) => scores[i]!);
  const tails = tailProbability(usualScores ?? scores, chosen, weights && { weights });
  const reasons = explainInWords(model, x, {
    ...{ rows, seen: seen.rows, text: fitted.text, sources: fitted.sources },
    ...(seen.order !== undefined && { sequences: seen.order }),
  });
  const rowNumbers = (seen.rows.columns.get("_row") as Extract<Column, { kind: "number" }>).values;
  // The rows are in order of score: the first of a group is its oddest.
  const groups: readonly (readonly number[])[] = joins
    ? alike(reasons).map(({ members }) => members)
    : reasons.map((_, place) => [place]);
  const numbers = (of: (place: number, members: readonly number[]) => number): Column => ({
    kind: "number",
    values: Float64Array.from(groups, (members) => of(members[0]!, members)),
  });
  const tierOf = tiers(tails);
  return {
    rows: groups.length,
    columns: new Map<string, Column>([
      ["_row", numbers((place) => rowNumbers[rows[place]!]!)],
      ["score", numbers((place) => chosen[place]!)],
      ["tail_probability", numbers((place) => tails[place]!)],
      ["tier", textColumn(groups.map(([place]) => tierOf[place!]!))],
      ["rows", numbers((_, members) => members.length)],
      ["why", textColumn(groups.map(([place]) => reasons[place!]!.sentence))],
    ]),
  };
}

interface Learned {
  readonly model: Model;
  /** What baseline rows score; undefined when they are those that are judged. */
  readonly usualScores?: Float64Array;
  readonly weights?: Float64Array;
}

/** Fewer baseline rows than this are not held out: their own scores must do. */
const LEAST_TO_CALIBRATE = 5;

/** A baseline of its own is held out part by part; rows that are judged among themselves have a rank, and so has a sequence. */
async function learn(
  detector: Detector,
  usual: Matrix,
  baseline: Side,
  seen: Side,
  onProgress: FitOptions["onProgress"],
): Promise<Learned> {
  const watched = onProgress && { onProgress };
  const { order } = baseline;
  if (baseline !== seen && order === undefined && usual.rows >= LEAST_TO_CALIBRATE) {
    const { model, scores, weights } = await calibrate(detector, usual, watched);
    return { model, usualScores: scores, weights };
  }
  const model = await detector.fit(usual, { ...watched, ...(order !== undefined && { sequences: order }) });
  return { model, ...(baseline !== seen && { usualScores: model.score(usual, order) }) };
}
