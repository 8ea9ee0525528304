import type ts from "typescript";
import { compareTexts } from "../../core/compareTexts";
import type { CellService } from "./cellService";
import { declaredNames } from "./declaredNames";
import { parseCell } from "./parseCell";

/** What could stand at a place. Places are UTF-16 offsets into the code. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly matches: readonly { readonly text: string; readonly type: string }[];
}

// A longer list helps nobody, and costs the front end time.
const MOST = 500;

/** What could be typed at a place of unfinished code, by its types: best first. */
export function completeCode({ modules, service }: CellService, code: string, cursor: number): Completion {
  const offset = modules.lookUnfinished(code, declaredNames(parseCell(code)));
  const found = service.getCompletionsAtPosition(modules.current(), offset + cursor, {
    includeCompletionsForModuleExports: false,
    includeCompletionsWithInsertText: false,
  });
  const span = found?.optionalReplacementSpan;
  const start = span === undefined ? wordStart(code, cursor) : span.start - offset;
  const end = span === undefined ? cursor : span.start + span.length - offset;
  const word = code.slice(start, cursor);
  const matches = (found?.entries ?? [])
    .filter(({ name }) => startsWith(name, word) && !name.startsWith("__huntbook"))
    .sort(
      (a, b) =>
        rank(a, word) - rank(b, word) || compareTexts(a.sortText, b.sortText) || compareTexts(a.name, b.name),
    )
    .slice(0, MOST)
    .map(({ name, kind }) => ({ text: name, type: kind }));
  return { start, end, matches };
}

function wordStart(code: string, cursor: number): number {
  return cursor - /[\p{ID_Continue}$]*$/u.exec(code.slice(Math.max(0, cursor - 200), cursor))![0].length;
}

function startsWith(name: string, word: string): boolean {
  return name.toLowerCase().startsWith(word.toLowerCase());
}

/** What is written as typed comes before what differs in case. */
function rank({ name }: ts.CompletionEntry, word: string): number {
  return name.startsWith(word) ? 0 : 1;
}
