import { checkInteger, checkNumber, checkOptions, describe } from "../core/check";
import { plural } from "../core/plural";

/** Options of {@link plan}; what is left out is worked out from the rest. */
export interface PlanOptions {
  /** Things to read. @default as many as can be read */
  readonly items?: number;
  /** Hours until the work must be done. @default 8, or as many as the items take */
  readonly hours?: number;
  /** Number of analysts, or their names. @default 1, or as many as the items take */
  readonly analysts?: number | readonly string[];
  /** Minutes that one item takes. @default 20, or as many as there are */
  readonly minutesPerItem?: number;
  /** Places that a category gets whatever its rank: `{ rule: 30, score: 50 }`. @default none */
  readonly budgets?: Readonly<Record<string, number>>;
}

/** Who reads how much, and when it is done. */
export interface Plan {
  readonly items: number;
  readonly hours: number;
  readonly analysts: number;
  readonly minutesPerItem: number;
  /** Items that can be read in the time. */
  readonly capacity: number;
  /** Items beyond the capacity; 0 when all fit. */
  readonly left: number;
  /** What each analyst reads; the sum is the smaller of items and capacity. */
  readonly owners: readonly { readonly name: string; readonly items: number; readonly hours: number }[];
  /** Hours until the last item within the capacity is read. */
  readonly etaHours: number;
  readonly budgets: Readonly<Record<string, number>>;
  readonly sentence: string;
}

const MINUTES_PER_ITEM = 20;
const HOURS = 8;

/**
 * Plans reading: of items, hours, analysts and minutes per item, three give the fourth.
 *
 * With all four it says what does not fit (`left`); with fewer than three the defaults come in: 20 minutes an item,
 * then 8 hours, then one analyst. Nobody reads half an item: an analyst's share is whole. Throws a `RangeError` for
 * what is no positive number, for a time in which not even one item is read, and for budgets above the capacity.
 *
 * @example
 * plan({ items: 100, hours: 12 }).analysts // 3
 * plan({ items: 100, hours: 12, analysts: 3 }).owners.map((owner) => owner.items) // [34, 33, 33]
 *
 * Source: DS4N6, Threat Hunting with AI, part 1 (2021): 100 items in 12 hours take three analysts.
 */
export function plan(options: PlanOptions = {}): Plan {
  checkOptions("plan", options, ["items", "hours", "analysts", "minutesPerItem", "budgets"]);
  const { budgets = {} } = options;
  const names = typeof options.analysts === "object" ? namesOf(options.analysts) : undefined;
  const solved = solve(check(options, names?.length));
  const { items, hours, analysts, minutesPerItem } = solved;
  const capacity = analysts * perAnalyst(hours, minutesPerItem);
  const read = Math.min(items, capacity);
  checkBudgets(budgets, read);
  const owners = Array.from({ length: analysts }, (_, i) => {
    const share = Math.ceil((read - i) / analysts);
    return { name: names?.[i] ?? `analyst ${i + 1}`, items: share, hours: (share * minutesPerItem) / 60 };
  });
  const etaHours = owners.reduce((most, owner) => Math.max(most, owner.hours), 0);
  const left = items - read;
  const sentence = sentenceOf(solved, read, left, etaHours);
  return { ...solved, capacity, left, owners, etaHours, budgets, sentence };
}

type Four = Pick<Plan, "items" | "hours" | "analysts" | "minutesPerItem">;

function solve({ items, hours, analysts, minutesPerItem }: Partial<Four>): Four {
  const isOpen = () => [items, hours, analysts, minutesPerItem].filter((one) => one === undefined).length > 1;
  if (isOpen()) minutesPerItem ??= MINUTES_PER_ITEM;
  if (isOpen()) hours ??= HOURS;
  if (isOpen()) analysts ??= 1;
  if (items === undefined) items = analysts! * perAnalyst(hours!, minutesPerItem!);
  if (analysts === undefined) analysts = Math.max(1, Math.ceil(items / perAnalyst(hours!, minutesPerItem!)));
  if (hours === undefined) hours = (Math.ceil(items / analysts) * minutesPerItem!) / 60;
  if (minutesPerItem === undefined) minutesPerItem = (hours * 60) / Math.max(1, Math.ceil(items / analysts));
  return { items, hours, analysts, minutesPerItem };
}

/** Whole items in the time of one analyst; the tiny addend undoes the rounding of a quotient. */
function perAnalyst(hours: number, minutesPerItem: number): number {
  const share = Math.floor((hours * 60) / minutesPerItem + 1e-9);
  if (share === 0) {
    throw new RangeError(
      `plan: hours must be enough for one item (${minutesPerItem} minutes), got ${hours}; give more hours or fewer minutesPerItem`,
    );
  }
  return share;
}

function check(options: PlanOptions, named: number | undefined): Partial<Four> {
  const { items, hours, analysts, minutesPerItem } = options;
  if (items !== undefined) checkInteger("plan", "items", items, 0);
  if (hours !== undefined) checkNumber("plan", "hours", hours, Number.MIN_VALUE, 1e6);
  if (minutesPerItem !== undefined) {
    checkNumber("plan", "minutesPerItem", minutesPerItem, Number.MIN_VALUE, 1e6);
  }
  if (named === undefined && analysts !== undefined) checkInteger("plan", "analysts", analysts, 1, 10_000);
  return { items, hours, analysts: named ?? (analysts as number | undefined), minutesPerItem };
}

function namesOf(names: readonly string[]): readonly string[] {
  if (names.length === 0 || names.some((name) => typeof name !== "string")) {
    throw new TypeError(`plan: analysts must be a number or names, got ${describe(names)}`);
  }
  return names;
}

function checkBudgets(budgets: Readonly<Record<string, number>>, read: number): void {
  let sum = 0;
  for (const [category, places] of Object.entries(budgets)) {
    sum += checkInteger("plan", `budgets.${category}`, places, 0);
  }
  if (sum > read) {
    throw new RangeError(`plan: budgets must sum to at most the ${read} items that are read, got ${sum}`);
  }
}

function sentenceOf(
  { items, analysts, minutesPerItem }: Four,
  read: number,
  left: number,
  eta: number,
): string {
  const who = analysts === 1 ? "one analyst" : `${analysts} analysts`;
  const what = `${who} ${analysts === 1 ? "reads" : "read"} ${read} of ${plural(items, "item")}`;
  const rest = left === 0 ? "" : `; ${left} ${left === 1 ? "is" : "are"} left unread`;
  return `${what} at ${round(minutesPerItem)} minutes each, done after ${round(eta)} ${round(eta) === "1" ? "hour" : "hours"}${rest}`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
