import { InputDialog, showErrorMessage } from "@jupyterlab/apputils";
import type { Saver, SaveState } from "../keep/saver";
import type { OpenNotebook } from "../notebook/openNotebook";
import { addressOf, nameOf } from "./address";
import { button, element } from "./dom";
import { icon } from "./icons";
import { switchTheme, type ThemeChoice, themeChoice } from "./theme";

const SAVE_WORDS: Readonly<Record<SaveState, string>> = {
  saved: "Saved",
  changed: "Not saved yet",
  saving: "Saving",
  failed: "Not saved; kept in this browser",
  conflict: "Not saved: the file was changed elsewhere",
};
const THEME_WORDS: Readonly<Record<ThemeChoice, string>> = {
  system: "Colours: as the system",
  light: "Colours: light",
  dark: "Colours: dark",
};

/** The page's head; `show` puts in what there is to say about the open notebook. */
export interface Header {
  readonly node: HTMLElement;
  show(...parts: readonly HTMLElement[]): void;
}

/** The line above everything: the switch of the file list, the way home, the open notebook, the colours. */
export function header(toggleFiles: () => void): Header {
  const home = element("a", { class: "hb-brand", href: "/lab" }, "huntbook");
  const files = button("Files", toggleFiles, { class: "hb-toggle" }, icon("files"));
  const middle = element("div", { class: "hb-about" });
  const node = element("header", { class: "hb-head" }, files, home, middle, themeButton());
  return { node, show: (...parts) => middle.replaceChildren(...parts) };
}

/** The notebook's name, which renames it, and whether it is saved. */
export function titleOf({ context }: OpenNotebook, saver: Saver): HTMLElement {
  const name = button("", () => rename(context), { class: "hb-title", title: "Rename" });
  const state = element("span", { class: "hb-saved", role: "status", "aria-label": "File" });
  const update = () => {
    const title = nameOf(context.path).replace(/\.ipynb$/, "");
    name.textContent = title;
    state.textContent = SAVE_WORDS[saver.state];
    state.dataset.state = saver.state;
    // The mark in the tab that every editor has.
    document.title = `${saver.state === "saved" || saver.state === "saving" ? "" : "• "}${title} · huntbook`;
  };
  context.pathChanged.connect(() => {
    history.replaceState(null, "", addressOf(context.path));
    update();
  });
  saver.addEventListener("change", update);
  update();
  return element("h1", { class: "hb-name-line" }, name, state);
}

async function rename(context: OpenNotebook["context"]): Promise<void> {
  const old = nameOf(context.path);
  const { value } = await InputDialog.getText({ title: "Rename", label: "New name", text: old });
  const name = value?.trim();
  if (!name || name === old) return;
  try {
    await context.rename(/\.ipynb$/.test(name) ? name : `${name}.ipynb`);
  } catch (error) {
    await showErrorMessage("It could not be renamed", error as Error);
  }
}

function themeButton(): HTMLButtonElement {
  const node = button(
    THEME_WORDS[themeChoice()],
    () => say(switchTheme()),
    { class: "hb-theme" },
    icon("theme"),
  );
  const say = (choice: ThemeChoice) => {
    node.title = THEME_WORDS[choice];
    node.setAttribute("aria-label", THEME_WORDS[choice]);
  };
  return node;
}
