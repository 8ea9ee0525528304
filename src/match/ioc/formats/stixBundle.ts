import { parseTime } from "../../../evidence/parseTime";
import type { ListSink } from "../collector";
import { parsePattern } from "../stix/parsePattern";
import { comparisonKeys, type EntryContext, patternEntries } from "../stix/patternEntries";
import { levelOf, listOf, objectOf, techniquesIn, textOf, titleOf } from "./context";

/** Whether parsed JSON is a STIX bundle or one of its objects. */
export function isStix(json: unknown): boolean {
  const object = objectOf(json);
  return object?.type === "bundle" || (object?.type === "indicator" && typeof object.pattern === "string");
}

/**
 * Reads the indicators of a STIX 2.0 or 2.1 bundle.
 *
 * Revoked indicators and patterns of other languages are left out, and say so; a pattern with a fault is an issue.
 */
export function readStix(json: unknown, sink: ListSink): void {
  const bundle = objectOf(json)!;
  const objects = bundle.type === "bundle" ? listOf(bundle.objects) : [bundle];
  for (const value of objects) {
    const object = objectOf(value);
    if (object?.type === "indicator") readIndicator(object, sink);
  }
}

function readIndicator(object: Readonly<Record<string, unknown>>, sink: ListSink): void {
  const place = textOf(object.id) ?? "indicator";
  const pattern = textOf(object.pattern);
  const language = textOf(object.pattern_type) ?? "stix";
  const leave = (unused: string) =>
    sink.add({ type: undefined, value: pattern ?? "", field: "pattern", place, unused });
  if (pattern === undefined) leave("no pattern");
  else if (language !== "stix") leave(`a pattern in ${language}, which is not STIX's`);
  else {
    try {
      const parsed = parsePattern(pattern);
      sink.addPattern(comparisonKeys(parsed));
      for (const entry of patternEntries(parsed, contextOf(object, place))) sink.add(entry);
    } catch (error) {
      const reason = (error as Error).message;
      sink.issues({ path: sink.list, place, reason });
      leave(reason);
    }
  }
}

function contextOf(object: Readonly<Record<string, unknown>>, place: string): EntryContext {
  const labels = [...listOf(object.indicator_types), ...listOf(object.labels)];
  const phases = listOf(object.kill_chain_phases).map((phase) => textOf(objectOf(phase)?.phase_name));
  return {
    place,
    title: titleOf([object.name, object.description]),
    level: levelOf(object.confidence, 100),
    attack: techniquesIn([object.name, object.description, ...labels, ...phases]),
    validFrom: millisecondsOf(object.valid_from),
    validUntil: millisecondsOf(object.valid_until),
    benign: labels.includes("benign") && labels.length === 1 ? "labelled benign" : undefined,
    unused: object.revoked === true ? "revoked by its author" : undefined,
  };
}

function millisecondsOf(time: unknown): number | null {
  const micros = parseTime(time);
  return micros === null ? null : micros / 1000;
}
