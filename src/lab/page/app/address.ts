const TREE = "/lab/tree/";

/** The notebook that the page's address names, relative to the served folder; undefined for none. */
export function pathInAddress(): string | undefined {
  if (!location.pathname.startsWith(TREE)) return undefined;
  const path = decodeURIComponent(location.pathname.slice(TREE.length)).replace(/\/+$/, "");
  return path === "" ? undefined : path;
}

/** The page's address for a file: a notebook opens here, anything else as the browser shows it. */
export function addressOf(path: string): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return path.endsWith(".ipynb") ? TREE + encoded : `/files/${encoded}`;
}

/** The folder of a path; empty for the served folder itself. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
