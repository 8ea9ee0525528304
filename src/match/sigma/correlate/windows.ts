import { evaluate } from "../rule/expression";
import type { CorrelationRule, Expression } from "../rule/model";
import { isWithin, measureOf } from "./measures";
import type { Sighting, Window } from "./sighting";

/**
 * The windows of at most the rule's time span in which a correlation holds, of sightings of one group in time order.
 *
 * A condition that more events can only make true (`gte`, `gt`, names joined by `and` and `or`) is judged at every
 * event, on the span that ends with it; windows that overlap are one. Any other condition is judged on whole spans,
 * each starting at the first event behind the one before: its truth may end with the next event.
 *
 * Source: Sigma correlation rules specification 2.1; the choice of windows is ours.
 */
export function windowsOf(rule: CorrelationRule, sightings: readonly Sighting[]): Window[] {
  if (rule.type === "temporal_ordered") return orderedWindows(rule, sightings);
  return isGrowing(rule) ? slidingWindows(rule, sightings) : wholeWindows(rule, sightings);
}

function isGrowing({ bounds, expression, type }: CorrelationRule): boolean {
  if (expression !== null) return !hasNot(expression);
  const growsByEvent = type === "event_count" || type === "value_count" || type === "temporal";
  return growsByEvent ? bounds.every(({ operator }) => operator === "gte" || operator === "gt") : true;
}

function hasNot(expression: Expression): boolean {
  if (expression.kind === "not") return true;
  return expression.kind === "and" || expression.kind === "or" ? expression.items.some(hasNot) : false;
}

function slidingWindows(rule: CorrelationRule, sightings: readonly Sighting[]): Window[] {
  const judge = judgeOf(rule);
  const found: { from: number; to: number; at: number; measure: number }[] = [];
  let start = 0;
  sightings.forEach((sighting, i) => {
    judge.add(sighting);
    while (sighting.time - sightings[start]!.time > spanOf(rule)) judge.remove(sightings[start++]!);
    if (!judge.holds()) return;
    const last = found.at(-1);
    if (last !== undefined && start <= last.to) last.to = i;
    else found.push({ from: start, to: i, at: i, measure: judge.value() });
  });
  return found.map(({ from, to, at, measure }) => ({
    sightings: sightings.slice(from, to + 1),
    last: sightings[at]!,
    measure,
  }));
}

function wholeWindows(rule: CorrelationRule, sightings: readonly Sighting[]): Window[] {
  const found: Window[] = [];
  for (let start = 0; start < sightings.length; ) {
    const judge = judgeOf(rule);
    let end = start;
    while (end < sightings.length && sightings[end]!.time - sightings[start]!.time <= spanOf(rule)) {
      judge.add(sightings[end++]!);
    }
    if (judge.holds()) {
      found.push({
        sightings: sightings.slice(start, end),
        last: sightings[end - 1]!,
        measure: judge.value(),
      });
    }
    start = end;
  }
  return found;
}

interface Judge {
  add(sighting: Sighting): void;
  remove(sighting: Sighting): void;
  value(): number;
  holds(): boolean;
}

function judgeOf(rule: CorrelationRule): Judge {
  const measure = measureOf(rule);
  const { expression } = rule;
  if (expression === null) {
    return {
      add: (sighting) => measure.add(sighting),
      remove: (sighting) => measure.remove(sighting),
      value: () => measure.value(),
      holds: () => isWithin(measure.value(), rule),
    };
  }
  const counts = new Map<string, number>();
  const change = (rule: string, by: number) => counts.set(rule, (counts.get(rule) ?? 0) + by);
  return {
    add(sighting) {
      measure.add(sighting);
      change(sighting.rule, 1);
    },
    remove(sighting) {
      measure.remove(sighting);
      change(sighting.rule, -1);
    },
    value: () => measure.value(),
    holds: () => evaluate(expression, (name) => (counts.get(name) ?? 0) > 0),
  };
}

/**
 * Chains in the order of the rule's list. For every length and last rule the chain that began latest is kept, so one
 * pass finds every chain that fits the span. A chain that is told is used up.
 */
function orderedWindows(rule: CorrelationRule, sightings: readonly Sighting[]): Window[] {
  const places = new Map<string, number[]>();
  for (const [place, id] of rule.rules.entries()) places.set(id, [...(places.get(id) ?? []), place]);
  const found: Window[] = [];
  let chains: (Chain | undefined)[] = [];
  for (const sighting of sightings) {
    // From the back, so that one event is not two links of a chain.
    for (const place of [...(places.get(sighting.rule) ?? [])].reverse()) {
      for (let length = place; length >= 0; length--) {
        const before = length === 0 ? undefined : bestBefore(chains, rule, place, length, sighting.time);
        if (length > 0 && before === undefined) continue;
        chains[place * rule.rules.length + length] = { before, sighting, first: before?.first ?? sighting };
      }
    }
    const full = chains.find(
      (chain, at) => chain?.sighting === sighting && isEnough(rule, (at % rule.rules.length) + 1, chain),
    );
    if (full === undefined) continue;
    const links = linksOf(full);
    found.push({ sightings: links, last: sighting, measure: links.length });
    chains = [];
  }
  return found;
}

interface Chain {
  readonly before: Chain | undefined;
  readonly sighting: Sighting;
  readonly first: Sighting;
}

function bestBefore(
  chains: readonly (Chain | undefined)[],
  rule: CorrelationRule,
  place: number,
  length: number,
  time: number,
): Chain | undefined {
  let best: Chain | undefined;
  for (let other = 0; other < place; other++) {
    const chain = chains[other * rule.rules.length + length - 1];
    if (chain === undefined || time - chain.first.time > spanOf(rule)) continue;
    if (best === undefined || chain.first.time > best.first.time) best = chain;
  }
  return best;
}

function isEnough(rule: CorrelationRule, length: number, chain: Chain): boolean {
  if (rule.expression === null) return isWithin(length, rule);
  const names = new Set(linksOf(chain).map((link) => link.rule));
  return evaluate(rule.expression, (name) => names.has(name));
}

function linksOf(chain: Chain): Sighting[] {
  const links: Sighting[] = [];
  for (let at: Chain | undefined = chain; at !== undefined; at = at.before) links.unshift(at.sighting);
  return links;
}

function spanOf(rule: CorrelationRule): number {
  return rule.timespanSeconds * 1000;
}
