/** Something that could not be read, and where; reading goes on behind it. */
export interface Issue {
  /** File as the caller named it, with `!member` for an archive's member. */
  readonly path: string;
  /** Where in the file: a line, a record, a byte offset. Empty for the whole file. */
  readonly place: string;
  /** One line, lower case, no final period. */
  readonly reason: string;
  /** How many records or bytes were lost here, when known. */
  readonly lost?: number;
}

/** Takes issues as they come up. */
export type IssueSink = (issue: Issue) => void;
