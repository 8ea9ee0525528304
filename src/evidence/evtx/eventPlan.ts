import { quoted } from "../quoted";
import type { XmlElement, XmlPart, XmlSlot } from "./binXml/xmlTree";

/** Where an element stands, and so what it means for the event. */
export type Role = "event" | "body" | "leaf";

/** What a step writes: a value of `data`, an entry of `system`, or a field that every event has. */
export type Target =
  | "data"
  | "system"
  | "number"
  | "time"
  | "provider"
  | "channel"
  | "computer"
  | "userSid"
  | "eventId"
  | "level"
  | "recordId";

type TextParts = readonly (string | XmlSlot)[];

interface StepOptions {
  /** The name, where it is not literal. */
  readonly keyParts?: TextParts | undefined;
  /** Attributes, and text beside elements, count only when there is some. */
  readonly skipEmpty?: boolean;
  /** What an element is that fills a slot here. */
  readonly inner?: Role;
}

/** One value of an event: where it goes and where its text comes from. */
export class Step implements StepOptions {
  /** The one slot that makes the whole text; -1 when `parts` do. */
  readonly slot: number;
  /** Whether the value is left out with its optional slot. */
  readonly optional: boolean;
  readonly keyParts: TextParts | undefined;
  readonly skipEmpty: boolean;
  readonly inner: Role;
  /** Whether no other step of the plan can write the same name. */
  isUnique = false;
  /** The name as JSON with all that stands before a value, the value last written under it, and both as a member. */
  private readonly name: string;
  private memberValue: string | number | null | undefined;
  private member = "";
  /** The text last made, and where its bytes lie in which chunk: neighbouring records share most values. */
  lastChunk = 0;
  lastStart = 0;
  lastSize = -1;
  lastType = 0;
  lastText = "";

  constructor(
    readonly target: Target,
    /** Name of the value; empty numbers it (`Data0`, `Data1`, …). */
    readonly key: string,
    readonly parts: TextParts,
    { keyParts, skipEmpty = false, inner = "leaf" }: StepOptions = {},
  ) {
    const only = parts.length === 1 ? parts[0] : undefined;
    this.slot = typeof only === "object" ? only.index : -1;
    this.optional = typeof only === "object" && only.optional;
    this.keyParts = keyParts;
    this.name = `,${quoted(key)}:`;
    this.skipEmpty = skipEmpty;
    this.inner = inner;
  }

  /** Name and value as a member of a JSON object, with a comma before: made anew only for another value than the last one. */
  memberOf(value: string | number | null): string {
    if (value !== this.memberValue) {
      this.memberValue = value;
      this.member = this.name + (typeof value === "string" ? quoted(value) : JSON.stringify(value));
    }
    return this.member;
  }
}

/** Attributes and elements of `System` that are fields of an event; the others are entries by their own names. */
const FIELDS: ReadonlyMap<string, Target> = new Map([
  ["Provider.Name", "provider"],
  ["EventID", "eventId"],
  ["Level", "level"],
  ["TimeCreated.SystemTime", "time"],
  ["EventRecordID", "recordId"],
  ["Channel", "channel"],
  ["Computer", "computer"],
  ["Security.UserID", "userSid"],
]);

/** Entries whose name is not the attribute's own. */
const ENTRIES: ReadonlyMap<string, string> = new Map([["Provider.Guid", "ProviderGuid"]]);

/** Entries that are numbers whatever their type in the template. */
const NUMBERS: ReadonlySet<string> = new Set([
  "Version",
  "Task",
  "Opcode",
  "Qualifiers",
  "ProcessID",
  "ThreadID",
]);

/**
 * Compiles an element once into the steps that make an event out of a record's values.
 *
 * Rules for names: a `Data` is called by its `Name`, or numbered; any other element by its own name without prefix;
 * an attribute by element and attribute together (`EventDataName`). Elements with elements in them give no name.
 * O(size of the tree).
 */
export function compileEvent(root: XmlElement, role: Role): Step[] {
  const steps: Step[] = [];
  if (role === "leaf") elementSteps(root, steps);
  else if (role === "event" && root.name === "Event") eventSteps(root, steps);
  else bodySteps(root, steps);
  markUnique(steps);
  return steps;
}

/** The names of `data` and those of `system` do not meet. The writer of rows adds `Computer` to `system`. */
function markUnique(steps: readonly Step[]): void {
  const data = steps.filter(({ target }) => target === "data");
  const system = steps.filter(({ target }) => target !== "data");
  const areLiteral = data.every(({ key, keyParts }) => key !== "" && !keyParts);
  if (areLiteral) markOnce(data, []);
  markOnce(system, ["Computer"]);
}

function markOnce(steps: readonly Step[], taken: readonly string[]): void {
  const uses = new Map<string, number>(taken.map((key) => [key, 1]));
  for (const { key } of steps) uses.set(key, (uses.get(key) ?? 0) + 1);
  for (const step of steps) step.isUnique = uses.get(step.key) === 1;
}

function eventSteps(root: XmlElement, steps: Step[]): void {
  for (const part of root.content) {
    if (typeof part === "string") continue;
    if (part.kind === "slot")
      steps.push(new Step("data", root.name, [part], { skipEmpty: true, inner: "body" }));
    else if (part.name === "System") for (const field of part.content) systemSteps(field, steps);
    else bodySteps(part, steps);
  }
}

function systemSteps(field: XmlPart, steps: Step[]): void {
  if (typeof field === "string" || field.kind === "slot") return;
  for (const { name, parts } of field.attributes) {
    if (!isNamespace(name)) steps.push(systemStep(`${field.name}.${name}`, name, parts));
  }
  const parts = field.content.filter(isText);
  if (parts.length > 0) steps.push(systemStep(field.name, field.name, parts));
}

function systemStep(path: string, name: string, parts: TextParts): Step {
  const field = FIELDS.get(path);
  if (field !== undefined) return new Step(field, name, parts);
  return new Step(NUMBERS.has(name) ? "number" : "system", ENTRIES.get(path) ?? name, parts);
}

/** `EventData`, `UserData`, `ProcessingErrorData` and their like: never a value themselves. */
function bodySteps(body: XmlElement, steps: Step[]): void {
  attributeSteps(body, steps);
  contentSteps(body, steps);
}

function elementSteps(element: XmlElement, steps: Step[]): void {
  attributeSteps(element, steps);
  const parts = element.content.filter(isText);
  if (parts.length === element.content.length) steps.push(leafStep(element, parts));
  else contentSteps(element, steps);
}

/** Elements in order; text beside them goes by the name of the element around. */
function contentSteps(element: XmlElement, steps: Step[]): void {
  for (const part of element.content) {
    if (typeof part !== "string" && part.kind === "element") elementSteps(part, steps);
    else if (typeof part !== "string" || part.trim() !== "") {
      steps.push(new Step("data", localName(element.name), [part], { skipEmpty: true }));
    }
  }
}

function leafStep(element: XmlElement, parts: TextParts): Step {
  if (element.name !== "Data") return new Step("data", localName(element.name), parts);
  const name = element.attributes.find((attribute) => attribute.name === "Name")?.parts ?? [];
  const literal = name.every((part) => typeof part === "string");
  return new Step("data", literal ? name.join("") : "", parts, literal ? {} : { keyParts: name });
}

function attributeSteps(element: XmlElement, steps: Step[]): void {
  for (const { name, parts } of element.attributes) {
    if (isNamespace(name) || (element.name === "Data" && name === "Name")) continue;
    steps.push(new Step("data", localName(element.name) + localName(name), parts, { skipEmpty: true }));
  }
}

function isText(part: XmlPart): part is string | XmlSlot {
  return typeof part === "string" || part.kind === "slot";
}

function isNamespace(name: string): boolean {
  return name === "xmlns" || name.startsWith("xmlns:");
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
