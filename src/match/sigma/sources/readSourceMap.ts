import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe } from "../../../core/check";
import type { SourceEntry } from "./sourceMap";

type Part = Readonly<Record<string, unknown>>;

const EVENT_LOG = "WinEventLog:";
const MAX_REWRITES = 4;

/**
 * Reads a map of log sources from a YAML file, in the form that THOR's and sigmac's configurations have.
 *
 * Under `logsources`, each entry has `category`, `product`, `service`; `sources` (`WinEventLog:Channel`) or `rewrite`
 * to another entry's log source; `conditions` (`EventID` and other fields); `fieldmappings`. Throws a `SyntaxError`
 * for other content.
 */
export function readSourceMap(path: string): SourceEntry[] {
  const content: unknown = parse(readFileSync(path, "utf8"), { maxAliasCount: 100, logLevel: "error" });
  const sources = (content as { logsources?: unknown } | null)?.logsources;
  if (typeof sources !== "object" || sources === null) {
    throw new SyntaxError(
      `readSourceMap: file must have a map \`logsources\`, got none in ${describe(path)}`,
    );
  }
  const parts = Object.values(sources).filter(
    (part): part is Part => typeof part === "object" && part !== null,
  );
  return parts.map((part) => entryOf(part, parts));
}

function entryOf(part: Part, parts: readonly Part[]): SourceEntry {
  const { EventID, ...when } = (part.conditions ?? {}) as Part;
  return {
    category: textOf(part.category),
    product: textOf(part.product),
    service: textOf(part.service),
    channels: channelsOf(part, parts, MAX_REWRITES),
    eventIds: EventID === undefined ? undefined : [EventID].flat().map(Number),
    when: Object.fromEntries(
      Object.entries(when).map(([field, value]) => [field, [value].flat().map(String)]),
    ),
    fields: Object.fromEntries(
      Object.entries((part.fieldmappings ?? {}) as Part).map(([field, name]) => [field, String(name)]),
    ),
  };
}

function channelsOf(part: Part, parts: readonly Part[], rewrites: number): string[] {
  const own = [part.sources ?? []].flat().map(String);
  const channels = own.filter((one) => one.startsWith(EVENT_LOG)).map((one) => one.slice(EVENT_LOG.length));
  const rewrite = part.rewrite as Part | undefined;
  if (rewrite === undefined || rewrites === 0) return channels;
  const targets = parts.filter(
    (other) =>
      other !== part && ["category", "product", "service"].every((key) => other[key] === rewrite[key]),
  );
  return [...channels, ...targets.flatMap((target) => channelsOf(target, parts, rewrites - 1))];
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value).toLowerCase();
}
