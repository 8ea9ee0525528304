import type { Issue } from "../../core/issue";
import type { RowBlock } from "../../engine/rowBlock";
import type { Kind } from "../detectKind";

/** What the main thread tells the reading thread: a stream begins, its bytes, its end. */
export type ToThread =
  | {
      readonly type: "start";
      readonly kind: Kind;
      readonly path: string;
      /** Host that the path names, if any. */
      readonly host: string | null;
      /** Number of the stream's first row. */
      readonly firstRow: number;
    }
  | { readonly type: "bytes"; readonly bytes: Uint8Array }
  /** `failure` says why the stream broke off. */
  | { readonly type: "end"; readonly failure?: string };

/** What the reading thread answers; rows and issues come in order, before the end of their stream. */
export type FromThread =
  | { readonly type: "ready" }
  /** A piece of bytes is being read: the next one may come. */
  | { readonly type: "taken" }
  | { readonly type: "rows"; readonly block: RowBlock }
  | { readonly type: "issue"; readonly issue: Issue }
  | { readonly type: "done"; readonly failure?: string };
