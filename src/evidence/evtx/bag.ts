/** Names and values from evidence: a plain object without inherited names, so that `__proto__` is just a name. */
export interface Bag {
  [name: string]: unknown;
}

/** Instances of a constructor with an empty prototype share hidden classes; `Object.create(null)` makes slow ones. */
const BagConstructor = (() => {
  function Bag() {}
  Bag.prototype = Object.freeze(Object.create(null));
  return Bag as unknown as new () => Bag;
})();

/** An empty bag. */
export function emptyBag(): Bag {
  return new BagConstructor();
}

/** Finds free names for values whose name is taken: `Name_1`, `Name_2`, … so that nothing is overwritten. */
export class NameCounts {
  private readonly counts = new Map<string, number>();

  /** Forgets the names, for the next bag. */
  clear(): void {
    if (this.counts.size > 0) this.counts.clear();
  }

  /** The next free name for a taken one. O(1) over all the values of that name. */
  free(bag: Bag, name: string): string {
    let count = this.counts.get(name) ?? 0;
    let free: string;
    do free = `${name}_${++count}`;
    while (free in bag);
    this.counts.set(name, count);
    return free;
  }
}
