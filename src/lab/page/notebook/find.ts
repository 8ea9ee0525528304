import { SearchDocumentModel, SearchDocumentView } from "@jupyterlab/documentsearch";
import { NotebookSearchProvider } from "@jupyterlab/notebook";
import { Widget } from "@lumino/widgets";
import type { OpenNotebook } from "./openNotebook";

const PAUSE_MS = 200;

/** Find and replace in the whole notebook. */
export class Find {
  readonly #model: SearchDocumentModel;
  readonly #view: SearchDocumentView;

  constructor(
    private readonly notebook: OpenNotebook,
    place: HTMLElement,
  ) {
    const { panel } = notebook;
    this.#model = new SearchDocumentModel(new NotebookSearchProvider(panel), PAUSE_MS);
    this.#view = new SearchDocumentView(this.#model);
    this.#view.addClass("hb-find");
    this.#view.closed.connect(() => this.close());
    Widget.attach(this.#view, place);
    this.#view.hide();
  }

  /** Opens the box with what is selected, or with the last search. */
  open(withReplace = false): void {
    const selected = getSelection()?.toString() ?? "";
    if (selected !== "" && !selected.includes("\n")) this.#view.setSearchText(selected);
    this.#view.show();
    if (withReplace) this.#view.showReplace();
    this.#view.focusSearchInput();
  }

  /** Goes to the next hit, or opens the box when nothing is looked for. */
  next(): void {
    if (this.#view.isHidden) this.open();
    else void this.#model.highlightNext();
  }

  /** Goes back to the hit before. */
  previous(): void {
    if (this.#view.isHidden) this.open();
    else void this.#model.highlightPrevious();
  }

  /** Closes the box and gives the keys back to the notebook. */
  close(): void {
    this.#view.hide();
    void this.#model.endQuery();
    this.notebook.panel.content.activate();
  }
}
