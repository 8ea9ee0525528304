const GRAM = 4;
const TABLE_BITS = 16;

interface Literal {
  readonly text: string;
  readonly offset: number;
  readonly ids: number[];
}

/**
 * Texts that may stand anywhere in a value, found in one pass whatever their number: each is known by four of its
 * characters in a row, those that fewest other texts have.
 */
export class LiteralIndex {
  private readonly ids = new Map<string, number[]>();
  private readonly byGram = new Map<number, Literal[]>();
  private readonly present = new Uint8Array(2 ** TABLE_BITS);
  private readonly short: Literal[] = [];

  /** Adds an indicator under a text in folded case. */
  add(text: string, id: number): void {
    const before = this.ids.get(text);
    if (before === undefined) this.ids.set(text, [id]);
    else before.push(id);
  }

  get isEmpty(): boolean {
    return this.ids.size === 0;
  }

  /** Chooses the grams; to be called once, behind the last `add`. */
  seal(): void {
    const counts = new Map<number, number>();
    for (const text of this.ids.keys()) {
      for (const gram of gramsOf(text)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    for (const [text, ids] of this.ids) {
      const grams = gramsOf(text);
      if (grams.length === 0) {
        this.short.push({ text, offset: 0, ids });
        continue;
      }
      let offset = 0;
      grams.forEach((gram, i) => {
        if (counts.get(gram)! < counts.get(grams[offset]!)!) offset = i;
      });
      const gram = grams[offset]!;
      const literals = this.byGram.get(gram);
      if (literals === undefined) this.byGram.set(gram, [{ text, offset, ids }]);
      else literals.push({ text, offset, ids });
      this.present[slot(gram)] = 1;
    }
  }

  /** Hands out the indicators whose text occurs in a value in folded case; one may come more than once. O(length). */
  find(folded: string, sink: (id: number) => void): void {
    for (const { text, ids } of this.short) if (folded.includes(text)) ids.forEach(sink);
    if (this.byGram.size === 0) return;
    let gram = 0;
    for (let i = 0; i < folded.length; i++) {
      gram = next(gram, folded.charCodeAt(i));
      if (i < GRAM - 1 || this.present[slot(gram)] === 0) continue;
      const literals = this.byGram.get(gram);
      if (literals === undefined) continue;
      for (const { text, offset, ids } of literals) {
        if (folded.startsWith(text, i - GRAM + 1 - offset)) ids.forEach(sink);
      }
    }
  }
}

function gramsOf(text: string): number[] {
  const grams: number[] = [];
  let gram = 0;
  for (let i = 0; i < text.length; i++) {
    gram = next(gram, text.charCodeAt(i));
    if (i >= GRAM - 1) grams.push(gram);
  }
  return grams;
}

/** Shifts four characters through 32 bits; those beyond Latin-1 share their low bits, and the text itself decides. */
function next(gram: number, c: number): number {
  return (gram << 8) | (c & 255);
}

function slot(gram: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> (32 - TABLE_BITS);
}
