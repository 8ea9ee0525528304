import type { IssueSink } from "../../core/issue";
import type { FileImport, ImportResult } from "../../engine/engine";
import type { EventWriter } from "../eventTable";
import type { ThreadReader } from "../thread/threadReader";
import type { Tool } from "../tools/tool";
import type { Source } from "../unpack";

/** Where a file's rows go. */
export interface ReadTarget {
  readonly events: EventWriter;
  readonly issues: IssueSink;
  /** The host that a file's folder names, if any; for what does not name its own. */
  hostOf(path: string): string | null;
  /** Whether the caller named this very file: text of no known kind is read only then. */
  isNamed?: (path: string) => boolean;
  readonly tables: TableTarget;
  /** Reads events while this thread writes them, where that pays. */
  readonly thread?: ThreadReader | undefined;
  /** The kind that all files have, whatever they look like. */
  readonly kind?: string | undefined;
}

/** Takes rows that are no events. */
export interface TableTarget {
  /** Loads a file of rows, and answers how many they are. */
  load(file: Pick<FileImport, "kind" | "path" | "source">): Promise<ImportResult>;
}

/** What a reader found, beside the records that it gave to the writer. */
export interface Reading {
  /** Rows of a table of its own. */
  readonly tableRows: number;
  /** The tool whose output it was, where that showed. */
  readonly tool?: Tool | undefined;
}

/** Reads one stream whose kind is known; `tool` is the one that its beginning shows, if any. */
export type Reader = (source: Source, target: ReadTarget, tool?: Tool) => Promise<Reading>;
