import type { CommandRegistry } from "@lumino/commands";
import type { CommandId } from "./commands";

/** Where keys hold: outside the editors, inside one, in both, or in the whole page. */
type Mode = "command" | "edit" | "notebook" | "page" | "completer" | "completing" | "inspecting" | "finding";

/** A line of the help sheet, and the keys that it promises. */
export interface Binding {
  readonly command: CommandId;
  readonly mode: Mode;
  /** Strokes one after another, as Lumino writes them; `Accel` is Ctrl, or Command on a Mac. */
  readonly keys: readonly string[];
}

const SELECTORS: Readonly<Record<Mode, string>> = {
  command: ".jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus:not(:read-write)",
  edit: ".jp-Notebook.jp-mod-editMode",
  notebook: ".jp-Notebook",
  page: "body",
  completer: ".jp-Notebook.jp-mod-editMode .jp-mod-completer-enabled:not(.jp-mod-completer-active)",
  completing: ".jp-Notebook .jp-mod-completer-active",
  finding: ".hb-find",
  inspecting: ".jp-Notebook.jp-mod-editMode .jp-InputArea-editor:not(.jp-mod-completer-active)",
};

const keys = (mode: Mode, command: CommandId, ...strokes: string[]): Binding => ({
  command,
  mode,
  keys: strokes,
});

/** All keys, as in Jupyter, in the order of the help sheet. */
export const BINDINGS: readonly Binding[] = [
  keys("notebook", "run", "Shift Enter"),
  keys("notebook", "run-stay", "Ctrl Enter"),
  keys("notebook", "run-insert", "Alt Enter"),
  keys("page", "save", "Accel S"),
  keys("page", "find", "Accel F"),
  keys("page", "replace", "Accel H"),
  keys("page", "find-next", "Accel G"),
  keys("page", "find-previous", "Accel Shift G"),
  keys("finding", "find-close", "Escape"),
  keys("command", "edit", "Enter"),
  keys("command", "above", "ArrowUp"),
  keys("command", "above", "K"),
  keys("command", "below", "ArrowDown"),
  keys("command", "below", "J"),
  keys("command", "extend-above", "Shift ArrowUp"),
  keys("command", "extend-above", "Shift K"),
  keys("command", "extend-below", "Shift ArrowDown"),
  keys("command", "extend-below", "Shift J"),
  keys("command", "select-all", "Accel A"),
  keys("command", "insert-above", "A"),
  keys("command", "insert-below", "B"),
  keys("command", "cut", "X"),
  keys("command", "copy", "C"),
  keys("command", "paste", "V"),
  keys("command", "paste-above", "Shift V"),
  keys("command", "delete", "D", "D"),
  keys("command", "undo", "Z"),
  keys("command", "redo", "Shift Z"),
  keys("command", "code", "Y"),
  keys("command", "markdown", "M"),
  keys("command", "raw", "R"),
  keys("command", "heading-1", "1"),
  keys("command", "heading-2", "2"),
  keys("command", "heading-3", "3"),
  keys("command", "merge", "Shift M"),
  keys("command", "move-up", "Ctrl Shift ArrowUp"),
  keys("command", "move-down", "Ctrl Shift ArrowDown"),
  keys("command", "line-numbers", "Shift L"),
  keys("command", "toggle-output", "O"),
  keys("command", "interrupt", "I", "I"),
  keys("command", "restart", "0", "0"),
  keys("command", "help", "H"),
  keys("edit", "leave", "Escape"),
  keys("completer", "complete", "Tab"),
  keys("completing", "complete-select", "Enter"),
  keys("inspecting", "inspect", "Shift Tab"),
  keys("edit", "split", "Ctrl Shift -"),
];

/** Ties the keys to the commands, in the whole document. */
export function bindKeys(registry: CommandRegistry): void {
  for (const { command, mode, keys: strokes } of BINDINGS) {
    registry.addKeyBinding({ command, keys: [...strokes], selector: SELECTORS[mode] });
  }
  // Before the editors see them: Shift-Enter must not break a line.
  document.addEventListener("keydown", (event) => registry.processKeydownEvent(event), true);
}
