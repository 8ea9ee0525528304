import { Text } from "@jupyterlab/coreutils";
import { Tooltip } from "@jupyterlab/tooltip";
import { Widget } from "@lumino/widgets";
import type { OpenNotebook } from "./openNotebook";

let open: Tooltip | undefined;

/** Shows what the kernel knows of the name at the cursor; a second call takes it away. */
export async function inspect({ panel, rendermime }: OpenNotebook): Promise<void> {
  const wasOpen = open !== undefined && !open.isDisposed;
  open?.dispose();
  open = undefined;
  const editor = panel.content.activeCell?.editor;
  const kernel = panel.sessionContext.session?.kernel;
  if (wasOpen || !editor || !kernel) return;
  const code = editor.model.sharedModel.getSource();
  const position = editor.getCursorPosition();
  const offset = Text.jsIndexToCharIndex(editor.getOffsetAt(position), code);
  const { content } = await kernel.requestInspect({ code, cursor_pos: offset, detail_level: 0 });
  if (content.status !== "ok" || !content.found || editor.isDisposed) return;
  open = new Tooltip({ anchor: panel.content, bundle: content.data, editor, rendermime, position });
  Widget.attach(open, document.body);
}
