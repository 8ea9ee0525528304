import type { Command } from "commander";
import { visible } from "../core/html";
import type { Issue } from "../core/issue";
import type { Relation } from "../engine/engine";
import { raw } from "../engine/sql";
import { type Hunt, open } from "../evidence/open";

/** Options that every command with evidence takes. */
export interface EvidenceOptions {
  readonly as?: string;
  readonly where?: string;
  readonly kind?: string;
  readonly hostFolder?: string;
  readonly case?: string;
  readonly password?: readonly string[];
  readonly joinHosts?: boolean;
  readonly quiet?: boolean;
}

/** A hunt with the files of the command line read into it. */
export interface Evidence {
  readonly hunt: Hunt;
  /** The rows: of the view that `--as` names, and where `--where` holds. */
  readonly relation: Relation;
}

const SHOWN_ISSUES = 20;

/** Adds the options of reading, `--as`, `--where` and `--quiet` to a command. */
export function withEvidenceOptions(command: Command): Command {
  return withReadOptions(command)
    .option("--as <view>", "harmonised view: events, tasks, logons, processes, services, network, files")
    .option("--where <sql>", "only rows for which this SQL condition is true");
}

/** Adds the options of a command that reads evidence, and works on all of it. */
export function withReadOptions(command: Command): Command {
  return command
    .option(
      "--kind <kind>",
      "what the files are, where that is not seen right; huntbook detect says what is seen",
    )
    .option("--host-folder <name>", "folder whose sub-folders are hosts, for what names no host itself")
    .option(
      "--password <password>",
      "for encrypted archives, tried before infected (may be repeated)",
      collect,
    )
    .option(
      "--case <file>",
      "a case file (case.duckdb) that keeps what is read; what it has already is not read again",
    )
    .option(
      "--no-join-hosts",
      "give a renamed machine the names of its logs, not its last one for all its rows",
    )
    .option("--quiet", "no progress and no list of issues on stderr");
}

/**
 * Reads the files of a command; issues go to stderr.
 *
 * When nothing could be read the process ends with exit code 2: the command has nothing to do.
 */
export async function readEvidence(files: readonly string[], options: EvidenceOptions): Promise<Evidence> {
  const hunt = await open(options.case);
  try {
    return { hunt, relation: await readInto(hunt, files, options) };
  } catch (error) {
    await hunt.close();
    throw error;
  }
}

/** Reads more files into a hunt, as {@link readEvidence} does: a second side to compare with. */
export async function readInto(
  hunt: Hunt,
  files: readonly string[],
  options: EvidenceOptions,
): Promise<Relation> {
  const { quiet = false, joinHosts = true, kind, hostFolder, password } = options;
  const { relation, issues } = await hunt.read(files, {
    quiet,
    joinHosts,
    ...(kind !== undefined && { kind }),
    ...(hostFolder !== undefined && { hostFolder }),
    ...(password !== undefined && { passwords: password }),
  });
  if (!options.quiet) reportIssues(issues);
  if ((await relation.count()) === 0) {
    throw new NothingReadable(
      `read: no rows in ${files.join(", ")}${options.quiet ? "; see why without --quiet" : ""}`,
    );
  }
  const view = options.as === undefined ? relation : await relation.as(options.as);
  if (options.as !== undefined && !options.quiet && (await view.count()) === 0) {
    process.stderr.write(`huntbook: none of the rows read is in the view ${options.as}\n`);
  }
  return options.where === undefined ? view : view.where(raw(options.where));
}

/**
 * The names in a comma-separated list.
 *
 * @example
 * columnNames("host, time") // ["host", "time"]
 */
export function columnNames(list: string): string[] {
  return list.split(",").map((name) => name.trim());
}

/**
 * The pairs in a comma-separated list of `name=value`, such as `rule=30,score=50`.
 *
 * Throws a `TypeError` for a part without a name or a value.
 *
 * @example
 * namedValues("rule=30, score=50") // { rule: "30", score: "50" }
 */
export function namedValues(list: string): Record<string, string> {
  const pairs = list.split(",").map((part) => {
    const at = part.indexOf("=");
    if (at < 1 || at === part.length - 1) {
      throw new TypeError(`options: a list must be name=value,name=value, got ${JSON.stringify(list)}`);
    }
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}

/** For an option that may be given several times: all its values. */
export function collect(value: string, values: readonly string[] = []): string[] {
  return [...values, value];
}

/** Reads the files of a command, gives them to `work`, and closes the hunt whatever happens. */
export async function withEvidence(
  files: readonly string[],
  options: EvidenceOptions,
  work: (evidence: Evidence) => Promise<void>,
): Promise<void> {
  const evidence = await readEvidence(files, options);
  try {
    await work(evidence);
  } finally {
    await evidence.hunt.close();
  }
}

/** Nothing to work on: exit code 2. */
export class NothingReadable extends Error {}

/** Shows what could not be read, on stderr; the first ones of many. */
export function reportIssues(issues: readonly Issue[]): void {
  for (const { path, place, reason } of issues.slice(0, SHOWN_ISSUES)) {
    process.stderr.write(
      `huntbook: ${visible([path, place, reason].filter((part) => part !== "").join(": "))}\n`,
    );
  }
  if (issues.length > SHOWN_ISSUES) {
    process.stderr.write(`huntbook: … and ${issues.length - SHOWN_ISSUES} more issues\n`);
  }
}
