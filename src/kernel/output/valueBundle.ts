import { inspect } from "node:util";
import { displaySymbol } from "../../core/display";

/** A value in MIME types, as the protocol sends it. */
export type SentBundle = Record<string, unknown>;

const MOST_TEXT = 200_000;
// Figures carry their library inline, which is 5 MB; more than this makes a page stand still.
const MOST_RICH = 30_000_000;

/**
 * How a value is shown: as its `Jupyter.display` method says, else as Node would print it.
 *
 * Undefined for `undefined`. A promise is waited for: a forgotten `await` is no reason to lose a result or an error. Text is cut with a note, and a part that is too large is left out with one.
 */
export async function valueBundle(value: unknown): Promise<SentBundle | undefined> {
  if (value === undefined) return undefined;
  if (value instanceof Promise) return valueBundle(await value);
  const method = displayMethod(value);
  if (method === undefined) return { "text/plain": cut(inspect(value)) };
  const made: unknown = await method.call(value);
  if (made === null || typeof made !== "object") return { "text/plain": cut(inspect(value)) };
  return sentBundle(made as SentBundle);
}

/** A bundle as it is sent: bytes become base64, text is cut, parts that are too large are left out with a note. */
export function sentBundle(bundle: Readonly<SentBundle>): SentBundle {
  const sent: SentBundle = {};
  const notes: string[] = [];
  for (const [type, part] of Object.entries(bundle)) {
    const data = part instanceof Uint8Array ? Buffer.from(part).toString("base64") : part;
    if (type === "text/plain") sent[type] = cut(String(data));
    else if (sizeOf(data) <= MOST_RICH) sent[type] = data;
    else notes.push(`[huntbook] ${type} was left out: ${sizeOf(data).toLocaleString("en-US")} characters.`);
  }
  if (notes.length > 0) sent["text/plain"] = [sent["text/plain"], ...notes].filter(Boolean).join("\n");
  return sent;
}

function displayMethod(value: unknown): ((this: unknown) => unknown) | undefined {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const method = (value as Record<symbol, unknown>)[displaySymbol];
  return typeof method === "function" ? (method as () => unknown) : undefined;
}

function sizeOf(data: unknown): number {
  return typeof data === "string" ? data.length : (JSON.stringify(data)?.length ?? 0);
}

function cut(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  const left = (text.length - MOST_TEXT).toLocaleString("en-US");
  return `${text.slice(0, MOST_TEXT)}\n[huntbook] This value was cut: ${left} more characters.`;
}
