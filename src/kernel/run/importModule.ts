import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { OWN_LIBRARY } from "../ownLibrary";
import { asModule } from "./asModule";

/** Loads modules for cells. */
export type ImportModule = (specifier: unknown) => Promise<unknown>;

// What `require` has to load: TypeScript through our compiler, JSON because Node 20 cannot import it plainly.
const REQUIRED = new Set([".ts", ".tsx", ".cts", ".mts", ".json"]);

/**
 * Loads modules as cells name them: packages as ES modules are found, files relative to `folder`, with or without
 * their ending, TypeScript and JSON too; `builtIn` are modules that the kernel itself serves. The library comes from the
 * notebook's own project, or with the kernel.
 */
export function moduleImporter(folder: string, builtIn: Readonly<Record<string, unknown>>): ImportModule {
  const requireThere = createRequire(join(folder, "notebook.ts"));
  const load = nativeImport(folder);
  return async (name) => {
    const specifier = String(name);
    if (Object.hasOwn(builtIn, specifier)) return builtIn[specifier];
    if (!/^\.{0,2}\//.test(specifier) && specifier !== "." && specifier !== "..") {
      return asModule(await load(specifier === OWN_LIBRARY.name ? libraryFor(requireThere) : specifier));
    }
    const path = pathOf(specifier, folder, requireThere.resolve);
    if (REQUIRED.has(extname(path))) return asModule({ default: requireThere(path) }, true);
    return asModule(await load(pathToFileURL(path).href));
  };
}

/** Node's own `import()`, looking from `folder`; `import()` in this file would look from here. */
function nativeImport(folder: string): (specifier: string) => Promise<object> {
  return new vm.Script("(specifier) => import(specifier)", {
    filename: join(folder, "notebook.ts"),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }).runInThisContext();
}

function libraryFor({ resolve }: NodeJS.Require): string {
  try {
    resolve(OWN_LIBRARY.name);
    return OWN_LIBRARY.name;
  } catch {
    return pathToFileURL(resolve(OWN_LIBRARY.folder)).href;
  }
}

function pathOf(specifier: string, folder: string, resolve: (specifier: string) => string): string {
  try {
    return resolve(specifier);
  } catch (error) {
    // TypeScript written for ES modules names the file that it will be: `./a.js` for `a.ts`.
    const source = join(folder, specifier).replace(/\.([cm]?)js$/, ".$1ts");
    if (source.endsWith("ts") && existsSync(source)) return source;
    throw error;
  }
}
