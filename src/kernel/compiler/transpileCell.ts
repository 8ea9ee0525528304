import ts from "typescript";
import { type CellTransform, cellTransformer } from "./cellTransformer";
import { CELL_OPTIONS } from "./parseCell";

/** A cell as JavaScript. */
export interface TranspiledCell {
  /** The body of an async function. */
  readonly code: string;
  /** The source map of `code`, JSON. */
  readonly map: string;
  /** What is wrong with its syntax. */
  readonly faults: readonly ts.Diagnostic[];
}

/** Turns a cell into JavaScript that runs inside an async function; says what is wrong with its syntax. */
export function transpileCell(code: string, transform: CellTransform): TranspiledCell {
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(code, {
    compilerOptions: {
      ...CELL_OPTIONS,
      noEmit: false,
      allowImportingTsExtensions: false,
      verbatimModuleSyntax: true,
      sourceMap: true,
    },
    transformers: { after: [cellTransformer(transform)] },
    reportDiagnostics: true,
    fileName: "cell.ts",
  });
  return {
    code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ""),
    map: sourceMapText ?? "",
    faults: diagnostics ?? [],
  };
}
