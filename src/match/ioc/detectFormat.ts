import type { ListSink } from "./collector";
import { isChirp, readChirp } from "./formats/chirpYaml";
import { objectOf } from "./formats/context";
import { readCsv } from "./formats/csvIndicators";
import { delimiterOf } from "./formats/csvTable";
import { parseLooseJson, readLooseJson } from "./formats/looseJson";
import { isMisp, readMisp } from "./formats/mispEvent";
import { isOpenIoc, readOpenIoc } from "./formats/openIoc";
import { lokiKind, readKeywords, readLokiFilenames, readPlainList } from "./formats/plainList";
import { isStix, readStix } from "./formats/stixBundle";
import { classify } from "./normalise/classify";
import { refang } from "./normalise/refang";

/** A list's format, and how to read it. */
export interface Format {
  readonly name: string;
  read(sink: ListSink): void;
}

/**
 * Says in which format a list of indicators is, from its content first and its name last.
 *
 * Throws a `SyntaxError` for what is no list of indicators: XML that is not OpenIOC, JSON beyond mending, a MISP
 * manifest or warning list.
 */
export function detectFormat(path: string, text: string): Format {
  const start = text.replace(/^[\ufeff\s]+/, "").slice(0, 64);
  if (start.startsWith("<")) return xmlFormat(text);
  if (/^[{[]/.test(start) && !/^\[[^\]]{0,60}\]\./.test(start)) return jsonFormat(text);
  if (/^"(?:[^"\\]|\\.)*"\s*:/.test(start)) return jsonFormat(text);
  if (isChirp(text)) return { name: "CHIRP YAML", read: (sink) => readChirp(text, sink) };
  return tableFormat(path, text);
}

function xmlFormat(text: string): Format {
  if (!isOpenIoc(text))
    throw new SyntaxError("readIndicators: XML must be OpenIOC, got another root element");
  const version = /OpenIOC[\s>]/.test(text.slice(0, 20_000)) ? "1.1" : "1.0";
  return { name: `OpenIOC ${version}`, read: (sink) => readOpenIoc(text, sink) };
}

function jsonFormat(text: string): Format {
  const { value, mended } = parseLooseJson(text);
  if (isStix(value)) return { name: "STIX", read: (sink) => readStix(value, sink) };
  if (isMisp(value)) return { name: "MISP", read: (sink) => readMisp(value, sink) };
  const object = objectOf(value);
  if (object !== undefined && Array.isArray(object.list) && "matching_attributes" in object) {
    throw new SyntaxError(
      "readIndicators: a MISP warning list names harmless things; give it as an allow list",
    );
  }
  const entries = Object.values(object ?? {});
  if (entries.length > 0 && entries.every((entry) => objectOf(entry)?.Orgc !== undefined)) {
    throw new SyntaxError("readIndicators: a MISP feed's manifest holds no indicators; its events do");
  }
  return {
    name: "JSON",
    read: (sink) => {
      if (mended !== undefined) sink.issues({ path: sink.list, place: "", reason: mended });
      readLooseJson(value, sink);
    },
  };
}

function tableFormat(path: string, text: string): Format {
  const kind = lokiKind(path, text);
  if (kind === "filename") return { name: "LOKI file names", read: (sink) => readLokiFilenames(text, sink) };
  if (kind === "keyword") return { name: "LOKI keywords", read: (sink) => readKeywords(text, sink) };
  const delimiter = csvDelimiter(path, text);
  return delimiter === undefined
    ? { name: "list", read: (sink) => readPlainList(text, sink) }
    : { name: "CSV", read: (sink) => readCsv(text, delimiter, sink) };
}

/** A table by its name, or by a first line of several words none of which is an indicator: a header. */
function csvDelimiter(path: string, text: string): string | undefined {
  const first = firstLine(text);
  const delimiter = delimiterOf(first);
  if (/\.(?:csv|tsv|tab)(?:\.gz)?$/i.test(path)) return delimiter ?? ",";
  if (delimiter === undefined) return undefined;
  const cells = first.split(delimiter, 50).map((cell) => cell.replace(/^"|"$/g, "").trim());
  const looksLikeHeader = cells.every(
    (cell) => /^[A-Za-z][\w .-]{0,40}$/.test(cell) && classify(refang(cell)) === "name",
  );
  return looksLikeHeader ? delimiter : undefined;
}

function firstLine(text: string): string {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const stop = end < 0 ? text.length : end;
    const line = text.slice(start, Math.min(stop, start + 20_000)).trim();
    if (line !== "" && !line.startsWith("#")) return line;
    start = stop + 1;
  }
  return "";
}
