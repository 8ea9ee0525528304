import { countWhile } from "../../../core/countWhile";
import type { CorrelationRule } from "../rule/model";
import { compareNumbers, numberOf } from "../rule/scalars";
import type { Sighting } from "./sighting";

/** What a sliding window is worth; sightings come and leave in time order. */
export interface Measure {
  add(sighting: Sighting): void;
  remove(sighting: Sighting): void;
  /** NaN for a window without values. */
  value(): number;
}

/** The measure of a correlation's type. Costs O(1) a sighting, O(log window + shift) for percentiles. */
export function measureOf({ type, fields, percentile }: CorrelationRule): Measure {
  switch (type) {
    case "value_count":
      return distinct((sighting) =>
        fields.map((field) => textOf(sighting, field)).filter((text) => text !== undefined),
      );
    case "value_sum":
    case "value_avg":
      return sum(fields, type === "value_avg");
    case "value_percentile":
    case "value_median":
      return ranked(fields, type === "value_median" ? 50 : percentile);
    case "temporal":
    case "temporal_ordered":
      return distinct((sighting) => [sighting.rule]);
    case "event_count":
      return count();
  }
}

/** Whether a measure is within all bounds of a correlation. */
export function isWithin(value: number, { bounds }: CorrelationRule): boolean {
  return bounds.every((bound) => compareNumbers(value, bound.operator, bound.value));
}

function count(): Measure {
  let size = 0;
  return {
    add: () => void size++,
    remove: () => void size--,
    value: () => size,
  };
}

function distinct(keysOf: (sighting: Sighting) => readonly string[]): Measure {
  const counts = new Map<string, number>();
  return {
    add(sighting) {
      for (const key of keysOf(sighting)) counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    remove(sighting) {
      for (const key of keysOf(sighting)) {
        const left = counts.get(key)! - 1;
        if (left === 0) counts.delete(key);
        else counts.set(key, left);
      }
    },
    value: () => counts.size,
  };
}

function sum(fields: readonly string[], isMean: boolean): Measure {
  let total = 0;
  let size = 0;
  const change = (sighting: Sighting, sign: number) => {
    for (const number of numbersOf(sighting, fields)) {
      total += sign * number;
      size += sign;
    }
  };
  return {
    add: (sighting) => change(sighting, 1),
    remove: (sighting) => change(sighting, -1),
    value: () => (size === 0 ? Number.NaN : isMean ? total / size : total),
  };
}

/** Percentiles with linear interpolation between neighbours. */
function ranked(fields: readonly string[], percentile: number): Measure {
  const sorted: number[] = [];
  const place = (number: number) => countWhile(sorted.length, (i) => sorted[i]! < number);
  return {
    add(sighting) {
      for (const number of numbersOf(sighting, fields)) sorted.splice(place(number), 0, number);
    },
    remove(sighting) {
      for (const number of numbersOf(sighting, fields)) sorted.splice(place(number), 1);
    },
    value() {
      if (sorted.length === 0) return Number.NaN;
      const at = (percentile / 100) * (sorted.length - 1);
      const below = Math.floor(at);
      const above = sorted[Math.min(below + 1, sorted.length - 1)]!;
      return sorted[below]! + (at - below) * (above - sorted[below]!);
    },
  };
}

function textOf(sighting: Sighting, field: string): string | undefined {
  const value = sighting.fields.get(field);
  return typeof value === "string" ? value.toLowerCase() : undefined;
}

function numbersOf(sighting: Sighting, fields: readonly string[]): number[] {
  return fields
    .map((field) => sighting.fields.get(field))
    .map((value) => (typeof value === "string" ? numberOf(value) : Number.NaN))
    .filter((number) => !Number.isNaN(number));
}
