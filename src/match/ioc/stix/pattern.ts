/** A pattern as a tree: conditions on one row, joined to conditions on several rows of a host. */
export type Pattern =
  /** One row for which the condition holds. */
  | { readonly kind: "row"; readonly condition: Condition }
  /** Both, on different rows, in any order. */
  | { readonly kind: "and"; readonly parts: readonly Pattern[] }
  | { readonly kind: "or"; readonly parts: readonly Pattern[] }
  /** Each on another row, none earlier than the one before. */
  | { readonly kind: "followedBy"; readonly parts: readonly Pattern[] }
  /** All rows of one match within so many seconds. */
  | { readonly kind: "within"; readonly part: Pattern; readonly seconds: number }
  /** So many matches that share no row. */
  | { readonly kind: "repeats"; readonly part: Pattern; readonly times: number }
  /** All rows of one match from `start` on and before `stop`; milliseconds since 1970 UTC. */
  | { readonly kind: "between"; readonly part: Pattern; readonly start: number; readonly stop: number };

/** A condition on one row. */
export type Condition =
  | { readonly kind: "and"; readonly parts: readonly Condition[] }
  | { readonly kind: "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "comparison"; readonly comparison: Comparison };

/** How a value of a row is compared. */
export type Operator =
  | "="
  | "!="
  | ">"
  | ">="
  | "<"
  | "<="
  | "IN"
  | "LIKE"
  | "MATCHES"
  | "ISSUBSET"
  | "ISSUPERSET"
  | "CONTAINS"
  | "STARTS"
  | "ENDS"
  | "EXISTS";

/** One comparison: a property of an object with one value or, for `IN`, several. */
export interface Comparison {
  /** `file`, `ipv4-addr`, … or an OpenIOC document. */
  readonly object: string;
  /** `hashes.'SHA-256'`, `value`, … */
  readonly property: string;
  readonly operator: Operator;
  readonly values: readonly PatternValue[];
}

/** A constant of a pattern; times are milliseconds since 1970 UTC. */
export type PatternValue = string | number | boolean;
