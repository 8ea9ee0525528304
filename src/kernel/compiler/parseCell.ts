import ts from "typescript";

/** Compiler options that parsing, checking and emitting of cells share. */
export const CELL_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  // Imports stay as they are written, and are found as bundlers find them, by `exports` too.
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  // A cell is a module without saying so; else `await (x)` would be read as a call.
  moduleDetection: ts.ModuleDetectionKind.Force,
  esModuleInterop: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  noEmit: true,
};

/** A cell as a tree, with parent links, for looking at. */
export function parseCell(code: string): ts.SourceFile {
  return ts.createSourceFile(
    "cell.ts",
    code,
    { languageVersion: ts.ScriptTarget.ES2022, setExternalModuleIndicator: markAsModule },
    true,
  );
}

/** The compiler's own way to say that a file is a module; the field is not in its public types. */
function markAsModule(file: ts.SourceFile): void {
  (file as ts.SourceFile & { externalModuleIndicator?: unknown }).externalModuleIndicator ??= true;
}
