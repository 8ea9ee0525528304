/** The nearest training rows found so far, ascending. */
export class NearestList {
  count = 0;
  /** Squared distances. */
  readonly squared: Float64Array;
  /** Places in the tree's order. */
  readonly places: Uint32Array;
  /** How many copies of each row count as neighbours; they sum to the number wanted, or to all there are. */
  readonly weights: Float64Array;
  /** Rows further away than this cannot come in any more. */
  limit = Number.POSITIVE_INFINITY;
  private total = 0;

  /** `order` tells which of two rows at equal distance comes first; `room` is the most rows that can be needed. */
  constructor(
    private readonly wanted: number,
    private readonly order: Uint32Array,
    room: number,
  ) {
    this.squared = new Float64Array(room + 1);
    this.places = new Uint32Array(room + 1);
    this.weights = new Float64Array(room + 1);
  }

  clear(): void {
    this.count = 0;
    this.total = 0;
    this.limit = Number.POSITIVE_INFINITY;
  }

  insert(distance: number, place: number, weight: number): void {
    const { squared, places, weights, order, wanted } = this;
    let i = this.count++;
    for (; i > 0; i--) {
      const before = squared[i - 1]!;
      if (before < distance || (before === distance && order[places[i - 1]!]! < order[place]!)) break;
      squared[i] = before;
      places[i] = places[i - 1]!;
      weights[i] = weights[i - 1]!;
    }
    squared[i] = distance;
    places[i] = place;
    weights[i] = weight;
    this.total += weight;
    while (this.total - weights[this.count - 1]! >= wanted) this.total -= weights[--this.count]!;
    if (this.total >= wanted) this.limit = squared[this.count - 1]!;
  }

  /** Of the last row only as many copies count as are still wanted. */
  finish(): void {
    if (this.total > this.wanted) this.weights[this.count - 1]! -= this.total - this.wanted;
  }
}
