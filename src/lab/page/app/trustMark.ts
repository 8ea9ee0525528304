import { Dialog, showDialog } from "@jupyterlab/apputils";
import type { ICodeCellModel } from "@jupyterlab/cells";
import type { OpenNotebook } from "../notebook/openNotebook";
import { button } from "./dom";

/** The mark of a notebook with outputs that were not made here, and the way to trust them; hidden on others. */
export function trustMark({ context }: OpenNotebook, trust: () => unknown): HTMLElement {
  const mark = button("Not trusted", trust, {
    class: "hb-trust",
    title: "Outputs that were not made here are shown without their scripts. Press to trust this notebook.",
  });
  const update = () => {
    mark.hidden = untrusted(context.model).length === 0;
  };
  context.model.contentChanged.connect(update);
  context.model.stateChanged.connect(update);
  update();
  return mark;
}

/** Asks, and trusts every cell on yes. */
export async function askForTrust({ context }: OpenNotebook): Promise<boolean> {
  const { button: pressed } = await showDialog({
    title: "Trust this notebook?",
    body: "Its outputs were not made on this machine. When you trust them, their scripts run: in frames of their own, without access to this page, your kernel or your files.",
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: "Trust" })],
  });
  if (!pressed.accept) return false;
  for (const cell of context.model.cells) cell.trusted = true;
  return true;
}

/** Code cells with outputs that are shown without scripts. */
function untrusted({ cells }: OpenNotebook["context"]["model"]): ICodeCellModel[] {
  return [...cells]
    .filter((cell): cell is ICodeCellModel => cell.type === "code")
    .filter((cell) => !cell.trusted && cell.outputs.length > 0);
}
