import type { MessagePort } from "node:worker_threads";
import type { Completeness } from "./codeCompleteness";
import type { Completion } from "./codeCompletion";
import type { CompiledCell } from "./compileCell";

/** What the compiler's thread can be asked, and what it answers. */
export interface CompilerQuestions {
  compile(code: string, name: string): CompiledCell;
  keep(): void;
  complete(code: string, cursor: number): Completion;
  inspect(code: string, cursor: number): string | undefined;
  completeness(code: string): Completeness;
  /** A file of TypeScript as CommonJS, with its source map (JSON). */
  file(path: string, text: string): { readonly code: string; readonly map: string };
}

/** A question on its way. */
export interface CompilerCall {
  readonly id: number;
  readonly name: keyof CompilerQuestions;
  readonly args: readonly unknown[];
}

/** What the main thread sends: a question, one that it blocks on with the port for the answer, or a line for others. */
export type ToCompiler = (CompilerCall & { readonly port?: MessagePort }) | { readonly line: MessagePort };

/** Its answer. */
export interface CompilerAnswer {
  readonly id: number;
  readonly value?: unknown;
  /** What went wrong inside the compiler. */
  readonly fault?: string;
}

/** What the compiler's thread is started with. */
export interface CompilerWorkerData {
  readonly folder: string;
  /** Names that cells must not hide from libraries. */
  readonly reserved: readonly string[];
  readonly typeCheck: "error" | "warn" | "off";
  /** Set to 1 when a question was answered that the main thread waits for. */
  readonly answered: SharedArrayBuffer;
}
