import type { Column } from "../core/table";
import type { Coder } from "./coder";
import { codesOf, type Levels, learnLevels, levelNotes } from "./levels";

/** A column as codes of its levels: what networks embed and frequencies count; plain data. */
export interface CategoryCoding extends Levels {
  readonly kind: "category";
  readonly name: string;
}

/** Learns the levels of a column, see {@link learnLevels}. */
export function fitCategory(
  name: string,
  column: Column,
  { maxLevels, minCount }: { maxLevels: number; minCount: number },
): CategoryCoding {
  return { kind: "category", name, ...learnLevels(column, maxLevels, minCount).known };
}

/** One category column of codes; never quantities. */
export const categoryCoder: Coder<CategoryCoding> = {
  columns: ({ name, levels }) => [{ name, type: { kind: "category", levels } }],
  write(coding, column, { data, width, at }) {
    codesOf(coding, column).forEach((code, i) => {
      data[i * width + at] = code;
    });
  },
  notes: (coding) => levelNotes(coding.name, coding),
  text: ({ levels }, _part, value) => levels[value] ?? levels[0]!,
};
