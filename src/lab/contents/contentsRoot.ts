import { openTrustStore, type TrustStore } from "../trust/trustStore";

/** The folder whose files the page lists, opens and saves. */
export interface ContentsRoot {
  /** Its real path. */
  readonly root: string;
  readonly trust: TrustStore;
  /** Runs what looks at a file and then writes it, one at a time. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** A folder to work in; `dataFolder` keeps which notebooks are trusted. */
export function openContentsRoot(root: string, dataFolder: string): ContentsRoot {
  let last: Promise<unknown> = Promise.resolve();
  return {
    root,
    trust: openTrustStore(dataFolder),
    inTurn(work) {
      const next = last.then(work, work);
      last = next.catch(() => {});
      return next;
    },
  };
}
