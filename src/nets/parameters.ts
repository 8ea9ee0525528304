import type { Block, Engine } from "./engine/engine";
import type { Weights } from "./weights";

/** How a step changes the weights. */
export interface StepOptions {
  readonly optimizer: "adam" | "adamw" | "adadelta";
  readonly rate: number;
  readonly decay: number;
}

/** One kind of number for every weight, decaying weights first, then biases. */
interface Region {
  readonly block: Block<Float32Array>;
}

/**
 * The weights of a network in the engine's memory, with all that training keeps of each: its gradient (one a slice of
 * the batch), two moments, and the running average.
 *
 * Biases (names that hold "Bias") do not decay: they carry the frequencies.
 */
export class Parameters {
  private readonly offsets = new Map<string, { offset: number; shape: readonly number[]; count: number }>();
  /** Numbers that decay, and all numbers. */
  private readonly decaying: number;
  private readonly total: number;
  private readonly weights: Region;
  private readonly gradients: readonly Region[];
  private readonly training: { average: Region; moments: readonly [Region, Region] } | undefined;
  private steps = 0;
  private powers = [1, 1];

  /** `slices` of 0 is for scoring: weights alone. */
  constructor(
    private readonly engine: Engine,
    start: Weights,
    slices: number,
  ) {
    const names = Object.keys(start);
    const isBias = (name: string) => name.includes("Bias");
    let end = 0;
    const place = (name: string) => {
      const { shape, values } = start[name]!;
      this.offsets.set(name, { offset: end, shape, count: values.length });
      end += Math.ceil(values.length / 4) * 4;
    };
    names.filter((name) => !isBias(name)).forEach(place);
    this.decaying = end;
    names.filter(isBias).forEach(place);
    this.total = end;
    const region = (): Region => ({ block: engine.floats(this.total) });
    this.weights = region();
    this.gradients = Array.from({ length: slices }, region);
    this.training = slices === 0 ? undefined : { average: region(), moments: [region(), region()] };
    for (const name of names) this.valuesIn(this.weights, name).set(start[name]!.values);
    this.training?.average.block.values.set(this.weights.block.values);
  }

  /** Address of a weight. */
  at(name: string): number {
    return this.weights.block.at + 4 * this.offsets.get(name)!.offset;
  }

  /** Address of a weight's gradient in a slice. */
  gradientAt(name: string, slice: number): number {
    return this.gradients[slice]!.block.at + 4 * this.offsets.get(name)!.offset;
  }

  /** Whether the network has this weight. */
  has(name: string): boolean {
    return this.offsets.has(name);
  }

  /** Adds the slices' gradients in their order, changes the weights, clears the gradients, moves the average on. */
  step({ optimizer, rate, decay }: StepOptions, averageKept: number): void {
    const { kernels } = this.engine;
    const [first, ...others] = this.gradients;
    for (const { block } of others) {
      kernels.add(this.total, first!.block.at, block.at);
      kernels.clear(this.total, block.at);
    }
    const { average, moments } = this.training!;
    this.steps += 1;
    this.powers = [this.powers[0]! * 0.9, this.powers[1]! * 0.999];
    const update = (from: number, count: number, shrink: number) => {
      const [w, g, m, v] = [this.weights, first!, ...moments].map(({ block }) => block.at + 4 * from);
      if (optimizer === "adadelta") kernels.adadelta(count, w!, g!, m!, v!, rate, shrink);
      else {
        kernels.adam(
          ...([count, w!, g!, m!, v!] as const),
          ...[rate / (1 - this.powers[0]!), 1 / (1 - this.powers[1]!), shrink],
        );
      }
    };
    update(0, this.decaying, optimizer === "adam" ? 1 : 1 - rate * decay);
    update(this.decaying, this.total - this.decaying, 1);
    const kept = Math.min(averageKept, this.steps / (this.steps + 9));
    kernels.follow(this.total, average.block.at, this.weights.block.at, kept);
  }

  /** Runs with the running average in the place of the weights. */
  withAverage<T>(run: () => T): T {
    const { values } = this.weights.block;
    const own = values.slice();
    values.set(this.training!.average.block.values);
    const result = run();
    values.set(own);
    return result;
  }

  /** A copy of the running average. */
  average(): Weights {
    return this.copy(this.training!.average);
  }

  /** A copy of the gradients of one slice, for tests. */
  gradient(slice: number): Weights {
    return this.copy(this.gradients[slice]!);
  }

  private copy(region: Region): Weights {
    return Object.fromEntries(
      Array.from(this.offsets, ([name, { shape }]) => [
        name,
        { shape, values: this.valuesIn(region, name).slice() },
      ]),
    );
  }

  private valuesIn({ block }: Region, name: string): Float32Array {
    const { offset, count } = this.offsets.get(name)!;
    return block.values.subarray(offset, offset + count);
  }
}
