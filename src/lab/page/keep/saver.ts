import type { Connection } from "./connection";
import type { Drafts } from "./drafts";
import type { NotebookContext } from "./notebookContext";

/** `conflict`: the file was changed by somebody else, and the reader has not decided yet. */
export type SaveState = "saved" | "changed" | "saving" | "failed" | "conflict";

/** What a saver needs. */
export interface SaverParts {
  readonly context: NotebookContext;
  readonly connection: Connection;
  readonly drafts: Drafts;
}

const AUTOSAVE_MS = 20_000;
const DRAFT_MS = 800;
// Output that streams must not put drafts off for ever.
const DRAFT_AT_LEAST_MS = 4_000;

/**
 * Saves a notebook: by hand with a checkpoint, by itself without; what is not in the file yet is kept as a draft.
 *
 * Before each save JupyterLab's context compares the file with what this page read, and asks when they differ.
 */
export class Saver extends EventTarget {
  #state: SaveState = "saved";
  #changes = 0;
  #isTouched = false;
  #isOwnMetadata = false;
  #draftTimer: number | undefined;
  #draftSince = 0;

  constructor(private readonly parts: SaverParts) {
    super();
    const { context } = parts;
    // What opening adds to a file without kernel metadata is no change of the reader's.
    context.model.dirty = false;
    context.model.contentChanged.connect(() => this.#changed());
    context.model.stateChanged.connect((_, { name }) => {
      if (name !== "dirty") return;
      if (!context.model.dirty) this.#isTouched = false;
      this.#set(context.model.dirty ? "changed" : "saved");
    });
    context.model.metadataChanged.connect((_, { key }) => this.#ownMetadata(key));
    window.setInterval(() => void this.#autosave(), AUTOSAVE_MS);
    parts.connection.addEventListener("change", () => void this.#autosave());
    addEventListener("beforeunload", (event) => {
      if (context.model.dirty) event.preventDefault();
    });
    addEventListener("pagehide", () => void this.#keepDraft());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) void this.#keepDraft();
    });
  }

  /** What the last save came to, or that there is something to save. */
  get state(): SaveState {
    return this.#state;
  }

  /** Saves and makes a checkpoint. False when it did not come to that; the reader has been told why. */
  async save(): Promise<boolean> {
    if ((await this.parts.connection.check()) !== "there") {
      await this.#keepDraft();
      this.#set("failed");
      return false;
    }
    if (!(await this.#write())) return false;
    await this.parts.context.createCheckpoint().catch((error) => console.warn("No checkpoint:", error));
    return true;
  }

  async #autosave(): Promise<void> {
    const { context, connection } = this.parts;
    const mayTry = this.#state === "changed" || this.#state === "failed";
    if (!mayTry || !context.model.dirty || connection.state !== "there") return;
    // A dialog is open: what it asks comes first.
    if (document.querySelector(".jp-Dialog") !== null) return;
    await this.#write();
  }

  async #write(): Promise<boolean> {
    const { context, drafts } = this.parts;
    const before = this.#changes;
    const { reverts } = context;
    this.#set("saving");
    try {
      await context.save();
    } catch (error) {
      await this.#keepDraft();
      const { name } = error as Error;
      this.#set(/^Modal(Cancel|Duplicate)Error$/.test(name) ? "conflict" : "failed");
      return false;
    }
    if (this.#changes > before && context.reverts === reverts && !context.model.dirty) {
      // The context calls the notebook clean, but somebody typed while the server wrote.
      context.model.dirty = true;
      return true;
    }
    clearTimeout(this.#draftTimer);
    await drafts.drop().catch(noDatabase);
    this.#set("saved");
    return true;
  }

  #changed(): void {
    if (this.#isOwnMetadata) {
      this.#isOwnMetadata = false;
      return;
    }
    this.#isTouched = true;
    this.#changes++;
    const now = Date.now();
    if (this.#draftTimer === undefined) this.#draftSince = now;
    clearTimeout(this.#draftTimer);
    const pause = now - this.#draftSince > DRAFT_AT_LEAST_MS ? 0 : DRAFT_MS;
    this.#draftTimer = window.setTimeout(() => void this.#keepDraft(), pause);
  }

  async #keepDraft(): Promise<void> {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
    const { context, drafts } = this.parts;
    if (context.isDisposed || !context.model.dirty) return;
    const base = context.contentsModel?.last_modified ?? "";
    const content = context.model.sharedModel.toJSON();
    await drafts.keep({ path: context.path, content, time: Date.now(), base }).catch(noDatabase);
  }

  /** JupyterLab writes down the kernel that it started. That alone is no change of the reader's. */
  #ownMetadata(key: string): void {
    const { model } = this.parts.context;
    if (!/^(kernelspec|language_info)$/.test(key)) return;
    this.#isOwnMetadata = true;
    queueMicrotask(() => {
      if (!this.#isTouched) model.dirty = false;
    });
  }

  #set(state: SaveState): void {
    // While the reader has not decided, more changes do not make the conflict go away.
    if (this.#state === state || (this.#state === "conflict" && state === "changed")) return;
    this.#state = state;
    this.dispatchEvent(new Event("change"));
  }
}

/** Private windows of some browsers have no database. The page works without; the mark of unsaved changes still holds. */
function noDatabase(error: unknown): void {
  console.warn("The draft could not be kept in this browser:", error);
}
