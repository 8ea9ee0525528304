import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe } from "../../../core/check";
import type { Placeholders } from "../rule/placeholders";

/** Reads values of placeholders from YAML or JSON: a name and its value or values. Throws a `SyntaxError` for else. */
export function readPlaceholders(path: string): Placeholders {
  const content: unknown = parse(readFileSync(path, "utf8"), { maxAliasCount: 100, logLevel: "error" });
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new SyntaxError(`readPlaceholders: file must hold a map, got ${describe(content)}`);
  }
  return Object.fromEntries(
    Object.entries(content).map(([name, values]) => [name, [values].flat().map(String)]),
  );
}
