import { checkOptions, describe } from "../core/check";
import { didYouMean } from "../core/suggest";
import type { Column } from "../core/table";
import {
  type Check,
  integer,
  type KindDefinition,
  type Made,
  oneOf,
  plain,
  type Setting,
  type TimeColumn,
} from "./kind";
import type { NumberScale } from "./number";
import { pathKind, textKind } from "./textKinds";
import {
  type ClockOptions,
  clockKind,
  type GapOptions,
  type OfficeOptions,
  sincePreviousKind,
  workingHoursKind,
} from "./timeKinds";

interface GramOptions {
  /** @default "characters" */
  readonly of: "characters" | "tokens";
  /** Characters or tokens in a run. @default 3 */
  readonly size: number;
  /** Matrix columns. @default 64 */
  readonly buckets: number;
}

/** How a column is read; see {@link encoder} for what each makes of it. */
export type EncodedKind = keyof typeof KINDS;

/** How a column is read, with options where the kind has some. */
export type ColumnCoding =
  | Exclude<EncodedKind, "sincePrevious">
  | { readonly kind: Exclude<EncodedKind, "sincePrevious"> }
  | { readonly kind: "oneHot" /** Most levels. @default 32 */; readonly levels?: number }
  | { readonly kind: "hash" /** Matrix columns. @default 32 */; readonly buckets?: number }
  | ({ readonly kind: "ngrams" } & Partial<GramOptions>)
  | ({ readonly kind: "clock" } & Partial<ClockOptions>)
  | ({ readonly kind: "workingHours" } & Partial<OfficeOptions>)
  | ({ readonly kind: "sincePrevious" } & GapOptions);

/** A kind with its options complete; plain data. */
export interface Kind {
  readonly kind: EncodedKind;
  readonly options: Readonly<Record<string, unknown>>;
}

const scaled = (scale: NumberScale) =>
  plain<object>({}, (_, { numbers }) => ({ kind: "number", scale, flag: numbers ? "number" : "category" }));

const KINDS = {
  category: plain<object>({}, (_, { maxLevels, minCount }) => ({ kind: "category", maxLevels, minCount })),
  oneHot: plain<{ levels: number }>({ levels: integer(32, 1, 10_000) }, ({ levels }) => ({
    ...{ kind: "oneHot", most: levels },
  })),
  frequency: plain<object>({}, () => ({ kind: "frequency" })),
  hash: plain<{ buckets: number }>({ buckets: integer(32, 1, 65_536) }, ({ buckets }) => ({
    ...{ kind: "hash", of: "value", size: 1, buckets },
  })),
  ngrams: plain<GramOptions>(
    { of: oneOf("characters", "tokens"), size: integer(3, 1, 16), buckets: integer(64, 1, 65_536) },
    (options) => ({ kind: "hash", ...options }),
  ),
  number: scaled("standard"),
  robust: scaled("robust"),
  minMax: scaled("minMax"),
  log: scaled("log"),
  quantile: scaled("quantile"),
  clock: clockKind,
  workingHours: workingHoursKind,
  sincePrevious: sincePreviousKind,
  text: textKind,
  path: pathKind,
};

/** Checks how a column is to be read, and completes its options. */
export function kindOf(column: string, given: unknown): Kind {
  const { kind, ...options } = (typeof given === "string" ? { kind: given } : (given ?? {})) as Record<
    string,
    unknown
  >;
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind)) {
    const hint = typeof kind === "string" ? didYouMean(kind, Object.keys(KINDS)) : "";
    throw new TypeError(
      `encoder: kind of ${JSON.stringify(column)} must be one of ${Object.keys(KINDS).join(", ")}, got ${describe(kind)}${hint}`,
    );
  }
  const checks = Object.entries(KINDS[kind as EncodedKind].options as Record<string, Check<unknown>>);
  const names = checks.map(([name]) => name);
  if (names.length > 0 || Object.keys(options).length > 0)
    checkOptions("encoder", options, ["kind", ...names]);
  const complete = checks.map(([name, check]) => [name, check(options[name], name)]);
  return { kind: kind as EncodedKind, options: Object.fromEntries(complete) };
}

/** Other columns that a kind reads. */
export function neededBy({ kind, options }: Kind): string[] {
  return definitionOf(kind).needs?.(options) ?? [];
}

/**
 * The columns that a kind makes of the column `name`, which `look` finds.
 *
 * Throws a `TypeError` for a time where text or a number is read, and the other way round.
 */
export function makeColumns(
  name: string,
  { kind, options }: Kind,
  setting: Setting,
  look: (name: string) => Column,
): Made[] {
  const column = look(name);
  const { reads, make } = definitionOf(kind);
  if (reads === "time" && column.kind !== "time") {
    const found = column.kind === "category" ? "text" : column.kind;
    throw new TypeError(`encoder: column ${JSON.stringify(name)} must be a time for ${kind}, got a ${found}`);
  }
  if (reads === "other" && column.kind === "time") {
    throw new TypeError(
      `encoder: column ${JSON.stringify(name)} must be text or number, got a time; ask for clock, workingHours or sincePrevious`,
    );
  }
  return make({ name, column: column as TimeColumn, setting, look }, options);
}

/** The definition of a kind; that its options fit was checked by {@link kindOf}. */
function definitionOf(kind: EncodedKind): KindDefinition<unknown, TimeColumn> {
  return KINDS[kind] as unknown as KindDefinition<unknown, TimeColumn>;
}
