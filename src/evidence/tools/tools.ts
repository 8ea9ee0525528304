import { autoruns } from "./autoruns";
import { chainsaw } from "./chainsaw";
import { hayabusa } from "./hayabusa";
import { mftECmd } from "./mftECmd";
import { osquery } from "./osquery";
import { plaso } from "./plaso";
import type { Tool } from "./tool";
import { velociraptor } from "./velociraptor";
import { volatility } from "./volatility";
import { zeek } from "./zeek";

/** All tools whose output is read into views. */
export const TOOLS: readonly Tool[] = [
  ...mftECmd,
  ...autoruns,
  ...velociraptor,
  ...osquery,
  ...zeek,
  ...volatility,
  ...plaso,
  hayabusa,
  chainsaw,
];

/**
 * The tool that writes rows with these columns; undefined for none that is known.
 *
 * @example
 * toolOf(["ts", "uid", "id.orig_h", "id.resp_h", "id.resp_p", "proto", "conn_state"]).kind // "zeek conn"
 */
export function toolOf(columns: Iterable<string>): Tool | undefined {
  const names = new Set(columns);
  const has = (tool: Tool) => tool.columns.every((either) => either.some((name) => names.has(name)));
  return TOOLS.filter(has).reduce<Tool | undefined>(
    (best, tool) => (best === undefined || tool.columns.length > best.columns.length ? tool : best),
    undefined,
  );
}
