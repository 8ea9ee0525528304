import type { XmlAttribute, XmlElement, XmlPart, XmlSlot } from "./xmlTree";

/** Where an element of a template stands, and so what it means for the event. */
export type Role = "event" | "body" | "wrapper" | "leaf";

/** Literal text and slots, joined; one slot alone is the common case. */
export interface Text {
  /** The one slot, or -1 when `parts` count. */
  readonly slot: number;
  readonly parts: readonly (string | XmlSlot)[];
}

/** Writes one field of `System`. */
export interface SystemStep extends Text {
  readonly field: string;
}

/** Writes one value of the event's data. */
export interface DataStep extends Text {
  /** Name of the value; `undefined` numbers it (`Data0`, `Data1`, …). */
  readonly key: string | undefined;
  /** The name, where it is not literal. */
  readonly keyText: Text | undefined;
  /** Text beside child elements counts only when there is some. */
  readonly skipEmpty: boolean;
  /** What an element is that fills the slot. */
  readonly inner: Role;
}

/** A template turned into the steps that make an event out of a record's values. */
export interface EventPlan {
  readonly system: readonly SystemStep[];
  readonly data: readonly DataStep[];
}

/** Attributes and elements of `System` with names of their own in an event; others keep theirs. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["Provider.Name", "provider"],
  ["Provider.Guid", "ProviderGuid"],
  ["Provider.EventSourceName", "EventSourceName"],
  ["EventID", "eventId"],
  ["EventID.Qualifiers", "Qualifiers"],
  ["Level", "level"],
  ["TimeCreated.SystemTime", "time"],
  ["EventRecordID", "recordId"],
  ["Correlation.ActivityID", "ActivityID"],
  ["Correlation.RelatedActivityID", "RelatedActivityID"],
  ["Execution.ProcessID", "ProcessID"],
  ["Execution.ThreadID", "ThreadID"],
  ["Channel", "channel"],
  ["Computer", "computer"],
  ["Security.UserID", "userSid"],
]);

/**
 * Compiles an element once, so that a record needs only its values.
 *
 * Rules for names: a `Data` is called by its `Name`, or numbered; any other element by its own name without prefix;
 * an attribute by element and attribute together (`EventDataName`); the one element below `UserData` gives no name.
 * O(size of the tree).
 */
export function compileEvent(root: XmlElement, role: Role): EventPlan {
  const system: SystemStep[] = [];
  const data: DataStep[] = [];
  if (role === "event" && root.name === "Event") eventSteps(root, system, data);
  else if (role === "event" || role === "body") bodySteps(root, data);
  else elementSteps(root, role, data);
  return { system, data };
}

function eventSteps(root: XmlElement, system: SystemStep[], data: DataStep[]): void {
  for (const part of root.content) {
    if (typeof part === "string") continue;
    if (part.kind === "slot") data.push(dataStep("Event", [part], true, "body"));
    else if (part.name === "System") for (const field of part.content) systemSteps(field, system);
    else bodySteps(part, data);
  }
}

function systemSteps(field: XmlPart, steps: SystemStep[]): void {
  if (typeof field === "string" || field.kind === "slot") return;
  for (const { name, parts } of field.attributes) {
    const path = `${field.name}.${name}`;
    steps.push({ field: FIELDS.get(path) ?? path, ...text(parts) });
  }
  const parts = field.content.filter(isText);
  if (parts.length > 0) steps.push({ field: FIELDS.get(field.name) ?? field.name, ...text(parts) });
}

/** `EventData`, `UserData`, `ProcessingErrorData` and their like. */
function bodySteps(body: XmlElement, steps: DataStep[]): void {
  attributeSteps(body, steps);
  const inner: Role = body.name === "UserData" ? "wrapper" : "leaf";
  for (const part of body.content) {
    if (typeof part === "string") {
      if (part.trim() !== "") steps.push(dataStep(localName(body.name), [part], true, inner));
    } else if (part.kind === "slot") steps.push(dataStep(localName(body.name), [part], true, inner));
    else elementSteps(part, inner, steps);
  }
}

function elementSteps(element: XmlElement, role: Role, steps: DataStep[]): void {
  attributeSteps(element, steps);
  const parts = element.content.filter(isText);
  const isLeaf = role !== "wrapper" && parts.length === element.content.length;
  if (isLeaf) steps.push(leafStep(element, parts));
  else {
    for (const part of element.content) {
      if (typeof part !== "string" && part.kind === "element") elementSteps(part, "leaf", steps);
      else if (typeof part !== "string" || part.trim() !== "") {
        steps.push(dataStep(localName(element.name), [part], true, "leaf"));
      }
    }
  }
}

function leafStep(element: XmlElement, parts: readonly (string | XmlSlot)[]): DataStep {
  if (element.name !== "Data") return dataStep(localName(element.name), parts, false, "leaf");
  const name = element.attributes.find((attribute) => attribute.name === "Name");
  const step = dataStep(undefined, parts, false, "leaf");
  if (name === undefined) return step;
  const literal = name.parts.every((part) => typeof part === "string");
  return literal ? { ...step, key: name.parts.join("") } : { ...step, keyText: text(name.parts) };
}

function attributeSteps(element: XmlElement, steps: DataStep[]): void {
  for (const { name, parts } of element.attributes) {
    if (isNamespace(name) || (element.name === "Data" && name === "Name")) continue;
    steps.push(dataStep(localName(element.name) + localName(name), parts, true, "leaf"));
  }
}

function dataStep(
  key: string | undefined,
  parts: readonly (string | XmlSlot)[],
  skipEmpty: boolean,
  inner: Role,
): DataStep {
  return { key, keyText: undefined, skipEmpty, inner, ...text(parts) };
}

function text(parts: readonly (string | XmlSlot)[]): Text {
  const only = parts.length === 1 ? parts[0]! : "";
  return { slot: typeof only === "string" ? -1 : only.index, parts };
}

function isText(part: XmlPart): part is string | XmlSlot {
  return typeof part === "string" || part.kind === "slot";
}

function isNamespace(name: XmlAttribute["name"]): boolean {
  return name === "xmlns" || name.startsWith("xmlns:");
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
