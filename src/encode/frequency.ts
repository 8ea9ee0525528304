import type { Column } from "../core/table";
import type { Coder } from "./coder";
import { codesOf, type Levels, learnLevels, levelNotes } from "./levels";

/** A column as the rarity of its levels; plain data. */
export interface FrequencyCoding extends Levels {
  readonly kind: "frequency";
  readonly name: string;
  /** Rarity of each code. */
  readonly bits: readonly number[];
}

/**
 * Learns how rare each level is: -log2((count + 1) / (n + levels)) bits, the most for what the baseline did not have.
 *
 * One is added to each count as Laplace's rule of succession has it.
 */
export function fitFrequency(name: string, column: Column): FrequencyCoding {
  const { known, counts } = learnLevels(column, Number.MAX_SAFE_INTEGER, 1);
  const total = counts.reduce((sum, count) => sum + count, counts.length);
  return { kind: "frequency", name, ...known, bits: counts.map((count) => -Math.log2((count + 1) / total)) };
}

/** One number column of bits. */
export const frequencyCoder: Coder<FrequencyCoding> = {
  columns: ({ name }) => [{ name, type: { kind: "number" } }],
  write(coding, column, { data, width, at }) {
    codesOf(coding, column).forEach((code, i) => {
      data[i * width + at] = coding.bits[code]!;
    });
  },
  notes: (coding) => levelNotes(coding.name, coding),
  text: (_coding, _part, value) => `rarity of ${value.toFixed(1)} bits`,
};
