import type { EventRecord } from "../../../src/evidence/event";
import { type PrintedElement, unescaped } from "./evtxExport";

/** Name of the one rule that is about every event. */
export const HEX_ZEROS = "libevtx prints hexadecimal numbers with zeros before them, Windows without";

/** Where libevtx prints something else on purpose of ours; each rule says what and why. */
const RULES: readonly { readonly why: string; readonly holds: (ours: string, theirs: string) => boolean }[] =
  [
    { why: "libevtx leaves a lone line feed out", holds: (ours, theirs) => ours === "\n" && theirs === "" },
    { why: "libevtx prints negative numbers as a minus and the bits without the sign", holds: isSignAndBits },
    {
      why: "libevtx decodes characters beyond U+FFFF wrongly",
      holds: (ours, theirs) => /[\ud800-\udfff]/.test(ours) && theirs !== "",
    },
    { why: "libevtx prints text only up to a NUL", holds: (ours, theirs) => ours.startsWith(`${theirs}\0`) },
    {
      why: "libevtx prints times without a date as hexadecimal words, we as the bytes or one number",
      holds: (ours, theirs) => /^\((0x[0-9a-f]+ ?)+\)$/.test(theirs) && /^(0x)?[0-9a-fA-F]+$/.test(ours),
    },
    {
      why: "libevtx has its own words for numbers that are none and no sign for infinity, we those of Windows",
      holds: (ours, theirs) => /^(NaN|Inf)$/.test(theirs) && /^-?1\.#(IND|INF)$/.test(ours),
    },
    {
      why: "libevtx prints the type of sizes in decimal, Windows in hexadecimal",
      holds: (ours, theirs) => /^0x[0-9a-f]{1,16}$/.test(ours) && BigInt(ours).toString() === theirs,
    },
    {
      why: HEX_ZEROS,
      holds: (ours, theirs) =>
        /^0x(0|[1-9a-f][0-9a-f]*)$/.test(ours) &&
        /^0x([0-9a-f]{8}){1,2}$/.test(theirs) &&
        BigInt(ours) === BigInt(theirs),
    },
  ];

/** How our text of a value and libevtx's print of it compare: the same, by which rule not, or `undefined`. */
export function sameText(ours: string, printed: string): string | undefined {
  const theirs = printed.replace(/\r\n?/g, "\n");
  if (ours === theirs || ours === unescaped(theirs)) return "same";
  return RULES.find((rule) => rule.holds(ours, unescaped(theirs)))?.why;
}

function isSignAndBits(ours: string, theirs: string): boolean {
  if (!/^-\d+$/.test(ours) || !/^-\d+$/.test(theirs)) return false;
  return [8n, 16n, 32n, 64n].some((bits) => BigInt(theirs) === -(BigInt(ours) + (1n << (bits - 1n))));
}

/** What libevtx's print of an event holds, under the names that `readEvtx` promises: value by name, in order. */
export function namedValues(event: PrintedElement): Map<string, string> {
  const values = new Map<string, string>();
  const add = (name: string, text: string) => {
    let free = name;
    for (let i = 1; values.has(free); i++) free = `${name}_${i}`;
    values.set(free, text);
  };
  let unnamed = 0;
  const visit = (element: PrintedElement, isBody: boolean) => {
    const local = element.name.replace(/^.*:/, "");
    for (const [name, text] of element.attributes) {
      if (name.startsWith("xmlns") || (element.name === "Data" && name === "Name")) continue;
      add(local + name.replace(/^.*:/, ""), text);
    }
    for (const child of element.children) visit(child, false);
    if (isBody || element.children.length > 0) return;
    const name = element.name === "Data" ? element.attributes.get("Name") : local;
    add(name ?? `Data${unnamed++}`, element.text);
  };
  for (const child of event.children) if (child.name !== "System") visit(child, true);
  return values;
}

/** `System` as libevtx prints it, under the names of an event's fields. */
export function systemValues(event: PrintedElement): Map<string, string> {
  const values = new Map<string, string>();
  for (const element of event.children.find((child) => child.name === "System")?.children ?? []) {
    for (const [name, text] of element.attributes)
      values.set(SYSTEM.get(`${element.name}.${name}`) ?? name, text);
    if (element.text !== "") values.set(SYSTEM.get(element.name) ?? element.name, element.text);
  }
  return values;
}

const SYSTEM: ReadonlyMap<string, string> = new Map([
  ["Provider.Name", "provider"],
  ["Provider.Guid", "ProviderGuid"],
  ["EventID", "eventId"],
  ["Level", "level"],
  ["EventRecordID", "recordId"],
  ["Channel", "channel"],
  ["Computer", "computer"],
  ["Security.UserID", "userSid"],
]);

/** An event's `System`, as {@link systemValues} has it. */
export function ourSystem(event: EventRecord): Map<string, string> {
  const { provider, eventId, level, recordId, channel, computer, userSid, system } = event;
  const fields = { provider, eventId, level, recordId, channel, computer, userSid, ...system };
  const present = Object.entries(fields).filter(([, value]) => value !== null && value !== "");
  const texts = present.map(([name, value]): [string, string] => [name, String(value)]);
  return new Map(
    texts.map(([name, text]) => [name, name === "SystemTime" ? text.replace("Z", "00Z") : text]),
  );
}
