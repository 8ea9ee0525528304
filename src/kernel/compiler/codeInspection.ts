import ts from "typescript";
import type { CellService } from "./cellService";
import { declaredNames } from "./declaredNames";
import { parseCell } from "./parseCell";

/** What stands at a place of unfinished code: its type, and its documentation. Undefined for nothing. */
export function inspectCode(
  { modules, service }: CellService,
  code: string,
  cursor: number,
): string | undefined {
  const offset = modules.lookUnfinished(code, declaredNames(parseCell(code)));
  // The cursor often stands behind the word that is meant.
  for (const place of [cursor, cursor - 1]) {
    const info = place < 0 ? undefined : service.getQuickInfoAtPosition(modules.current(), offset + place);
    if (info !== undefined) return describe(info);
  }
  return undefined;
}

// For the checker, names of earlier cells are imported; for the user, they are simply there.
const ALIAS = /^\(alias\) |\nimport [\p{ID_Continue}$]+$/gu;

function describe({ displayParts, documentation, tags = [] }: ts.QuickInfo): string {
  const tagLines = tags.map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`.trimEnd());
  const parts = [
    ts.displayPartsToString(displayParts).replace(ALIAS, ""),
    ts.displayPartsToString(documentation),
    tagLines.join("\n"),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}
