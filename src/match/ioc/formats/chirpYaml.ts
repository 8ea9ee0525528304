import { parseAllDocuments } from "yaml";
import { linearRegex } from "../../linearRegex";
import type { ListSink } from "../collector";
import { classify } from "../normalise/classify";
import { refang } from "../normalise/refang";
import type { Comparison, Condition } from "../stix/pattern";
import { patternEntries } from "../stix/patternEntries";
import { levelOf, objectOf, techniquesIn, titleOf } from "./context";

const MAX_TEXT = 4 * 2 ** 20;

type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a text is CHIRP's YAML: documents with an `ioc_type` and an `indicator`. */
export function isChirp(text: string): boolean {
  return /^ioc_type:/m.test(text.slice(0, 200_000)) && /^indicator:/m.test(text.slice(0, 200_000));
}

/**
 * Reads CHIRP's indicators: `network` lists, `registry` keys, `events` with an expression on their data, `yara` unused.
 *
 * Aliases are refused, so that a few lines cannot become billions. Throws a `SyntaxError` for YAML with faults.
 *
 * Source: CISA, CHIRP, indicators/.
 */
export function readChirp(text: string, sink: ListSink): void {
  if (text.length > MAX_TEXT) {
    throw new SyntaxError(`readChirp: text must be at most ${MAX_TEXT} characters, got ${text.length}`);
  }
  const documents = parseAllDocuments(text, { maxAliasCount: 0, uniqueKeys: false } as object);
  for (const [i, document] of ("empty" in documents ? [] : documents).entries()) {
    const [fault] = document.errors;
    if (fault !== undefined) {
      throw new SyntaxError(
        `readChirp: ${fault.message.replace(/\s+/g, " ").slice(0, 160).replace(/[.:]$/, "")}`,
      );
    }
    const item = objectOf(toPlain(document));
    if (item !== undefined) readItem(item, `document ${i + 1}`, sink);
  }
}

function toPlain(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw new SyntaxError(`readChirp: ${(error as Error).message}; aliases are not followed`, {
      cause: error,
    });
  }
}

function readItem(item: JsonObject, place: string, sink: ListSink): void {
  const kind = String(item.ioc_type);
  const indicator = objectOf(item.indicator);
  const context = {
    place,
    title: titleOf([item.name, item.description]),
    level: levelOf(item.confidence, 10),
    attack: techniquesIn([item.name, item.description]),
  };
  if (kind === "network" && typeof indicator?.ips === "string") {
    for (const value of indicator.ips.split(/\s+/).filter((part) => part !== "")) {
      sink.add({ ...context, type: classify(refang(value)), value, field: "network/ips" });
    }
  } else if (kind === "registry" && typeof indicator?.registry_key === "string") {
    sink.add({ ...context, type: "registry", value: indicator.registry_key, field: "registry/registry_key" });
  } else if (kind === "events" && indicator !== undefined) {
    readEvents(indicator, context, sink);
  } else {
    const unused = `CHIRP's ${JSON.stringify(kind.slice(0, 40))} is not looked for in rows`;
    sink.add({ ...context, type: undefined, value: String(item.name), field: kind.slice(0, 40), unused });
  }
}

/** An event's log and its data: `~=` is an expression, anything else a part. */
function readEvents(indicator: JsonObject, context: { readonly place: string }, sink: ListSink): void {
  const parts: Condition[] = [];
  for (const [field, value] of Object.entries(indicator)) {
    if (typeof value !== "string" && typeof value !== "number") continue;
    parts.push({ kind: "comparison", comparison: eventComparison(field, String(value)) });
  }
  const fault = parts.map((part) => faultOf(part)).find((one) => one !== undefined);
  const condition: Condition = { kind: "and", parts };
  for (const entry of patternEntries({ kind: "row", condition }, { ...context, unused: fault })) {
    sink.add({ ...entry, field: "events" });
  }
}

function eventComparison(field: string, text: string): Comparison {
  if (field === "event_type") return { object: "event", property: "channel", operator: "=", values: [text] };
  const [, sign, rest = text] = /^(~=|==)\s*(.*)$/s.exec(text) ?? [];
  // `.*` at both ends says no more than nothing.
  const [operator, value] =
    sign === "~=" ? (["MATCHES", rest.replace(/^\.\*|\.\*$/g, "")] as const) : (["CONTAINS", rest] as const);
  return { object: "event", property: "data", operator, values: [value] };
}

function faultOf(part: Condition): string | undefined {
  if (part.kind !== "comparison" || part.comparison.operator !== "MATCHES") return undefined;
  const [expression] = part.comparison.values;
  if (typeof expression !== "string" || expression.length < 3) return "its expression matches everything";
  try {
    linearRegex(expression);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
