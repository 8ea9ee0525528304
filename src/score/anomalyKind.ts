import { checkOptions } from "../core/check";
import type { Explanation } from "./explainInWords";

/** What an anomaly probably is. */
export type AnomalyKind = "new software" | "admin work" | "misconfiguration" | "unknown";

/** What is known of a row beside its explanation; each part that is missing leaves out the rules that ask for it. */
export interface AnomalyFacts {
  /** Hosts that have the leading value; from `lfo`. */
  readonly hosts?: number;
  /** What `baseline` says of the thing: new, changed, missing, or known. */
  readonly status?: string;
  /** The account that did it. */
  readonly account?: string;
  /** Accounts of administrators, lower case. */
  readonly admins?: ReadonlySet<string>;
  /** Whether it happened within working hours. */
  readonly inWorkingHours?: boolean;
}

/** A kind with its reason in words. */
export interface KindOfAnomaly {
  readonly kind: AnomalyKind;
  readonly because: string;
}

/** Columns that say what a thing is. */
const WHAT =
  /^(task|task_name|task_pattern|program|command|command_pattern|image|service_name|image_path|author)$/;
/** Columns that say how it ended. */
const OUTCOME = /^(result|result_code|outcome|status|error|exit_code)$/;
/** On so many hosts at once comes what is rolled out; an intruder wants few. */
const ROLL_OUT = 3;

type Rule = (explanation: Explanation, facts: AnomalyFacts) => KindOfAnomaly | undefined;

/** In this order; the first that holds decides. */
const RULES: readonly Rule[] = [
  ({ reasons }) => {
    const [first] = reasons;
    if (first === undefined || !OUTCOME.test(first.column)) return undefined;
    return {
      kind: "misconfiguration",
      because: `what is odd is how it ended: ${first.column} ${first.seen}`,
    };
  },
  ({ reasons }, { hosts, status }) => {
    const what = reasons.find(({ column }) => WHAT.test(column));
    if (what === undefined || hosts === undefined || hosts < ROLL_OUT) return undefined;
    if (status !== undefined && status !== "new") return undefined;
    const known = status === "new" ? ", and not in the baseline" : "";
    return { kind: "new software", because: `${what.column} is on ${hosts} hosts${known}` };
  },
  (_, { account, admins, inWorkingHours }) => {
    if (account === undefined || !admins?.has(account.toLowerCase()) || inWorkingHours === false)
      return undefined;
    const when = inWorkingHours === true ? ", within working hours" : "";
    return { kind: "admin work", because: `done by the administrator ${account}${when}` };
  },
];

/**
 * What an anomaly probably is, by rules that can be read: misconfiguration, new software, admin work, else unknown.
 *
 * - misconfiguration: the first reason is how it ended (`result_code`, `outcome`, …);
 * - new software: a reason is what it is, and that stands on at least three hosts, new where a baseline was asked;
 * - admin work: an administrator did it, not outside working hours;
 * - unknown: none of these. Read those first.
 *
 * A guess for sorting the reading list, never a verdict: an intruder with a stolen account looks like admin work. O(reasons).
 *
 * @example
 * const why = { row: 0, score: 9, sentence: "", reasons: [{ column: "program", share: 9, seen: "c:\\agent.exe" }] }
 * anomalyKind(why, { hosts: 40, status: "new" }) // { kind: "new software", because: "program is on 40 hosts, and not in the baseline" }
 */
export function anomalyKind(explanation: Explanation, facts: AnomalyFacts = {}): KindOfAnomaly {
  checkOptions("anomalyKind", facts, ["hosts", "status", "account", "admins", "inWorkingHours"]);
  for (const rule of RULES) {
    const found = rule(explanation, facts);
    if (found !== undefined) return found;
  }
  return { kind: "unknown", because: "no rule explains it" };
}
