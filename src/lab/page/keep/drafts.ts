import type { INotebookContent } from "@jupyterlab/nbformat";

/** A notebook's state that is not in its file yet, kept in this browser. */
export interface Draft {
  /** One per opened page, so that two pages on one notebook keep two drafts. */
  readonly id: string;
  readonly path: string;
  readonly content: INotebookContent;
  /** When it was kept, in milliseconds since 1970. */
  readonly time: number;
  /** The file's time when this page read or wrote it last. */
  readonly base: string;
}

const STORE = "drafts";
const LOCK = "huntbook-draft-";
const OLDEST_DAYS = 30;

/** Drafts in this browser's database. A draft belongs to its page as long as that page is open. */
export class Drafts {
  readonly id: string = crypto.randomUUID();
  readonly #database = openDatabase();

  constructor() {
    // Held until the page is gone, however it goes: so others see whose drafts are left behind.
    void navigator.locks?.request(LOCK + this.id, () => new Promise(() => {}));
  }

  /** Keeps this page's draft of a notebook in place of the last one. */
  async keep(draft: Omit<Draft, "id">): Promise<void> {
    await this.#do("readwrite", (store) => store.put({ ...draft, id: this.id }));
  }

  /** Takes a draft away, once it is saved or nobody wants it. */
  async drop(id = this.id): Promise<void> {
    await this.#do("readwrite", (store) => store.delete(id));
  }

  /** The newest draft of a notebook whose page is gone; drafts of a month ago are cleared away. */
  async leftBehind(path: string): Promise<Draft | undefined> {
    const all = (await this.#do("readonly", (store) => store.getAll())) as Draft[];
    const open = new Set((await navigator.locks?.query())?.held?.map((lock) => lock.name));
    const closed = all.filter((draft) => !open.has(LOCK + draft.id));
    const oldest = Date.now() - OLDEST_DAYS * 24 * 3600 * 1000;
    for (const draft of closed.filter(({ time }) => time < oldest)) await this.drop(draft.id);
    const fresh = closed.filter((draft) => draft.path === path && draft.time >= oldest);
    return fresh.sort((a, b) => b.time - a.time)[0];
  }

  async #do<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await this.#database;
    return settled(act(database.transaction(STORE, mode).objectStore(STORE)));
  }
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open("huntbook", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
