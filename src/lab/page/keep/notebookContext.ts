import { Context } from "@jupyterlab/docregistry";
import type { INotebookModel } from "@jupyterlab/notebook";

/** JupyterLab's context of a notebook, which also tells how often the page went back to what the file holds. */
export class NotebookContext extends Context<INotebookModel> {
  #reverts = 0;

  /** A save that ends in a revert (the reader chose so) changes this number. */
  get reverts(): number {
    return this.#reverts;
  }

  override async revert(): Promise<void> {
    this.#reverts++;
    await super.revert();
  }
}
