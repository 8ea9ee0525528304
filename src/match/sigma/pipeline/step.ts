import type { LogSource, RuleInfo } from "../rule/model";
import type { Draft } from "../rule/modifiers";

/** A field with its values and modifiers, on its way through a pipeline. */
export interface DetectionItem {
  /** Null for values that are looked for in the whole event. */
  readonly field: string | null;
  readonly draft: Draft;
  /** Ids of the steps that changed it. */
  readonly applied: ReadonlySet<string>;
}

/** What steps ask of a rule, as it stands in its file. */
export interface RuleFacts {
  readonly kind: "detection" | "correlation" | "filter";
  readonly info: RuleInfo;
  readonly logsource: LogSource;
  /** Fields with their values as text, whatever their modifiers. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A part that a step adds to a rule: fields as in a detection. */
export interface AddedPart {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly negated: boolean;
  /** The steps from this number on change it, too. */
  readonly from: number;
}

/** A rule on its way through a pipeline; steps write to it. */
export interface RuleDraft {
  readonly facts: RuleFacts;
  logsource: LogSource;
  /** Why the rule must not run; null for no reason. */
  failure: string | null;
  readonly state: Map<string, string>;
  /** Ids of the steps that were applied. */
  readonly applied: Set<string>;
  readonly added: AddedPart[];
}

/** What a step does: to the rule, or to each of its fields; an empty list drops the field. */
export type Change =
  | { readonly on: "rule"; readonly apply: (rule: RuleDraft, number: number) => void }
  | { readonly on: "field"; readonly apply: (item: DetectionItem) => readonly DetectionItem[] | Failure };

/** A field that makes its rule fail. */
export interface Failure {
  readonly failure: string;
}

/** One step of a pipeline. */
export interface Step {
  /** Empty for none. */
  readonly id: string;
  readonly isForRule: (rule: RuleDraft) => boolean;
  readonly isForItem: (item: DetectionItem, rule: RuleDraft) => boolean;
  readonly change: Change;
}
