/** A damaged place inside a chunk; caught at the record's border and turned into an issue. */
export class EvtxFault extends Error {
  /** Byte offset in the chunk, where known. */
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.name = "EvtxFault";
    this.offset = offset;
  }
}
