import { Dialog, InputDialog, showDialog } from "@jupyterlab/apputils";
import { timeText } from "../app/dom";
import type { OpenNotebook } from "../notebook/openNotebook";
import type { Drafts } from "./drafts";

/** Lets the reader choose a checkpoint and goes back to it; what is on the page is given up. */
export async function revertToCheckpoint({ context }: OpenNotebook): Promise<void> {
  const checkpoints = [...(await context.listCheckpoints())].reverse();
  if (checkpoints.length === 0) {
    await showDialog({
      title: "No checkpoint yet",
      body: "Saving by hand makes one.",
      buttons: [Dialog.okButton()],
    });
    return;
  }
  const items = checkpoints.map(({ last_modified }) => timeText(new Date(last_modified)));
  const { value } = await InputDialog.getItem({
    title: "Go back to a checkpoint",
    label: "The notebook and its file become what they were then.",
    items: items.map((item, i) => (items.indexOf(item) === i ? item : `${item} (${i + 1})`)),
    okLabel: "Go back",
  });
  if (value === null) return;
  const chosen = items.findIndex((item, i) => value === item || value === `${item} (${i + 1})`);
  await context.restoreCheckpoint(checkpoints[chosen]!.id);
  await context.revert();
}

/** Offers the draft that a closed page left behind: to go on with it, or to throw it away. */
export async function offerDraft(
  { context }: OpenNotebook,
  drafts: Drafts,
  offer: (text: string, actions: Record<string, () => unknown>) => void,
): Promise<void> {
  const draft = await drafts.leftBehind(context.path).catch(() => undefined);
  if (draft === undefined) return;
  if (JSON.stringify(draft.content.cells) === JSON.stringify(context.model.sharedModel.toJSON().cells)) {
    return drafts.drop(draft.id);
  }
  const changed = draft.base !== context.contentsModel?.last_modified;
  offer(
    `Changes of ${timeText(new Date(draft.time))} are not in the file, and were kept in this browser.` +
      (changed ? " The file was changed after them." : ""),
    {
      "Use them": () => {
        context.model.fromJSON(draft.content);
        context.model.dirty = true;
        return drafts.drop(draft.id);
      },
      "Throw them away": () => drafts.drop(draft.id),
    },
  );
}
