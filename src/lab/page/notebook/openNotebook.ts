import { SessionContextDialogs } from "@jupyterlab/apputils";
import {
  NotebookModelFactory,
  NotebookPanel,
  NotebookWidgetFactory,
  runCell,
  StaticNotebook,
  setCellExecutor,
} from "@jupyterlab/notebook";
import type { RenderMimeRegistry } from "@jupyterlab/rendermime";
import type { ServiceManager } from "@jupyterlab/services";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { NotebookContext } from "../keep/notebookContext";
import type { Editors } from "./editors";

const KERNEL = "huntbook";

/** A notebook on the page. */
export interface OpenNotebook {
  readonly panel: NotebookPanel;
  readonly context: NotebookContext;
  readonly dialogs: SessionContextDialogs;
  readonly services: ServiceManager;
  readonly rendermime: RenderMimeRegistry;
}

/** What notebooks are made with; the same for all. */
export interface NotebookParts {
  readonly services: ServiceManager;
  readonly editors: Editors;
  readonly rendermime: RenderMimeRegistry;
}

/** JupyterLab's widget for the notebook at a path, with its kernel. Rejects when there is no such notebook. */
export async function openNotebook(path: string, parts: NotebookParts): Promise<OpenNotebook> {
  const { services, editors, rendermime } = parts;
  // A plain look first: its error can be told in a sentence, while the context would open a dialog of its own.
  await services.contents.get(path, { content: false });
  setCellExecutor({ runCell });
  const context = new NotebookContext({
    manager: services,
    factory: new NotebookModelFactory({ disableDocumentWideUndoRedo: false }),
    path,
    kernelPreference: { name: KERNEL, language: "typescript", shouldStart: true, canStart: true },
    // Two pages differ by a millisecond already.
    lastModifiedCheckMargin: 1,
  });
  await context.initialize(false);
  const resolved = rendermime.clone({ resolver: context.urlResolver });
  const factory = new NotebookWidgetFactory({
    name: "Notebook",
    fileTypes: ["notebook"],
    modelName: "notebook",
    preferKernel: true,
    canStartKernel: true,
    rendermime: resolved,
    contentFactory: new NotebookPanel.ContentFactory({ editorFactory: editors.factory.newInlineEditor }),
    mimeTypeService: editors.mimeTypes,
    editorConfig: editorConfig(),
    notebookConfig: {
      ...StaticNotebook.defaultNotebookConfig,
      windowingMode: "defer",
      disableDocumentWideUndoRedo: false,
    },
  });
  const panel = factory.createNew(context);
  return { panel, context, dialogs: new SessionContextDialogs(), services, rendermime: resolved };
}

/** Puts the widget into a place of the page, and keeps it as large as that place. */
export function attachNotebook({ panel }: OpenNotebook, place: HTMLElement): void {
  Widget.attach(panel, place);
  new ResizeObserver(() => MessageLoop.postMessage(panel, Widget.ResizeMessage.UnknownSize)).observe(place);
  void panel.revealed.then(() => panel.content.activate());
}

function editorConfig(): StaticNotebook.IEditorConfig {
  const { code, markdown, raw } = StaticNotebook.defaultEditorConfig;
  const own = { autoClosingBrackets: true, indentUnit: "2", tabSize: 2 };
  return { code: { ...code, ...own }, markdown: { ...markdown, ...own }, raw: { ...raw, ...own } };
}
