import type { ListSink } from "../collector";
import type { IndicatorType } from "../indicator";
import { classify } from "../normalise/classify";
import { listOf, objectOf, techniquesIn, textOf, titleOf } from "./context";

type JsonObject = Readonly<Record<string, unknown>>;

/** Types of attributes that are matched; `seen` leaves it to the value's form. */
const TYPES: ReadonlyMap<string, IndicatorType | "seen"> = new Map<string, IndicatorType | "seen">([
  ["domain", "domain"],
  ["hostname", "domain"],
  ["hostname|port", "domain"],
  ["ip-src", "seen"],
  ["ip-dst", "seen"],
  ["ip-src|port", "seen"],
  ["ip-dst|port", "seen"],
  ["url", "url"],
  ["uri", "url"],
  ...["email", "email-src", "email-dst", "email-reply-to", "whois-registrant-email", "target-email"].map(
    (type) => [type, "email"] as const,
  ),
  ...(["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "imphash"] as const).map(
    (t) => [t, t] as const,
  ),
  ["x509-fingerprint-md5", "md5"],
  ["x509-fingerprint-sha1", "sha1"],
  ["x509-fingerprint-sha256", "sha256"],
  ["filename", "filename"],
  ["regkey", "registry"],
  ["regkey|value", "registry"],
  ["mutex", "mutex"],
  ["user-agent", "text"],
  ...["named pipe", "windows-scheduled-task", "windows-service-name", "windows-service-displayname"].map(
    (type) => [type, "name"] as const,
  ),
]);

const LEVELS: Readonly<Record<string, string>> = { 1: "high", 2: "medium", 3: "low" };

/** Whether parsed JSON is a MISP event, a list of them, or an answer of its search. */
export function isMisp(json: unknown): boolean {
  const first = listOf(objectOf(json)?.response ?? json)[0];
  const object = objectOf(first);
  return objectOf(object?.Event) !== undefined || Array.isArray(object?.Attribute);
}

/**
 * Reads the attributes of MISP events, those of objects too.
 *
 * All are imported, whatever `to_ids` says: many events never set it. Where an event does set it, attributes without
 * it get the level `low`. Of `filename|sha256` the hash is hunted and the name is told; of `domain|ip` both are.
 */
export function readMisp(json: unknown, sink: ListSink): void {
  for (const item of listOf(objectOf(json)?.response ?? json)) {
    const holder = objectOf(item);
    if (holder === undefined) continue;
    const event = objectOf(holder.Event) ?? holder;
    readEvent(event, sink);
  }
}

function readEvent(event: JsonObject, sink: ListSink): void {
  const attributes = [
    ...listOf(event.Attribute),
    ...listOf(event.Object).flatMap((object) => listOf(objectOf(object)?.Attribute)),
  ].flatMap((value): JsonObject[] => {
    const attribute = objectOf(value);
    return attribute === undefined ? [] : [attribute];
  });
  const context: EventContext = {
    info: textOf(event.info),
    level: LEVELS[String(event.threat_level_id)] ?? null,
    attack: techniquesIn([event.info, ...tagsOf(event)]),
    usesToIds: attributes.some((attribute) => attribute.to_ids === true),
  };
  for (const attribute of attributes) readAttribute(attribute, context, sink);
}

interface EventContext {
  readonly info: string | undefined;
  readonly level: string | null;
  readonly attack: readonly string[];
  readonly usesToIds: boolean;
}

function readAttribute(attribute: JsonObject, event: EventContext, sink: ListSink): void {
  const field = textOf(attribute.type) ?? "attribute";
  const value = textOf(attribute.value) ?? "";
  const [first = "", second] = value.split("|");
  const attack = techniquesIn(tagsOf(attribute));
  const entry = {
    field,
    place: textOf(attribute.uuid) ?? textOf(attribute.id) ?? "attribute",
    title: titleOf([attribute.comment, event.info]),
    level: event.usesToIds && attribute.to_ids !== true ? "low" : event.level,
    attack: attack.length > 0 ? attack : event.attack,
    unused: attribute.deleted === true ? "deleted in MISP" : undefined,
  };
  if (field === "domain|ip") {
    sink.add({ ...entry, type: "domain", value: first });
    if (second !== undefined) sink.add({ ...entry, type: "ip", value: second, isPart: true });
  } else if (field.startsWith("filename|")) {
    const type = TYPES.get(field.slice("filename|".length));
    const known = type !== undefined && type !== "seen";
    sink.add({
      ...entry,
      type: known ? type : undefined,
      value: second ?? "",
      title: titleOf([`${first} ${entry.title ?? ""}`]),
      unused: known ? entry.unused : notLookedFor(field),
    });
  } else {
    const type = TYPES.get(field);
    const bare = field.includes("|") ? first : value;
    sink.add({
      ...entry,
      type: type === "seen" ? networkType(bare) : type,
      value: bare,
      unused: type === undefined ? notLookedFor(field) : entry.unused,
    });
  }
}

function networkType(value: string): IndicatorType {
  return classify(value) === "cidr" ? "cidr" : "ip";
}

function notLookedFor(type: string): string {
  return type === "link"
    ? "a reference, not something to look for"
    : `attributes of type ${JSON.stringify(type.slice(0, 60))} are not looked for in rows`;
}

function tagsOf(item: JsonObject): unknown[] {
  const tags = listOf(item.Tag).map((tag) => objectOf(tag)?.name);
  const galaxies = listOf(item.Galaxy).flatMap((galaxy) => listOf(objectOf(galaxy)?.GalaxyCluster));
  return [...tags, ...galaxies.map((cluster) => objectOf(cluster)?.value)];
}
