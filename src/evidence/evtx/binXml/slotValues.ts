import { u32 } from "./bytes";
import { EvtxFault } from "./fault";
import { ValueType } from "./valueText";

/** Where the values of one template instance lie in the chunk. Used again from record to record. */
export class SlotValues {
  count = 0;
  /** Size in the low 16 bits, type in the next 8, as the file has them. */
  private kinds = new Uint32Array(64);
  private starts = new Uint32Array(64);

  /** Takes the sizes and types at `at`, and the places of the values behind them. Throws when they do not fit. */
  read(bytes: Buffer, at: number, end: number): void {
    if (at + 4 > end) throw new EvtxFault("template instance is cut off", at);
    const count = u32(bytes, at);
    if (count * 4 > end - at - 4) throw new EvtxFault(`${count} template values do not fit the record`, at);
    if (count > this.kinds.length) {
      this.kinds = new Uint32Array(2 * count);
      this.starts = new Uint32Array(2 * count);
    }
    this.count = count;
    const { kinds, starts } = this;
    let value = at + 4 + 4 * count;
    for (let i = 0, place = at + 4; i < count; i++, place += 4) {
      const kind = u32(bytes, place);
      kinds[i] = kind;
      starts[i] = value;
      value += kind & 0xffff;
    }
    if (value > end) throw new EvtxFault("template values run out of the record", at);
  }

  /** Type of a value; null where the record has none. */
  type(slot: number): number {
    return slot < this.count ? (this.kinds[slot]! >>> 16) & 0xff : ValueType.null;
  }

  size(slot: number): number {
    return slot < this.count ? this.kinds[slot]! & 0xffff : 0;
  }

  /** Offset in the chunk. */
  start(slot: number): number {
    return slot < this.count ? this.starts[slot]! : 0;
  }

  isEmpty(slot: number): boolean {
    return this.type(slot) === ValueType.null || this.size(slot) === 0;
  }
}
