import { SearchDocumentModel, SearchDocumentView } from "@jupyterlab/documentsearch";
import { NotebookSearchProvider } from "@jupyterlab/notebook";
import { Widget } from "@lumino/widgets";
import type { OpenNotebook } from "./openNotebook";

const PAUSE_MS = 200;

interface Box {
  readonly model: SearchDocumentModel;
  readonly view: SearchDocumentView;
}

/**
 * Find and replace in the whole notebook.
 *
 * The box is made when it opens and gone when it closes: JupyterLab's search follows every cell, and stumbles over
 * cells that come and go while nobody searches.
 */
export class Find {
  #box: Box | undefined;
  #last = "";

  constructor(
    private readonly notebook: OpenNotebook,
    private readonly place: HTMLElement,
  ) {}

  /** Opens the box with what is selected, or with the last search. */
  open(withReplace = false): void {
    const selected = getSelection()?.toString() ?? "";
    const text = selected !== "" && !selected.includes("\n") ? selected : this.#last;
    const { view } = this.#shown();
    if (text !== "") view.setSearchText(text);
    if (withReplace) view.showReplace();
    view.focusSearchInput();
  }

  /** Goes to the next hit, or opens the box when nothing is looked for. */
  next(): void {
    if (this.#box === undefined) this.open();
    else void this.#box.model.highlightNext();
  }

  /** Goes back to the hit before. */
  previous(): void {
    if (this.#box === undefined) this.open();
    else void this.#box.model.highlightPrevious();
  }

  /** Closes the box and gives the keys back to the notebook. */
  close(): void {
    const box = this.#box;
    if (box === undefined) return;
    this.#box = undefined;
    this.#last = box.model.searchExpression;
    void box.model.endQuery().finally(() => {
      box.view.dispose();
      box.model.dispose();
    });
    box.view.hide();
    this.notebook.panel.content.activate();
  }

  #shown(): Box {
    if (this.#box !== undefined) return this.#box;
    const model = new SearchDocumentModel(new NotebookSearchProvider(this.notebook.panel), PAUSE_MS);
    const view = new SearchDocumentView(model);
    view.addClass("hb-find");
    view.closed.connect(() => this.close());
    Widget.attach(view, this.place);
    this.#box = { model, view };
    return this.#box;
  }
}
