import type { Random } from "../core/random";

/**
 * What the network sees of a row while it predicts a column.
 *
 * - `order`: the columns before it in an order of columns, averaged over several orders;
 * - `each`: all other columns;
 * - `none`: all columns, itself included (the plain autoencoder of the series).
 */
export type Mask = "order" | "each" | "none";

/** One look at the rows: which columns are visible, and which are predicted from them. */
export interface Look {
  /** [columns]; 1 where the column is visible. */
  readonly visible: Uint8Array;
  readonly predicted: readonly number[];
  /** Weight of this look in the score; the looks at a column sum to 1. */
  readonly share: number;
}

/** More orders than this change the average little and cost in proportion. */
const MOST_ORDERS = 8;

/**
 * The looks that a score is made of.
 *
 * With `order`, the columns stand on a ring; each order starts elsewhere and turns the other way than the one
 * before, so that no column always comes first and none always follows the same neighbour.
 */
export function looksOf(columns: number, mask: Mask): Look[] {
  const all = Array.from({ length: columns }, (_, j) => j);
  if (mask === "none") return [{ visible: new Uint8Array(columns).fill(1), predicted: all, share: 1 }];
  if (mask === "each") {
    return all.map((j) => ({
      visible: new Uint8Array(columns).fill(1).fill(0, j, j + 1),
      predicted: [j],
      share: 1,
    }));
  }
  const orders = Math.min(columns, MOST_ORDERS);
  return Array.from({ length: orders }, (_, r) => looksOfOrder(columns, r, orders)).flat();
}

function looksOfOrder(columns: number, r: number, orders: number): Look[] {
  const start = Math.floor((r * columns) / orders);
  const step = r % 2 === 0 ? 1 : columns - 1;
  const visible = new Uint8Array(columns);
  return Array.from({ length: columns }, (_, position) => {
    const column = (start + position * step) % columns;
    const look = { visible: visible.slice(), predicted: [column], share: 1 / orders };
    visible[column] = 1;
    return look;
  });
}

/** A random look at every row of a training batch. */
export interface Draw {
  /** [rows * columns]; 1 where the row shows the column. */
  readonly visible: Uint8Array;
  /** [rows * columns]; weight of the column's prediction in the loss, 0 where it is not predicted. */
  readonly weight: Float32Array;
}

/**
 * Draws what a batch shows, so that the expected loss of a row is its score.
 *
 * With `order` the number of visible columns is uniform and the d hidden ones count columns / d each: the
 * expectation over draws is the mean negative log probability over all orders.
 *
 * Source: Uria, Murray, Larochelle, A deep and tractable density estimator (2014), equation 7.
 */
export function drawLooks(rows: number, columns: number, mask: Mask, draw: Random): Draw {
  const visible = new Uint8Array(rows * columns).fill(1);
  const weight = new Float32Array(rows * columns);
  if (mask === "none") return { visible, weight: weight.fill(1) };
  const order = Array.from({ length: columns }, (_, j) => j);
  for (let i = 0; i < rows; i++) {
    const hidden = mask === "each" ? 1 : 1 + draw.integer(columns);
    for (let h = 0; h < hidden; h++) {
      const other = h + draw.integer(columns - h);
      [order[h], order[other]] = [order[other]!, order[h]!];
      visible[i * columns + order[h]!] = 0;
      weight[i * columns + order[h]!] = columns / hidden;
    }
  }
  return { visible, weight };
}
