/** The one name by which compiled cells reach the kernel; its members stand in `run/cellRuntime.ts`. */
export const RUNTIME = "$hb";

/**
 * The name under which a cell's variable lives when its own would hide something that libraries look for.
 *
 * @example
 * hiddenName("process") // "process$"
 */
export function hiddenName(name: string): string {
  return `${name}$`;
}

/** Names that libraries probe to learn where they run, beside the built-in ones. */
export const PROBED_NAMES: readonly string[] = [
  "window",
  "self",
  "document",
  "navigator",
  "location",
  "define",
  "require",
  "module",
  "exports",
  "__filename",
  "__dirname",
  "importScripts",
  "WorkerGlobalScope",
  "XMLHttpRequest",
  "HTMLElement",
  "Deno",
  "Bun",
  "jest",
  "mocha",
];
