import { SourceMap } from "node:module";

/** Knows where compiled code came from. */
export interface StackTraces {
  /** Enters the source map (JSON) of a compiled file or cell. */
  add(file: string, map: string): void;
}

/**
 * Makes every stack trace of this process name the places in what was written, not in what it was compiled to.
 *
 * In place from now on; for cells and for local TypeScript files.
 */
export function mapStackTraces(): StackTraces {
  const texts = new Map<string, string>();
  const maps = new Map<string, SourceMap>();
  const mapOf = (file: string): SourceMap | undefined => {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    const known = maps.get(file);
    if (known !== undefined) return known;
    const map = new SourceMap(JSON.parse(text));
    maps.set(file, map);
    return map;
  };
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => `    at ${placed(frame, mapOf)}`);
    return [headOf(error), ...lines].join("\n");
  };
  return {
    add(file, map) {
      texts.set(file, map);
      maps.delete(file);
    },
  };
}

function placed(frame: NodeJS.CallSite, mapOf: (file: string) => SourceMap | undefined): string {
  const text = String(frame);
  const [file, line, column] = [frame.getFileName(), frame.getLineNumber(), frame.getColumnNumber()];
  const map = file == null ? undefined : mapOf(file);
  if (map === undefined || line === null || column === null) return text;
  const origin = map.findEntry(line - 1, column - 1) as { originalLine?: number; originalColumn?: number };
  if (origin.originalLine === undefined || origin.originalColumn === undefined) return text;
  return text.replace(
    `${file}:${line}:${column}`,
    `${file}:${origin.originalLine + 1}:${origin.originalColumn + 1}`,
  );
}

/** As Node writes it, with its own errors' code. */
function headOf(error: Error & { code?: unknown }): string {
  try {
    const { code, name, message } = error;
    if (typeof code === "string" && code.startsWith("ERR_")) return `${name} [${code}]: ${message}`;
    return String(error);
  } catch {
    return "Error";
  }
}
