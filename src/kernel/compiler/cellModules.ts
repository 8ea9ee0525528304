import { join } from "node:path";
import type { CellNames, NameKind } from "./declaredNames";

/**
 * The executed cells as modules that the checker sees, and the one that is being looked at.
 *
 * A cell imports the names it uses from the modules that hold them, behind its own text, so that places in it need
 * no translation. Modules stand ready in blocks, and each imports all earlier ones of its block whether it needs them
 * or not: the compiler makes a program anew (100 ms) only when the list of files or imports changes, so a cell without
 * imports of its own costs a few milliseconds. With each new block, modules that nothing needs any more are dropped.
 */
export interface CellModules {
  /** All module files. */
  files(): readonly string[];
  /** Text and version of a module file; undefined for other files. */
  read(path: string): { readonly text: string; readonly version: number } | undefined;
  /** The module of the cell that is being looked at. */
  current(): string;
  /** Puts a cell into the current module, with the names of earlier cells that it mentions. */
  look(code: string, names: CellNames): void;
  /**
   * Puts unfinished code into the current module, with all names of earlier cells; returns where it begins.
   *
   * The names stand before the code here: an open bracket would take in what comes behind it.
   */
  lookUnfinished(code: string, names: CellNames): number;
  /** Keeps the current module: later cells see its names. */
  keep(names: CellNames): void;
}

const BLOCK = 32;
/** How the files of cells are called; nobody else calls a file so. */
export const MODULE_PREFIX = "__huntbook_cell_";

interface CellModule {
  readonly path: string;
  readonly specifier: string;
  /** The modules that it imports from whatever its text is. */
  readonly imports: CellModule[];
  text: string;
  version: number;
  /** Modules whose names it really uses. */
  uses: readonly CellModule[];
}

/** Which names are taken from which module. */
type Wanted = ReadonlyMap<CellModule, readonly { readonly name: string; readonly kind: NameKind }[]>;

/** Starts with no cells; `folder` is where the cells' relative imports start from. */
export function cellModules(folder: string): CellModules {
  const names = new Map<string, { module: CellModule; kind: NameKind }>();
  let modules = new Map<string, CellModule>();
  let free: CellModule[] = [];
  let made = 0;
  const openBlock = () => {
    const kept = reachable([...names.values()].map(({ module }) => module));
    free = Array.from({ length: BLOCK }, (_, i) => newModule(folder, made + i));
    for (const [i, module] of free.entries()) module.imports.push(...kept, ...free.slice(0, i));
    for (const module of free) module.text = `\n;${importsOf(module, new Map())}export {};`;
    made += BLOCK;
    modules = new Map([...kept, ...free].map((module) => [module.path, module]));
  };
  openBlock();
  const wantedBy = ({ declared }: CellNames, mentioned: { has(name: string): boolean }): Wanted => {
    const wanted = new Map<CellModule, { name: string; kind: NameKind }[]>();
    for (const [name, { module, kind }] of names) {
      if (declared.has(name) || !mentioned.has(name)) continue;
      wanted.set(module, [...(wanted.get(module) ?? []), { name, kind }]);
    }
    return wanted;
  };
  return {
    files: () => [...modules.keys()],
    read: (path) => modules.get(path),
    current: () => free[0]!.path,
    look(code, cell) {
      const module = free[0]!;
      const wanted = wantedBy(cell, cell.mentioned);
      setText(module, `${code}\n;${importsOf(module, wanted)}${exportsOf(cell)}`, wanted);
    },
    lookUnfinished(code, cell) {
      const module = free[0]!;
      const wanted = wantedBy(cell, names);
      const imports = importsOf(module, wanted);
      setText(module, `${imports}\n${code}\n;${exportsOf(cell)}`, wanted);
      return imports.length + 1;
    },
    keep({ declared }) {
      const module = free.shift()!;
      for (const [name, kind] of declared) names.set(name, { module, kind });
      if (free.length === 0) openBlock();
    },
  };
}

function newModule(folder: string, number: number): CellModule {
  const name = `${MODULE_PREFIX}${number}`;
  const path = join(folder, `${name}.ts`).replaceAll("\\", "/");
  return { path, specifier: `./${name}`, imports: [], text: "", version: 1, uses: [] };
}

function setText(module: CellModule, text: string, wanted: Wanted): void {
  if (text === module.text) return;
  module.text = text;
  module.version += 1;
  module.uses = [...wanted.keys()];
}

/** A variable is declared with the type that it has where it comes from, since imports cannot be assigned to. */
function importsOf({ imports }: CellModule, wanted: Wanted): string {
  const lines = imports.map((one) => {
    const names = wanted.get(one) ?? [];
    const variables = names.filter(({ kind }) => kind === "variable");
    const items = names.map(({ name, kind }) => (kind === "variable" ? `${name} as ${name}$$` : name));
    const declarations = variables.map(({ name }) => `declare let ${name}: typeof ${name}$$;`);
    return `import { ${items.join(", ")} } from "${one.specifier}";${declarations.join("")}`;
  });
  return lines.join("");
}

function exportsOf({ declared, exported }: CellNames): string {
  const names = [...declared.keys()].filter((name) => !exported.has(name));
  return `export { ${names.join(", ")} };`;
}

/** The modules and all that they use, oldest first. */
function reachable(roots: readonly CellModule[]): CellModule[] {
  const found = new Set<CellModule>();
  const visit = (module: CellModule) => {
    if (found.has(module)) return;
    found.add(module);
    module.uses.forEach(visit);
  };
  roots.forEach(visit);
  return [...found];
}
