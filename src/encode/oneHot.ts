import type { Column } from "../core/table";
import type { Coder } from "./coder";
import { codesOf, type Levels, learnLevels, levelNotes } from "./levels";

/** A column as one number a level, 1 where it is; plain data. */
export interface OneHotCoding extends Levels {
  readonly kind: "oneHot";
  readonly name: string;
}

/** Learns the levels of a column; those beyond `most` share the column of what is unknown. */
export function fitOneHot(name: string, column: Column, { most }: { most: number }): OneHotCoding {
  return { kind: "oneHot", name, ...learnLevels(column, most, 1).known };
}

/** A number column `name=level` for every level, the first for what the baseline did not have. */
export const oneHotCoder: Coder<OneHotCoding> = {
  columns: ({ name, levels }) =>
    levels.map((level) => ({ name: `${name}=${level}`, type: { kind: "number" } })),
  write(coding, column, { data, width, at }) {
    codesOf(coding, column).forEach((code, i) => {
      data[i * width + at + code] = 1;
    });
  },
  notes: (coding) => levelNotes(coding.name, coding),
  text: ({ levels }, part, value) => (value >= 0.5 ? levels[part]! : `not ${levels[part]}`),
};
