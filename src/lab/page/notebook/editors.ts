import type { LanguageSupport } from "@codemirror/language";
import type { ISharedText, YBaseCell } from "@jupyter/ydoc";
import {
  CodeMirrorEditorFactory,
  CodeMirrorMimeTypeService,
  EditorExtensionRegistry,
  EditorLanguageRegistry,
  EditorThemeRegistry,
  type IEditorLanguage,
  ybinding,
} from "@jupyterlab/codemirror";

const lazily = (load: () => Promise<LanguageSupport>) => load;

// Names in `mime` are those that kernels and notebooks use.
const LANGUAGES: readonly IEditorLanguage[] = [
  {
    name: "typescript",
    alias: ["ts"],
    mime: ["text/x-typescript", "text/typescript", "application/typescript"],
    extensions: ["ts"],
    load: lazily(async () => (await import("@codemirror/lang-javascript")).javascript({ typescript: true })),
  },
  {
    name: "javascript",
    alias: ["js", "node"],
    mime: ["text/javascript", "application/javascript"],
    extensions: ["js", "mjs", "cjs"],
    load: lazily(async () => (await import("@codemirror/lang-javascript")).javascript()),
  },
  {
    name: "python",
    alias: ["ipython", "py"],
    mime: ["text/x-python", "text/x-ipython"],
    extensions: ["py"],
    load: lazily(async () => (await import("@codemirror/lang-python")).python()),
  },
  {
    name: "json",
    mime: ["application/json", "application/x-json"],
    extensions: ["json", "ipynb"],
    load: lazily(async () => (await import("@codemirror/lang-json")).json()),
  },
  {
    name: "sql",
    mime: ["text/x-sql", "application/sql"],
    extensions: ["sql"],
    load: lazily(async () => (await import("@codemirror/lang-sql")).sql()),
  },
  {
    name: "ipythongfm",
    alias: ["markdown", "md"],
    mime: ["text/x-ipythongfm", "text/x-markdown", "text/markdown"],
    extensions: ["md"],
    load: lazily(async () => (await import("@codemirror/lang-markdown")).markdown()),
  },
];

/** What makes editors: languages, types by file name, and the editors themselves. */
export interface Editors {
  readonly languages: EditorLanguageRegistry;
  readonly mimeTypes: CodeMirrorMimeTypeService;
  readonly factory: CodeMirrorEditorFactory;
}

/** Code editors with the languages that notebooks here are written in; each is loaded when a cell needs it. */
export function createEditors(): Editors {
  const languages = new EditorLanguageRegistry();
  for (const language of LANGUAGES) languages.addLanguage(language);
  const themes = new EditorThemeRegistry();
  for (const theme of EditorThemeRegistry.getDefaultThemes()) themes.addTheme(theme);
  const extensions = new EditorExtensionRegistry();
  for (const extension of EditorExtensionRegistry.getDefaultExtensions({ themes })) {
    extensions.addExtension(extension);
  }
  // Without it editors stay empty: it ties an editor's text to the notebook's model.
  extensions.addExtension({
    name: "shared-model",
    factory: ({ model }) => {
      const shared = model.sharedModel as ISharedText & Pick<YBaseCell<never>, "ysource" | "undoManager">;
      return EditorExtensionRegistry.createImmutableExtension(
        ybinding({ ytext: shared.ysource, undoManager: shared.undoManager ?? undefined }),
      );
    },
  });
  return {
    languages,
    mimeTypes: new CodeMirrorMimeTypeService(languages),
    factory: new CodeMirrorEditorFactory({ extensions, languages }),
  };
}
