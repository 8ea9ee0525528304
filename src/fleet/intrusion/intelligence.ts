import { createHash } from "node:crypto";
import { DAY } from "../calendar";
import type { FleetPlan } from "../fleetPlan";
import { type Indicator, KNOWN_AFTER, KNOWN_BEFORE } from "./indicators";
import { PUBLISHED_RULES } from "./publishedRules";

/** A file of the folder `intelligence`, by its path below it. */
export interface IntelligenceFile {
  readonly name: string;
  readonly text: string;
}

/**
 * What communities publish: a list from before the intrusion was found; a bundle, a list and rules from after it.
 *
 * As such lists are: defanged, in mixed case, with duplicates, with entries that mean nothing here, and with some that
 * hit what is harmless.
 */
export function intelligenceFiles({ period }: FleetPlan): IntelligenceFile[] {
  const before = day(period.start - 9 * DAY);
  const after = day(period.end + 12 * DAY);
  return [
    { name: "before.csv", text: csv(KNOWN_BEFORE, before, "sharing group") },
    { name: "after.csv", text: csv(KNOWN_AFTER, after, "incident responders") },
    { name: "after.stix.json", text: `${JSON.stringify(stix(KNOWN_AFTER, after), null, 2)}\n` },
    ...PUBLISHED_RULES.map(({ name, text }) => ({ name: `rules/${name}`, text })),
  ];
}

/** Defanged, every third value in upper case or with a trailing blank, the first row twice. */
function csv(indicators: readonly Indicator[], published: string, source: string): string {
  const rows = indicators.map(({ type, value, about }, i) => {
    const sloppy = i % 3 === 1 ? value.toUpperCase() : i % 3 === 2 ? `${value} ` : value;
    return [type, defang(type, sloppy), about.replaceAll(",", ";"), published, source].join(",");
  });
  return `${["type,value,description,published,source", ...rows, rows[0]].join("\n")}\n`;
}

/**
 * Writes a network indicator so that nobody opens it by mistake.
 *
 * @example
 * defang("url", "http://198.51.100.200/gate.php") // "hxxp://198[.]51[.]100[.]200/gate.php"
 */
export function defang(type: Indicator["type"], value: string): string {
  if (type === "url") {
    const [, scheme, host, rest] = /^http(s?):\/\/([^/]*)(.*)$/i.exec(value) ?? ["", "", value, ""];
    return `hxxp${scheme}://${host!.replaceAll(".", "[.]")}${rest}`;
  }
  return type === "domain" || type === "ipv4" ? value.replaceAll(".", "[.]") : value;
}

const PATTERNS: Readonly<Record<Indicator["type"], string>> = {
  domain: "domain-name:value",
  ipv4: "ipv4-addr:value",
  sha256: "file:hashes.'SHA-256'",
  md5: "file:hashes.MD5",
  filename: "file:name",
  url: "url:value",
};

function stix(indicators: readonly Indicator[], published: string): object {
  const at = `${published}T09:00:00.000Z`;
  return {
    type: "bundle",
    id: `bundle--${uuid("bundle")}`,
    objects: indicators.map(({ type, value, about }) => ({
      type: "indicator",
      spec_version: "2.1",
      id: `indicator--${uuid(`${type}:${value}`)}`,
      created: at,
      modified: at,
      name: about,
      indicator_types: ["malicious-activity"],
      pattern: `[${PATTERNS[type]} = '${value}']`,
      pattern_type: "stix",
      valid_from: at,
    })),
  };
}

/** A name's own identifier, in the form of a UUID of version 5. */
function uuid(name: string): string {
  const hex = createHash("sha256").update(`huntbook sample fleet:${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function day(time: number): string {
  return new Date(time / 1000).toISOString().slice(0, 10);
}
