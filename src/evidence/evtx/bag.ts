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

/** Sets a value; a name that is taken gets `_1`, `_2`, … so that nothing is overwritten. O(values of that name). */
export function addTo(bag: Bag, name: string, value: unknown): void {
  let free = name;
  for (let i = 1; free in bag; i++) free = `${name}_${i}`;
  bag[free] = value;
}
