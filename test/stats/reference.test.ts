import assert from "node:assert/strict";
import { binomialTail } from "../../src/stats/binomialTail";
import { chiSquareTail } from "../../src/stats/chiSquareTail";
import { fisherPeriod } from "../../src/stats/fisherPeriod";
import { gTest } from "../../src/stats/gTest";
import { hypergeometricTail } from "../../src/stats/hypergeometricTail";
import { logGamma } from "../../src/stats/logGamma";
import { median } from "../../src/stats/median";
import { medianAbsoluteDeviation } from "../../src/stats/medianAbsoluteDeviation";
import { cases, versions } from "./reference/reference.json";

const CALLS = {
  binomialTail,
  chiSquareTail,
  fisherPeriod,
  gTest,
  hypergeometricTail,
  logGamma,
  median,
  medianAbsoluteDeviation,
} as unknown as Record<string, (...args: unknown[]) => number | Record<string, number>>;

/** Relative to the reference; absolute below 1e-12, where only the size matters. */
function assertNear(actual: unknown, expected: number, what: string): void {
  const error = Math.abs(Number(actual) - expected);
  assert.ok(error <= 1e-9 * Math.max(Math.abs(expected), 1e-3), `${what} is ${actual}, not ${expected}`);
}

describe(`statistics against scipy ${versions.scipy} and numpy ${versions.numpy}`, () => {
  for (const { call, args, value } of cases) {
    const text = `${call}(${JSON.stringify(args).slice(1, -1).slice(0, 60)})`;
    it(`${text} is the reference value`, () => {
      const actual = CALLS[call]!(...args);
      if (typeof value === "number") return assertNear(actual, value, text);
      for (const [field, expected] of Object.entries(value)) {
        assertNear((actual as Record<string, number>)[field], expected as number, `${text}.${field}`);
      }
    });
  }
});
