import { displaySymbol, type MimeBundle } from "../core/display";
import { escapeHtml } from "../core/html";
import type { Relation } from "../engine/engine";

/** How a relation shows itself with sentences below it. */
export async function bundleWithNotes(relation: Relation, notes: readonly string[]): Promise<MimeBundle> {
  const bundle = await relation[displaySymbol]();
  return {
    "text/plain": `${bundle["text/plain"]}\n${notes.join("\n")}`,
    "text/html": `${bundle["text/html"]}${notes.map((note) => `<p>${escapeHtml(note)}</p>`).join("")}`,
  };
}
