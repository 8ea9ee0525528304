import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "esbuild";

/** Where the tool chain is installed. */
export const MODULES = join(__dirname, "../node_modules");

// Node's modules that JupyterLab asks for only outside browsers, and what this page does without: diagrams in Markdown
// (6 MB) and the languages that no cell of ours is written in.
const LEFT_OUT = [
  /^(crypto|url|ws|node-fetch)$/,
  /^(mermaid|@mermaid-js\/layout-elk)$/,
  /^@codemirror\/legacy-modes\//,
  /^@codemirror\/lang-(cpp|java|php|rust|wast|xml)$/,
];

/** Empty modules for what is left out. Style sheets of fonts, too: the page uses the reader's own. */
export const leaveOut: Plugin = {
  name: "leave-out",
  setup(build) {
    for (const filter of LEFT_OUT) {
      build.onResolve({ filter }, () => ({ path: "nothing", namespace: "left-out" }));
    }
    build.onResolve({ filter: /^path$/ }, () => ({ path: join(MODULES, "path-browserify/index.js") }));
    build.onLoad({ filter: /path-browserify.index\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll("process.cwd()", '"/"'),
    }));
    build.onResolve({ filter: /fontawesome-free/ }, ({ path }) => ({ path, namespace: "left-out-css" }));
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "module.exports = {};" }));
    build.onLoad({ filter: /.*/, namespace: "left-out-css" }, () => ({ contents: "", loader: "css" }));
  },
};

/** JupyterLab's style sheets: `~package/file` is a file of a package, and pictures go into the sheet. */
export const jupyterStyles: Plugin = {
  name: "jupyter-styles",
  setup(build) {
    build.onResolve({ filter: /^~/ }, ({ path }) =>
      path.includes("fontawesome-free")
        ? { path, namespace: "left-out-css" }
        : { path: join(MODULES, path.slice(1)) },
    );
    build.onResolve({ filter: /\.svg$/ }, ({ path, kind, resolveDir }) =>
      kind === "url-token" ? { path: join(resolveDir, path), namespace: "picture" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "picture" }, async ({ path }) => ({
      contents: await readFile(path),
      loader: "dataurl",
    }));
    // Both themes are in one sheet; the page says which holds.
    build.onLoad({ filter: /theme-dark-extension.style.variables\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/^:root\b/gm, ':root[data-theme="dark"]'),
      loader: "css",
    }));
  },
};

/** Takes out Yjs' warning about reading a text before it is in a document, which JupyterLab does for every cell. */
export const quietYjs = changedText(
  "quiet-yjs",
  /yjs.dist.yjs\.mjs$/,
  /const warnPrematureAccess = .*$/m,
  "const warnPrematureAccess = () => {};",
);

/**
 * Keeps the mark that JupyterLab puts on changes of its own. With undo across cells, @jupyter/ydoc 4.2 drops it: then
 * printed text comes back as if another page had sent it, and stands in the output and the file twice.
 */
export const keepOrigins = changedText(
  "keep-origins",
  /ydoc.lib.ycell\.js$/,
  "this.notebook.transact(f, undoable);",
  "this.notebook.transact(f, undoable, origin);",
);

/** Changes one place of a package's file; fails when that place is no longer there. */
function changedText(name: string, filter: RegExp, place: RegExp | string, text: string): Plugin {
  return {
    name,
    setup(build) {
      build.onLoad({ filter }, async ({ path }) => {
        const before = await readFile(path, "utf8");
        const contents = before.replace(place, text);
        if (contents === before) throw new Error(`${name}: ${path} is no longer as it was`);
        return { contents, loader: "js" };
      });
    },
  };
}
