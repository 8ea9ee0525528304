import { statSync } from "node:fs";
import ts from "typescript";

/** The files of the machine, as the checker reads them. */
export interface FileCache {
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
  realpath(path: string): string;
  /** Changes when the file does; always the same for installed packages. */
  version(path: string): string;
  snapshot(path: string): ts.IScriptSnapshot | undefined;
}

/**
 * A cache of what the checker asks of the disk, which is thousands of questions a cell.
 *
 * Installed packages are taken not to change while the kernel runs; the notebook's own files are looked at anew,
 * and what was not there may come.
 */
export function fileCache(): FileCache {
  const isInstalled = (path: string) => path.includes("/node_modules/");
  const snapshots = new Map<string, { version: string; snapshot: ts.IScriptSnapshot }>();
  const version = (path: string) => {
    const known = snapshots.get(path);
    if (known !== undefined && isInstalled(path)) return known.version;
    return String(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? "");
  };
  const remember = <T>(ask: (path: string) => T, isFinal: (answer: T) => boolean): ((path: string) => T) => {
    const known = new Map<string, T>();
    return (path) => {
      const before = known.get(path);
      if (before !== undefined) return before;
      const answer = ask(path);
      if (isInstalled(path) && isFinal(answer)) known.set(path, answer);
      return answer;
    };
  };
  return {
    fileExists: remember(ts.sys.fileExists, (there) => there),
    directoryExists: remember(ts.sys.directoryExists, (there) => there),
    realpath: remember(ts.sys.realpath ?? ((path) => path), () => true),
    version,
    snapshot(path) {
      const now = version(path);
      const known = snapshots.get(path);
      if (known?.version === now) return known.snapshot;
      const text = ts.sys.readFile(path);
      if (text === undefined) return undefined;
      const snapshot = ts.ScriptSnapshot.fromString(text);
      snapshots.set(path, { version: now, snapshot });
      return snapshot;
    },
  };
}
