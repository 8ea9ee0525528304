import type { Draft, Scalar } from "../rule/modifiers";

/** The values of a field as a rule means them: `contains` and its like put a `*` where anything may stand. */
export function valueTexts(draft: Draft): string[] {
  return draft.values
    .filter((value) => value !== null)
    .map((value) => `${draft.openStart ? "*" : ""}${value}${draft.openEnd ? "*" : ""}`);
}

/** A field's values, with every text changed; numbers, truth values and null stay. */
export function changeTexts(draft: Draft, change: (text: string) => Scalar | readonly Scalar[]): Draft {
  return {
    ...draft,
    values: draft.values.flatMap((value) => (typeof value === "string" ? change(value) : value)),
  };
}
