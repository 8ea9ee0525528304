import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { OWN_LIBRARY } from "../ownLibrary";
import { type CellModules, cellModules, MODULE_PREFIX } from "./cellModules";
import { fileCache } from "./fileCache";
import { KERNEL_TYPES } from "./kernelTypes";
import { CELL_OPTIONS } from "./parseCell";

/** The compiler's language service over all cells of a session. */
export interface CellService {
  readonly modules: CellModules;
  readonly service: ts.LanguageService;
}

const TYPES_FILE = "__huntbook_types.d.ts";
const INSTALLED = /[\\/]node_modules[\\/]/;

/** Starts a language service for cells that run in `folder`; nothing is read before the first question. */
export function cellService(folder: string): CellService {
  const modules = cellModules(folder);
  const types = join(folder, TYPES_FILE).replaceAll("\\", "/");
  const disk = fileCache();
  const settings: ts.CompilerOptions = {
    ...CELL_OPTIONS,
    target: ts.ScriptTarget.ESNext,
    // Without the browser's: names like `name` and `event` would always be known, and nothing here has them.
    lib: ["lib.esnext.d.ts"],
    types: ["node"],
    typeRoots: [nodeTypes(folder)],
    skipLibCheck: true,
    strict: false,
  };
  const host: ts.LanguageServiceHost = {
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    getDirectories: ts.sys.getDirectories,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => settings,
    getScriptFileNames: () => [types, ...modules.files()],
    getScriptVersion: (path) =>
      path === types ? "1" : String(modules.read(path)?.version ?? disk.version(path)),
    getScriptSnapshot(path) {
      const text = path === types ? KERNEL_TYPES : modules.read(path)?.text;
      return text === undefined ? disk.snapshot(path) : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: disk.fileExists,
    directoryExists: disk.directoryExists,
    realpath: disk.realpath,
    resolveModuleNameLiterals: resolver(modules, folder, settings, disk),
  };
  return { modules, service: ts.createLanguageService(host) };
}

type Resolver = NonNullable<ts.LanguageServiceHost["resolveModuleNameLiterals"]>;

/** Finds modules; what an installed package imports is looked up once, and our library where there is no other. */
function resolver(
  modules: CellModules,
  folder: string,
  settings: ts.CompilerOptions,
  disk: Pick<ts.ModuleResolutionHost, "fileExists" | "directoryExists" | "realpath">,
): Resolver {
  const host: ts.ModuleResolutionHost = { ...ts.sys, ...disk };
  const lasting = ts.createModuleResolutionCache(folder, (path) => path, settings);
  return (literals, containing, redirected, options, source) =>
    literals.map((literal) => {
      if (literal.text.startsWith(`./${MODULE_PREFIX}`)) return cellModule(modules, folder, literal.text);
      const mode = ts.getModeForUsageLocation(source, literal, options);
      const cache = INSTALLED.test(containing) ? lasting : undefined;
      const find = (name: string) =>
        ts.resolveModuleName(name, containing, options, host, cache, redirected, mode);
      const found = find(literal.text);
      const isOurs = found.resolvedModule === undefined && literal.text === OWN_LIBRARY.name;
      return isOurs ? find(OWN_LIBRARY.folder) : found;
    });
}

function cellModule(
  modules: CellModules,
  folder: string,
  specifier: string,
): ts.ResolvedModuleWithFailedLookupLocations {
  const path = join(folder, `${specifier}.ts`).replaceAll("\\", "/");
  const found = modules.read(path) !== undefined;
  return { resolvedModule: found ? { resolvedFileName: path, extension: ".ts" } : undefined };
}

/** The folder of the types of Node: those of the notebook's own project first, else ours. */
function nodeTypes(folder: string): string {
  const own = "@types/node/package.json";
  try {
    return join(dirname(createRequire(join(folder, "notebook.ts")).resolve(own)), "..");
  } catch {
    return join(dirname(require.resolve("@types/node/package.json")), "..");
  }
}
