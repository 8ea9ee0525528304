import { applyModifiers, type Draft } from "../rule/modifiers";
import type { AddedPart, DetectionItem, RuleDraft, RuleFacts, Step } from "./step";

/**
 * One rule on its way through the steps of pipelines.
 *
 * Steps about the whole rule run first, in order; each step about fields is noted when its conditions hold at its
 * turn, and is applied to every field afterwards. So a log source that an early step changes counts for later steps.
 */
export class RuleWork {
  private readonly rule: RuleDraft;
  private readonly forFields: { readonly step: Step; readonly number: number }[] = [];

  constructor(steps: readonly Step[], facts: RuleFacts) {
    this.rule = {
      facts,
      logsource: facts.logsource,
      failure: null,
      state: new Map(),
      applied: new Set(),
      added: [],
    };
    steps.forEach((step, number) => {
      if (!step.isForRule(this.rule)) return;
      if (step.change.on === "rule") step.change.apply(this.rule, number);
      else this.forFields.push({ step, number });
      if (step.id !== "") this.rule.applied.add(step.id);
    });
  }

  get logsource() {
    return this.rule.logsource;
  }

  /** Why the rule must not run; known when all its fields went through. */
  get failure(): string | null {
    return this.rule.failure;
  }

  /** Parts that were added to the rule. */
  get added(): readonly AddedPart[] {
    return this.rule.added;
  }

  /** What the steps from a number on make of a field: none, one or several, of which one must hold. */
  itemsOf(field: string | null, draft: Draft, from = 0): readonly DetectionItem[] {
    let items: readonly DetectionItem[] = [{ field, draft, applied: new Set<string>() }];
    for (const { step, number } of this.forFields) {
      if (number >= from) items = items.flatMap((item) => this.changed(step, item));
    }
    return items;
  }

  /** What a field is called after all steps; of several names the first. */
  readonly nameOf = (field: string): string =>
    this.itemsOf(field, applyModifiers(field, [], []))[0]?.field ?? field;

  private changed({ id, isForItem, change }: Step, item: DetectionItem): readonly DetectionItem[] {
    if (change.on === "rule" || !isForItem(item, this.rule)) return [item];
    const items = change.apply(item);
    if ("failure" in items) {
      this.rule.failure ??= items.failure;
      return [item];
    }
    if (id === "") return items;
    return items.map((one) => ({ ...one, applied: new Set([...one.applied, id]) }));
  }
}
