import type { CellService } from "./cellService";
import { type CellNames, declaredNames } from "./declaredNames";
import { type CellFault, cellFault, faultText } from "./diagnosticText";
import { parseCell } from "./parseCell";
import { hiddenName } from "./runtimeNames";
import { transpileCell } from "./transpileCell";

/** What becomes of type errors: they stop the cell, are told, or are not looked for. */
export type TypeCheck = "error" | "warn" | "off";

/** A cell that was compiled, or why it was not. */
export interface CompiledCell {
  /** The body of an async function; undefined when the cell must not run. */
  readonly code?: string;
  /** The source map of `code`, JSON. */
  readonly map?: string;
  /** Variables that have to exist before the cell runs. */
  readonly variables: readonly string[];
  /** What is wrong with its types or its syntax, each in words with its place. */
  readonly faults: readonly string[];
  /** Whether the faults are of syntax. */
  readonly isSyntax: boolean;
}

/** Compiles the cells of a session, one after the other. */
export interface CellCompiler {
  /** Compiles a cell; `name` is how messages call it. */
  compile(code: string, name: string): CompiledCell;
  /** Keeps the names of the cell that was compiled last: it is about to run. */
  keep(): void;
}

const CANNOT_ASSIGN_TO_IMPORT = 2632;
const CANNOT_ASSIGN_TO_CONSTANT = 2588;

/** Starts a session. Names in `reserved` never hide what they mean to libraries. */
export function cellCompiler(
  { modules, service }: CellService,
  reserved: ReadonlySet<string>,
  typeCheck: TypeCheck,
): CellCompiler {
  const hidden = new Map<string, string>();
  let last: CellNames | undefined;
  const check = (code: string): CellFault[] =>
    service
      .getSemanticDiagnostics(modules.current())
      .filter(({ start }) => start !== undefined && start <= code.length)
      .map((one) => seenFromCell(cellFault(one), code));
  return {
    compile(code, name) {
      const tree = parseCell(code);
      const names = declaredNames(tree);
      const variables = valuesOf(names);
      for (const one of variables) if (reserved.has(one)) hidden.set(one, hiddenName(one));
      const used = new Map([...hidden].filter(([one]) => names.mentioned.has(one)));
      const { code: body, map, faults } = transpileCell(code, { declared: names.declared, hidden: used });
      const inWords = (all: readonly CellFault[]) => all.map((fault) => faultText(name, code, fault));
      if (faults.length > 0) {
        return { variables: [], faults: inWords(faults.map(cellFault)), isSyntax: true };
      }
      modules.look(code, names);
      last = names;
      const found = typeCheck === "off" ? [] : check(code);
      const compiled = { variables: variables.map((one) => hidden.get(one) ?? one), isSyntax: false };
      if (found.length > 0 && typeCheck === "error") return { ...compiled, faults: inWords(found) };
      return { ...compiled, code: body, map, faults: inWords(found) };
    },
    keep() {
      if (last !== undefined) modules.keep(last);
      last = undefined;
    },
  };
}

function valuesOf({ declared }: CellNames): string[] {
  return [...declared].filter(([, kind]) => kind === "constant" || kind === "variable").map(([name]) => name);
}

/** For the checker, what an earlier cell declared is imported; for the user, it is simply there. */
function seenFromCell(fault: CellFault, code: string): CellFault {
  if (fault.code !== CANNOT_ASSIGN_TO_IMPORT) return fault;
  const name = code.slice(fault.start, fault.start + fault.length);
  const message = `Cannot assign to '${name}' because it is a constant of an earlier cell; declare it anew.`;
  return { ...fault, code: CANNOT_ASSIGN_TO_CONSTANT, message };
}
