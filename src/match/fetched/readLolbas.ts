import { readFileSync } from "node:fs";
import { describe } from "../../core/check";

/** A program of Windows that intruders use, as the LOLBAS project describes it. */
export interface Lolbin {
  readonly name: string;
  readonly description: string;
  readonly paths: readonly string[];
  readonly commands: readonly LolbinCommand[];
}

/** One way to use it. */
export interface LolbinCommand {
  readonly command: string;
  readonly category: string;
  /** ATT&CK technique; null for none. */
  readonly technique: string | null;
}

/**
 * Reads LOLBAS' JSON (see `fetchData`): programs by file name in lower case.
 *
 * Throws a `SyntaxError` for other content.
 *
 * Source: https://lolbas-project.github.io/api/
 */
export function readLolbas(path: string): ReadonlyMap<string, Lolbin> {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new SyntaxError(`readLolbas: file must be JSON, got ${describe(path)}`, { cause: error });
  }
  if (!Array.isArray(list)) throw new SyntaxError(`readLolbas: file must hold a list, got ${describe(list)}`);
  const programs = list.filter(isMap).filter(({ Name }) => typeof Name === "string");
  return new Map(programs.map((entry) => [String(entry.Name).toLowerCase(), lolbin(entry)]));
}

type Part = Readonly<Record<string, unknown>>;

function lolbin(entry: Part): Lolbin {
  return {
    name: String(entry.Name),
    description: text(entry.Description),
    paths: parts(entry.Full_Path).map((one) => text(one.Path)),
    commands: parts(entry.Commands).map((one) => ({
      command: text(one.Command),
      category: text(one.Category),
      technique: typeof one.MitreID === "string" ? one.MitreID : null,
    })),
  };
}

function parts(value: unknown): Part[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function isMap(value: unknown): value is Part {
  return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
