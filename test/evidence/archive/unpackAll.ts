import type { Issue } from "../../../src/core/issue";
import { type UnpackLimits, unpack } from "../../../src/evidence/unpack";

/** All members' bytes, and what went wrong; a stream's fault is an issue, as `read` makes it one. */
export async function unpackAll(path: string, limits: UnpackLimits = {}) {
  const issues: Issue[] = [];
  const content = new Map<string, Buffer>();
  const note = (place: string, error: unknown) =>
    issues.push({ path: place, place: "", reason: (error as Error).message });
  try {
    for await (const source of unpack(path, (issue) => issues.push(issue), limits)) {
      try {
        content.set(source.path.slice(path.length + 1), await source.bytes.all(2 ** 26));
      } catch (error) {
        note(source.path, error);
      }
    }
  } catch (error) {
    note(path, error);
  }
  return { content, reasons: issues.map((issue) => issue.reason), issues };
}
