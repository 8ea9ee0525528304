import { Dialog, InputDialog, showDialog, showErrorMessage } from "@jupyterlab/apputils";
import type { Contents, ServiceManager } from "@jupyterlab/services";
import { addressOf, folderOf, nameOf } from "./address";
import { button, element } from "./dom";
import { icon } from "./icons";

/** The panel of notebooks and folders: open, new, rename, delete. */
export class FileList {
  readonly node = element("nav", { class: "hb-files", "aria-label": "Files" });
  readonly #list = element("ul");
  readonly #place = element("p", { class: "hb-place" });
  #folder: string;

  /** `current` is the notebook that is open on this page. */
  constructor(
    private readonly services: ServiceManager,
    private readonly current: () => string | undefined,
  ) {
    this.#folder = folderOf(current() ?? "");
    const tools = element(
      "div",
      { class: "hb-tools" },
      button("New notebook", () => this.#attempt(() => this.#make("notebook")), {}, icon("add")),
      button("New folder", () => this.#attempt(() => this.#make("directory")), {}, icon("folder")),
      button("Look again", () => this.show(), {}, icon("refresh")),
    );
    this.node.append(element("div", { class: "hb-files-head" }, this.#place, tools), this.#list);
    services.contents.fileChanged.connect(() => void this.show());
    services.sessions.runningChanged.connect(() => void this.show());
  }

  /** Reads the folder and shows it; an unreachable server leaves what was there. */
  async show(folder = this.#folder): Promise<void> {
    let entries: Contents.IModel[];
    const before = this.#folder;
    this.#folder = folder;
    try {
      entries = (await this.services.contents.get(folder, { type: "directory", content: true })).content;
    } catch {
      if (this.#folder === folder) this.#folder = before;
      return;
    }
    // The reader went on to another folder meanwhile.
    if (this.#folder !== folder) return;
    const running = new Set([...this.services.sessions.running()].map((session) => session.path));
    this.#place.replaceChildren(folder === "" ? "Notebooks" : `${folder}/`);
    const up = button(
      "Up to the folder above",
      () => this.show(folderOf(folder)),
      { class: "hb-up" },
      icon("up"),
    );
    up.append("..");
    const parent = folder === "" ? [] : [element("li", {}, up)];
    this.#list.replaceChildren(...parent, ...entries.sort(byKind).map((entry) => this.#line(entry, running)));
  }

  #line(entry: Contents.IModel, running: ReadonlySet<string>): HTMLLIElement {
    const isFolder = entry.type === "directory";
    const isOpen = entry.path === this.current();
    const name = element(isFolder ? "button" : "a", { class: "hb-name", title: entry.name });
    name.append(icon(isFolder ? "folder" : entry.type === "notebook" ? "notebook" : "file"), entry.name);
    if (name instanceof HTMLAnchorElement) {
      name.href = addressOf(entry.path);
      if (entry.type !== "notebook") name.target = "_blank";
      if (isOpen) name.setAttribute("aria-current", "page");
    } else {
      name.addEventListener("click", () => void this.show(entry.path));
    }
    const dot = running.has(entry.path)
      ? element("span", {
          class: "hb-running",
          title: "Its kernel is running",
          role: "img",
          "aria-label": "running",
        })
      : undefined;
    const rename = () => this.#attempt(() => this.#rename(entry));
    const remove = () => this.#attempt(() => this.#remove(entry));
    return element(
      "li",
      {},
      name,
      dot,
      button(`Rename ${entry.name}`, rename, { class: "hb-act" }, icon("rename")),
      // The open one stays: its page would go on without a file.
      isOpen ? undefined : button(`Delete ${entry.name}`, remove, { class: "hb-act" }, icon("remove")),
    );
  }

  async #make(type: "notebook" | "directory"): Promise<void> {
    const made = await this.services.contents.newUntitled({ path: this.#folder, type });
    if (type === "notebook") location.assign(addressOf(made.path));
    else await this.#rename(made);
  }

  async #rename(entry: Contents.IModel): Promise<void> {
    const { value } = await InputDialog.getText({ title: "Rename", label: "New name", text: entry.name });
    const name = value?.trim();
    if (!name || name === entry.name) return;
    const folder = folderOf(entry.path);
    await this.services.contents.rename(entry.path, folder === "" ? name : `${folder}/${name}`);
  }

  async #remove(entry: Contents.IModel): Promise<void> {
    const { button: pressed } = await showDialog({
      title: "Delete?",
      body: `"${entry.name}" will be gone for good.`,
      buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: "Delete" })],
    });
    if (!pressed.accept) return;
    await this.services.contents.delete(entry.path);
    const sessions = [...this.services.sessions.running()].filter(({ path }) => path === entry.path);
    for (const session of sessions) await this.services.sessions.shutdown(session.id);
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      await showErrorMessage("That did not work", error as Error);
    }
  }
}

function byKind(a: Contents.IModel, b: Contents.IModel): number {
  const rank = ({ type }: Contents.IModel) => (type === "directory" ? 0 : type === "notebook" ? 1 : 2);
  return rank(a) - rank(b) || nameOf(a.path).localeCompare(nameOf(b.path), "en", { numeric: true });
}
