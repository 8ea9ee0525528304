import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { checkOptions, describe } from "../../core/check";
import type { IssueSink } from "../../core/issue";
import { decodeHead } from "../../evidence/detectKind";
import { expandPaths } from "../../evidence/expandPaths";
import { collectIssues } from "../../evidence/issues";
import { Collector } from "./collector";
import { detectFormat } from "./detectFormat";
import type { IndicatorSet } from "./indicator";

/** Largest list, unpacked. */
const MAX_BYTES = 400 * 2 ** 20;

/** Lists as text, with a name for reports. */
export interface IndicatorText {
  readonly text: string;
  /** @default "text" */
  readonly name?: string;
}

/**
 * Reads lists of indicators of any format, all into one set.
 *
 * STIX 2.0 and 2.1 bundles, MISP events and feeds, OpenIOC 1.0 and 1.1, CHIRP YAML, CSV with columns found by their
 * names or values, LOKI's lists, plain lists, and JSON of other kinds; also packed with gzip. Values are refanged,
 * trimmed and brought to one form; duplicates become one indicator that names all its lists.
 *
 * `paths` are files, folders or globs, or `{ text }`. Never throws for a damaged list: it is in `issues`. What is not
 * hunted (benign rows, duplicates, what cannot be matched) is in `leftOut`, each with its reason. Lists up to 400 MiB.
 * O(size).
 *
 * @example
 * (await readIndicators({ text: "hxxp://Evil[.]example/a\nEVIL.EXE" })).indicators.map(({ type, value }) => `${type} ${value}`) // ["url evil.example/a", "filename evil.exe"]
 */
export async function readIndicators(
  paths: string | readonly string[] | IndicatorText,
): Promise<IndicatorSet> {
  const { issues, note, finish } = collectIssues();
  const collector = new Collector(note);
  if (typeof paths === "object" && !Array.isArray(paths)) {
    const { text, name = "text" } = checkText(paths as IndicatorText);
    readText(name, text, collector, note);
  } else {
    const list = typeof paths === "string" ? [paths] : (paths as readonly string[]);
    for (const { path } of expandPaths(list, note)) readPath(path, collector, note);
  }
  finish();
  const { indicators, leftOut, report } = collector;
  return { indicators, leftOut, issues, report };
}

function checkText(given: IndicatorText): IndicatorText {
  checkOptions("readIndicators", given, ["text", "name"]);
  if (typeof given.text !== "string") {
    throw new TypeError(`readIndicators: text must be text, got ${describe(given.text)}`);
  }
  return given;
}

function readPath(path: string, collector: Collector, note: IssueSink): void {
  try {
    readText(path, textOf(path), collector, note);
  } catch (error) {
    note({ path, place: "", reason: (error as Error).message });
  }
}

/** A list's fault ends that list, and what was read of it stays. */
function readText(list: string, text: string, collector: Collector, note: IssueSink): void {
  try {
    const before = collector.indicators.length + collector.leftOut.length;
    const format = detectFormat(list, text);
    collector.read(list, format.name, format.read);
    if (collector.indicators.length + collector.leftOut.length === before) {
      note({ path: list, place: "", reason: `no indicators found; read as ${format.name}` });
    }
  } catch (error) {
    note({ path: list, place: "", reason: (error as Error).message });
  }
}

function textOf(path: string): string {
  const raw = readFileSync(path);
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw, { maxOutputLength: MAX_BYTES }) : raw;
  if (bytes.length > MAX_BYTES) {
    throw new RangeError(`readIndicators: list must be at most ${MAX_BYTES} bytes, got ${bytes.length}`);
  }
  return decodeHead(bytes);
}
