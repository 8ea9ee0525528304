import ts from "typescript";

/** Turns a file of TypeScript into CommonJS with its source map (JSON); types are taken away unchecked. */
export function transpileFile(path: string, text: string): { code: string; map: string } {
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      sourceMap: true,
      jsx: ts.JsxEmit.React,
    },
    fileName: path,
  });
  return { code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ""), map: sourceMapText ?? "" };
}
