import type { CompletionHandler } from "@jupyterlab/completer";
import { NotebookActions } from "@jupyterlab/notebook";
import { CommandRegistry } from "@lumino/commands";
import type { Saver } from "../keep/saver";
import type { Find } from "../notebook/find";
import { inspect } from "../notebook/inspect";
import type { OpenNotebook } from "../notebook/openNotebook";
import { askForTrust } from "./trustMark";

/** What commands work on. */
export interface Workbench {
  readonly notebook: OpenNotebook;
  readonly saver: Saver;
  readonly find: Find;
  readonly completion: CompletionHandler;
  /** Lets the reader choose a checkpoint to go back to. */
  revert(): Promise<void>;
  showHelp(): void;
}

type Act = (bench: Workbench) => unknown;

/** One thing that the reader can do with a notebook. */
interface Command {
  readonly label: string;
  readonly act: Act;
}

const cell = (act: (notebook: OpenNotebook["panel"]["content"]) => unknown): Act => {
  return ({ notebook }) => act(notebook.panel.content);
};
const running = (act: typeof NotebookActions.run): Act => {
  return ({ notebook: { panel, dialogs } }) => act(panel.content, panel.sessionContext, dialogs);
};
const heading = (level: number): Command => ({
  label: `Heading ${level}`,
  act: cell((notebook) => NotebookActions.setMarkdownHeader(notebook, level)),
});

/** Every command by its id; keys, toolbar and menu refer to these. */
export const COMMANDS = {
  run: { label: "Run and go on", act: running(NotebookActions.runAndAdvance) },
  "run-stay": { label: "Run and stay", act: running(NotebookActions.run) },
  "run-insert": { label: "Run and insert below", act: running(NotebookActions.runAndInsert) },
  "run-all": { label: "Run all cells", act: running(NotebookActions.runAll) },
  "run-above": { label: "Run all above", act: running(NotebookActions.runAllAbove) },
  "run-below": { label: "Run this and all below", act: running(NotebookActions.runAllBelow) },
  interrupt: { label: "Interrupt the kernel", act: interrupt },
  restart: { label: "Restart the kernel…", act: ({ notebook }) => restart(notebook) },
  "restart-run-all": {
    label: "Restart and run all…",
    act: async (bench) => {
      if (await restart(bench.notebook)) await COMMANDS["run-all"].act(bench);
    },
  },
  "change-kernel": {
    label: "Change kernel…",
    act: ({ notebook }) => notebook.dialogs.selectKernel(notebook.panel.sessionContext),
  },
  "shut-down": {
    label: "Shut the kernel down",
    act: ({ notebook }) => notebook.panel.sessionContext.shutdown(),
  },
  save: { label: "Save, with a checkpoint", act: ({ saver }) => saver.save() },
  revert: { label: "Go back to a checkpoint…", act: (bench) => bench.revert() },
  trust: { label: "Trust this notebook…", act: trust },
  download: { label: "Download", act: download },
  edit: {
    label: "Edit the cell",
    act: cell((notebook) => {
      notebook.mode = "edit";
    }),
  },
  leave: {
    label: "Leave the cell",
    act: cell((notebook) => {
      notebook.mode = "command";
    }),
  },
  above: { label: "Cell above", act: cell(NotebookActions.selectAbove) },
  below: { label: "Cell below", act: cell(NotebookActions.selectBelow) },
  "extend-above": { label: "Select the cell above, too", act: cell(NotebookActions.extendSelectionAbove) },
  "extend-below": { label: "Select the cell below, too", act: cell(NotebookActions.extendSelectionBelow) },
  "select-all": { label: "Select all cells", act: cell(NotebookActions.selectAll) },
  "insert-above": { label: "Insert above", act: cell(NotebookActions.insertAbove) },
  "insert-below": { label: "Insert below", act: cell(NotebookActions.insertBelow) },
  cut: { label: "Cut cells", act: cell(NotebookActions.cut) },
  copy: { label: "Copy cells", act: cell(NotebookActions.copy) },
  paste: { label: "Paste cells below", act: cell((notebook) => NotebookActions.paste(notebook, "below")) },
  "paste-above": {
    label: "Paste cells above",
    act: cell((notebook) => NotebookActions.paste(notebook, "above")),
  },
  delete: { label: "Delete cells", act: cell(NotebookActions.deleteCells) },
  undo: { label: "Undo in cells", act: cell(NotebookActions.undo) },
  redo: { label: "Redo in cells", act: cell(NotebookActions.redo) },
  code: { label: "Code cell", act: cell((notebook) => NotebookActions.changeCellType(notebook, "code")) },
  markdown: {
    label: "Markdown cell",
    act: cell((notebook) => NotebookActions.changeCellType(notebook, "markdown")),
  },
  raw: { label: "Raw cell", act: cell((notebook) => NotebookActions.changeCellType(notebook, "raw")) },
  "heading-1": heading(1),
  "heading-2": heading(2),
  "heading-3": heading(3),
  merge: { label: "Merge cells", act: cell((notebook) => NotebookActions.mergeCells(notebook)) },
  split: { label: "Split the cell at the cursor", act: cell(NotebookActions.splitCell) },
  "move-up": { label: "Move the cell up", act: cell(NotebookActions.moveUp) },
  "move-down": { label: "Move the cell down", act: cell(NotebookActions.moveDown) },
  "line-numbers": { label: "Line numbers", act: cell(NotebookActions.toggleAllLineNumbers) },
  "toggle-output": { label: "Fold or show the output", act: cell(NotebookActions.toggleOutput) },
  "clear-outputs": { label: "Clear all outputs", act: cell(NotebookActions.clearAllOutputs) },
  complete: { label: "Complete", act: ({ completion }) => completion.invoke() },
  "complete-select": {
    label: "Take the completion",
    act: ({ completion }) => completion.completer.selectActive(),
  },
  inspect: { label: "What is this?", act: ({ notebook }) => inspect(notebook) },
  find: { label: "Find…", act: ({ find }) => find.open() },
  replace: { label: "Find and replace…", act: ({ find }) => find.open(true) },
  "find-close": { label: "Close the find box", act: ({ find }) => find.close() },
  "find-next": { label: "Next hit", act: ({ find }) => find.next() },
  "find-previous": { label: "Hit before", act: ({ find }) => find.previous() },
  help: { label: "Keyboard shortcuts", act: (bench) => bench.showHelp() },
} satisfies Record<string, Command>;

/** The id of a command. */
export type CommandId = keyof typeof COMMANDS;

/** JupyterLab's kind of registry with every command, working on `bench`. */
export function createCommands(bench: Workbench): CommandRegistry {
  const registry = new CommandRegistry();
  for (const [id, { label, act }] of Object.entries(COMMANDS)) {
    registry.addCommand(id, { label, execute: () => (act as Act)(bench) });
  }
  return registry;
}

async function interrupt({ notebook }: Workbench): Promise<void> {
  await notebook.panel.sessionContext.session?.kernel?.interrupt();
}

/** Asks first; true when the kernel was restarted. */
async function restart({ panel, dialogs }: OpenNotebook): Promise<boolean> {
  return dialogs.restart(panel.sessionContext);
}

async function trust({ notebook, saver }: Workbench): Promise<void> {
  if (await askForTrust(notebook)) await saver.save();
}

/** What the page holds, saved or not. */
function download({ notebook: { context } }: Workbench): void {
  const text = JSON.stringify(context.model.toJSON(), null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
  link.download = context.localPath.split("/").at(-1)!;
  link.click();
  URL.revokeObjectURL(link.href);
}
