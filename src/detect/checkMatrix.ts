import type { Matrix, MatrixColumn } from "../core/matrix";
import { didYouMean } from "../core/suggest";
import type { FitOptions } from "./detector";

/**
 * Throws unless a method can be fitted on this matrix with these weights.
 *
 * A `RangeError` for no rows, no columns, NaN, infinities, codes outside their levels, weights that are not positive;
 * a `TypeError` for a wrong number of values or weights. O(rows * columns).
 */
export function checkFit(where: string, x: Matrix, { weights }: FitOptions = {}): void {
  if (x.rows === 0 || x.columns.length === 0) {
    throw new RangeError(
      `${where}: a matrix to fit on must have rows and columns, got ${x.rows} x ${x.columns.length}`,
    );
  }
  checkValues(where, x);
  if (weights === undefined) return;
  if (weights.length !== x.rows) {
    throw new TypeError(`${where}: weights must be one a row, got ${weights.length} for ${x.rows} rows`);
  }
  const bad = weights.findIndex((weight) => !(weight > 0 && weight < Number.POSITIVE_INFINITY));
  if (bad >= 0)
    throw new RangeError(`${where}: weights must be positive and finite, got ${weights[bad]} at row ${bad}`);
}

/**
 * Throws unless a model fitted on `fitted` can score `x`: same columns in the same order, same levels, valid values.
 *
 * A `TypeError` names missing and extra columns. O(rows * columns + levels).
 */
export function checkScore(where: string, fitted: readonly MatrixColumn[], x: Matrix): void {
  const expected = fitted.map((column) => column.name);
  const got = x.columns.map((column) => column.name);
  const missing = expected.filter((name) => !got.includes(name));
  const extra = got.filter((name) => !expected.includes(name));
  if (missing.length > 0 || extra.length > 0) {
    const hint = missing.length > 0 ? didYouMean(missing[0]!, extra) : "";
    throw new TypeError(
      `${where}: columns must be those of the fit, got ${differences(missing, extra)}${hint}`,
    );
  }
  fitted.forEach((column, j) => {
    if (got[j] !== column.name) {
      throw new TypeError(
        `${where}: columns must be in the order of the fit, got ${JSON.stringify(got[j])} as column ${j}`,
      );
    }
    if (!sameType(column, x.columns[j]!)) {
      throw new TypeError(
        `${where}: column ${JSON.stringify(column.name)} must have the levels of the fit, got others; encode with the encoder of the fit`,
      );
    }
  });
  checkValues(where, x);
}

function differences(missing: readonly string[], extra: readonly string[]): string {
  const parts = [];
  if (missing.length > 0) parts.push(`missing ${missing.map((name) => JSON.stringify(name)).join(", ")}`);
  if (extra.length > 0) parts.push(`extra ${extra.map((name) => JSON.stringify(name)).join(", ")}`);
  return parts.join(" and ");
}

function sameType(a: MatrixColumn, b: MatrixColumn): boolean {
  if (a.type.kind === "number" || b.type.kind === "number") return a.type.kind === b.type.kind;
  const levels = b.type.levels;
  return a.type.levels.length === levels.length && a.type.levels.every((level, i) => level === levels[i]);
}

function checkValues(where: string, x: Matrix): void {
  const width = x.columns.length;
  if (x.data.length !== x.rows * width) {
    throw new TypeError(`${where}: data must hold ${x.rows} x ${width} values, got ${x.data.length}`);
  }
  x.columns.forEach(({ name, type }, j) => {
    const levels = type.kind === "category" ? type.levels.length : 0;
    for (let i = 0; i < x.rows; i++) {
      const value = x.data[i * width + j]!;
      if (!Number.isFinite(value)) {
        throw new RangeError(
          `${where}: column ${JSON.stringify(name)} must be finite, got ${value} at row ${i}`,
        );
      }
      if (levels > 0 && !(Number.isInteger(value) && value >= 0 && value < levels)) {
        throw new RangeError(
          `${where}: column ${JSON.stringify(name)} must hold codes in [0, ${levels - 1}], got ${value} at row ${i}`,
        );
      }
    }
  });
}
