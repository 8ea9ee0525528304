import type { IssueSink } from "../../../core/issue";
import type { ByteStream } from "../../../evidence/byteStream";
import { expandPaths } from "../../../evidence/expandPaths";
import { type Source, unpack } from "../../../evidence/unpack";

/** The text of one rule file. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
}

/** Largest rule file. */
const MAX_FILE = 2 ** 19;
/** Limits of an archive of rules. */
const LIMITS = { maxBytes: 2 ** 30, maxMembers: 100_000 };

/**
 * The texts of rule files behind paths, folders, globs and archives, in a stable order.
 *
 * Only `.yml` and `.yaml` are rules; what else lies in a folder or an archive is passed over. Other faults become
 * issues.
 */
export async function* ruleFiles(paths: readonly string[], issues: IssueSink): AsyncGenerator<RuleFile> {
  for (const { path } of expandPaths(paths, issues)) {
    if (!RULE.test(path) && !ARCHIVE.test(path)) {
      if (paths.includes(path)) {
        issues({ path, place: "", reason: "neither a rule (.yml, .yaml) nor an archive of rules" });
      }
      continue;
    }
    try {
      for await (const source of unpack(path, issues, LIMITS)) yield* filesOf(source, issues);
    } catch (error) {
      issues({ path, place: "", reason: (error as Error).message });
    }
  }
}

const RULE = /\.ya?ml(?:\.gz)?$/i;
const ARCHIVE = /\.(?:tar|tgz|tar\.gz|zip|7z)$/i;

async function* filesOf(source: Source, issues: IssueSink): AsyncGenerator<RuleFile> {
  if (RULE.test(source.path)) yield* oneFile(source.path, source.bytes, issues);
  else await source.bytes.cancel();
}

async function* oneFile(path: string, bytes: ByteStream, issues: IssueSink): AsyncGenerator<RuleFile> {
  try {
    yield { path, text: (await bytes.all(MAX_FILE)).toString("utf8") };
  } catch (error) {
    issues({ path, place: "", reason: (error as Error).message });
  }
}
