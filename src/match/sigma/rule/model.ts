import type { CompareOperator, TimePart } from "./scalars";
import type { TextPattern } from "./textPattern";

/** Severities of rules, the mildest first. */
export const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
/** Severity of a rule. */
export type Level = (typeof LEVELS)[number];

/** What kind of log a rule is about; each part lower case, undefined for any. */
export interface LogSource {
  readonly category?: string | undefined;
  readonly product?: string | undefined;
  readonly service?: string | undefined;
}

/** How one value of a field is judged. */
export type Match =
  /** Text with wildcards. */
  | { readonly kind: "text"; readonly pattern: TextPattern }
  /** A regular expression, anywhere in the value. */
  | {
      readonly kind: "regex";
      readonly source: string;
      readonly ignoreCase: boolean;
      readonly multiline: boolean;
      readonly dotAll: boolean;
    }
  /** An address in a network. */
  | { readonly kind: "cidr"; readonly network: string }
  /** A number compared with a number. */
  | { readonly kind: "compare"; readonly operator: CompareOperator; readonly value: number }
  /** A part of a time compared with a number. */
  | {
      readonly kind: "time";
      readonly part: TimePart;
      readonly operator: CompareOperator;
      readonly value: number;
    }
  /** The field is there, whatever it holds; or it is not. */
  | { readonly kind: "exists"; readonly wanted: boolean }
  /** The field is missing, null or empty. */
  | { readonly kind: "null" }
  /** The value of another field of the same event. */
  | {
      readonly kind: "fieldref";
      readonly field: string;
      readonly starts: boolean;
      readonly ends: boolean;
      readonly cased: boolean;
    }
  /** A placeholder without values: the rule cannot run. */
  | { readonly kind: "placeholder"; readonly name: string };

/** One field and one value; without a field the value is looked for in the whole event. */
export interface Atom {
  readonly kind: "atom";
  readonly field: string | null;
  readonly match: Match;
}

/** What a rule asks of an event. */
export type Test =
  | Atom
  | { readonly kind: "and" | "or"; readonly items: readonly Test[] }
  | { readonly kind: "not"; readonly item: Test };

/** What all kinds of rules have in common. */
export interface RuleInfo {
  /** The rule's id, else its name, else its title. */
  readonly id: string;
  readonly name: string | null;
  readonly title: string;
  readonly level: Level;
  readonly status: string | null;
  readonly author: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
  /** File of the rule; `archive!member` in archives. */
  readonly path: string;
}

/** A rule about single events. */
export interface DetectionRule extends RuleInfo {
  readonly kind: "detection";
  readonly logsource: LogSource;
  readonly test: Test;
  /** Values of the rule's own `timeframe`, aggregation and other things that stop it from running; null for none. */
  readonly obstacle: string | null;
  /** Events that the rule's file gives to test it. */
  readonly tests: RuleEvents;
  /** What pipelines call a field of the rule. */
  readonly renamed: (field: string) => string;
}

/** An event for a test: field to value, by the names that the rule uses. */
export type TestEvent = Readonly<Record<string, unknown>>;

/** Events to test a rule with; a rule's own stand under `tests`. */
export interface RuleEvents {
  /** Events in which the rule must hold. @default [] */
  readonly hits?: readonly TestEvent[];
  /** Events in which it must not. @default [] */
  readonly quiet?: readonly TestEvent[];
}

/** How a correlation weighs the events of a window. */
export type CorrelationType =
  | "event_count"
  | "value_count"
  | "temporal"
  | "temporal_ordered"
  | "value_sum"
  | "value_avg"
  | "value_percentile"
  | "value_median";

/** A boolean expression over names, as in conditions. */
export type Expression =
  | { readonly kind: "name"; readonly name: string; readonly offset: number }
  | { readonly kind: "of"; readonly all: boolean; readonly pattern: string; readonly offset: number }
  | { readonly kind: "and" | "or"; readonly items: readonly Expression[] }
  | { readonly kind: "not"; readonly item: Expression };

/** A rule about several events within a time span. */
export interface CorrelationRule extends RuleInfo {
  readonly kind: "correlation";
  readonly type: CorrelationType;
  /** Ids or names of the rules whose events it weighs. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly timespanSeconds: number;
  /** All must hold; empty for an expression. */
  readonly bounds: readonly { readonly operator: CompareOperator; readonly value: number }[];
  /** Fields whose values are counted, added up or ranked. */
  readonly fields: readonly string[];
  /** In percent. */
  readonly percentile: number;
  /** An extended condition over names of rules; null for bounds. */
  readonly expression: Expression | null;
  /** Alias to rule (id or name) to field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The single rules give hits of their own, too. */
  readonly generate: boolean;
}

/** A condition that is added to other rules, as a rule keeps an environment's known false alarms away. */
export interface FilterRule extends RuleInfo {
  readonly kind: "filter";
  readonly logsource: LogSource;
  /** Ids, names or titles; null for every rule of the log source. */
  readonly rules: readonly string[] | null;
  /** Null when pipelines have dropped all of it. */
  readonly test: Test | null;
}

/** Anything that a rule file holds. */
export type Rule = DetectionRule | CorrelationRule | FilterRule;
