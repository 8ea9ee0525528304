import type { Engine } from "./engine/engine";
import type { Call } from "./engine/kernels";
import type { Graph, Signal } from "./graph";
import { type Layout, type NumberLoss, outputsOf } from "./layout";
import type { RowInput } from "./rowInput";

/** The numbers of the kernels. */
const KINDS: Readonly<Record<NumberLoss, number>> = { gaussian: 0, absolute: 1, squared: 2 };

/** The output layers on a hidden layer. */
export interface Heads {
  /** Losses and their gradients, down to the hidden layer. */
  readonly train: readonly Call[];
  /** Losses alone. */
  readonly measure: readonly Call[];
}

/** Softmax heads for category columns, one linear head for all numbers; judged by the true values of `input`. */
export function headsOn(graph: Graph, hidden: Signal, input: RowInput): Heads {
  const heads = [...categoryHeads(graph, hidden, input), ...numberHead(graph, hidden, input)];
  const start: Call = ["clear", 2, graph.loss.at];
  return {
    train: [start, ...heads.flatMap((head) => head.train)],
    measure: [start, ...heads.flatMap((head) => head.measure)],
  };
}

function categoryHeads(graph: Graph, hidden: Signal, input: RowInput): Heads[] {
  const { rows, width, y, dy } = hidden;
  const { categories, columns } = input.layout;
  const scratch = scratchFor(graph.engine, input.layout, width);
  return categories.flatMap(({ levels, column }, c) => {
    if (levels === 1) return []; // no known level to predict
    const [w, bias] = [`head${c}`, `headBias${c}`];
    const call = (dHidden: number, dw: number, db: number): Call => [
      ...(["categoryLoss", rows, width, levels - 1, y.at] as const),
      ...[input.codes.at + 4 * c, categories.length, input.weights.at + 4 * column, columns.length],
      ...[graph.at(w), graph.at(bias), dHidden, dw, db, scratch, graph.loss.at],
    ];
    const train = call(dy.at, graph.gradientAt(w), graph.gradientAt(bias));
    return [{ train: [train], measure: [call(0, 0, 0)] }];
  });
}

/** Scratch memory for the widest softmax. */
export function scratchFor(engine: Engine, { categories }: Layout, width: number): number {
  const widest = Math.max(0, ...categories.map(({ levels }) => levels - 1));
  return widest === 0 ? 0 : engine.floats(engine.kernels.categoryScratch(width, widest) / 4).at;
}

function numberHead(graph: Graph, hidden: Signal, input: RowInput): Heads[] {
  const { numbers, losses, columns } = input.layout;
  if (numbers.length === 0) return [];
  const { rows, width, y, dy } = hidden;
  const outputs = outputsOf(input.layout);
  const out = graph.signal(rows, outputs);
  const kinds = graph.engine.integers(numbers.length);
  kinds.values.set(losses.map((kind) => KINDS[kind]));
  const places = graph.engine.integers(numbers.length);
  places.values.set(numbers);
  const w = graph.at("numberHead0");
  const measure: Call[] = [
    ["fillRows", rows, outputs, graph.at("numberHeadBias0"), out.y.at],
    ["multiply", rows, outputs, width, y.at, width, 1, w, outputs, out.y.at, outputs],
    [
      ...(["numberLoss", rows, numbers.length, outputs, kinds.at, out.y.at, input.values.at] as const),
      ...[input.weights.at, columns.length, places.at, out.dy.at, graph.loss.at],
    ],
  ];
  const [dw, db] = [graph.gradientAt("numberHead0"), graph.gradientAt("numberHeadBias0")];
  const back: Call[] = [
    ["multiply", width, outputs, rows, y.at, 1, width, out.dy.at, outputs, dw, outputs],
    ["addColumns", rows, outputs, out.dy.at, db],
    ["multiplyTransposed", rows, width, outputs, out.dy.at, outputs, w, outputs, dy.at, width],
  ];
  return [{ train: [...measure, ...back], measure }];
}
