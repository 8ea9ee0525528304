import { join } from "node:path";
import { type RuleSet, readRules } from "./rule/readRules";

/** The folder with the rules that come with the library. */
export const OWN_RULES = join(__dirname, "..", "..", "..", "data", "rules");

/**
 * The rules that come with the library: some hunts for the techniques that the course teaches. For real work give
 * {@link readRules} a community's rules, too.
 */
export function ownRules(): Promise<RuleSet> {
  return readRules(OWN_RULES);
}
