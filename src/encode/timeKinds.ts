import type { CodingRequest } from "./coding";
import { columnName, integer, type KindDefinition, number, type TimeColumn } from "./kind";
import { checkZone, hoursOf, sincePrevious, wallTimes, weekdaysOf } from "./times";

/** Options of the kind `clock`. */
export interface ClockOptions {
  /** Whose clock and calendar. @default "UTC" */
  readonly zone: string;
}

/** Options of the kind `workingHours`. */
export interface OfficeOptions extends ClockOptions {
  /** Hour that work begins. @default 8 */
  readonly from: number;
  /** Hour that it ends; before `from` for a night shift. @default 18 */
  readonly to: number;
  /** Days of work, from Monday on. @default 5 */
  readonly days: number;
}

/** Options of the kind `sincePrevious`. */
export interface GapOptions {
  /** Column that names whose previous event counts. */
  readonly entity: string;
}

const zone = (value: unknown) => checkZone("encoder", value ?? "UTC");
const AS_IS: CodingRequest = { kind: "number", scale: "none", flag: "none" };

/** Hour of the day and day of the week as places on circles: 23 o'clock is beside midnight. A missing time is (0, 0). */
export const clockKind: KindDefinition<ClockOptions, TimeColumn> = {
  reads: "time",
  options: { zone },
  make({ name, column }, options) {
    const wall = wallTimes(column.values, options.zone);
    const circles: readonly [string, Float64Array, number][] = [
      ["hour", hoursOf(wall), 24],
      ["weekday", weekdaysOf(wall), 7],
    ];
    return circles.flatMap(([unit, values, whole]) =>
      (["sin", "cos"] as const).map((axis) => ({
        name: `${name} ${unit} ${axis}`,
        column: { kind: "number", values: values.map((value) => Math[axis]((2 * Math.PI * value) / whole)) },
        request: AS_IS,
      })),
    );
  },
};

/** Whether a time lies in working hours: a category, or 1 and 0. */
export const workingHoursKind: KindDefinition<OfficeOptions, TimeColumn> = {
  reads: "time",
  options: { zone, from: number(8, 0, 24), to: number(18, 0, 24), days: integer(5, 1, 7) },
  make({ name, column, setting }, { zone, from, to, days }) {
    const wall = wallTimes(column.values, zone);
    const weekdays = weekdaysOf(wall);
    const inside = hoursOf(wall).map((hour, i) => {
      if (Number.isNaN(hour)) return Number.NaN;
      const atWork = from <= to ? hour >= from && hour < to : hour >= from || hour < to;
      return atWork && weekdays[i]! < days ? 1 : 0;
    });
    const made = `${name} working hours`;
    if (setting.numbers) {
      return [{ name: made, column: { kind: "number", values: inside }, request: AS_IS }];
    }
    const codes = Int32Array.from(inside, (value) => (Number.isNaN(value) ? -1 : value));
    const request: CodingRequest = { kind: "category", maxLevels: 3, minCount: 1 };
    return [{ name: made, column: { kind: "category", codes, levels: ["outside", "inside"] }, request }];
  },
};

/** Seconds since the previous event of the same entity among the rows at hand, logarithmic. */
export const sincePreviousKind: KindDefinition<GapOptions, TimeColumn> = {
  reads: "time",
  options: { entity: columnName },
  needs: ({ entity }) => [entity],
  make({ name, column, setting, look }, { entity }) {
    const values = sincePrevious(column.values, look(entity));
    const flag = setting.numbers ? "number" : "category";
    const made = `${name} since previous of ${entity}`;
    return [
      { name: made, column: { kind: "number", values }, request: { kind: "number", scale: "log", flag } },
    ];
  },
};
