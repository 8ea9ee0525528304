import {
  Completer,
  CompleterModel,
  CompletionHandler,
  ContextCompleterProvider,
  KernelCompleterProvider,
  ProviderReconciliator,
} from "@jupyterlab/completer";
import { Widget } from "@lumino/widgets";
import type { OpenNotebook } from "./openNotebook";

// A kernel that is busy with a cell answers late or never: then what the notebook itself holds is offered.
const TIMEOUT_MS = 1_500;

/** Completion for the cell that is edited: on Tab, and while typing. */
export function createCompletion({ panel }: OpenNotebook): CompletionHandler {
  const { content, sessionContext } = panel;
  const model = new CompleterModel();
  const completer = new Completer({ model });
  completer.hide();
  Widget.attach(completer, document.body);
  const reconciliatorFor = () =>
    new ProviderReconciliator({
      context: {
        widget: panel,
        editor: content.activeCell?.editor ?? null,
        session: sessionContext.session,
      },
      providers: [new KernelCompleterProvider(), new ContextCompleterProvider()],
      timeout: TIMEOUT_MS,
    });
  const handler = new CompletionHandler({ completer, reconciliator: reconciliatorFor() });
  handler.autoCompletion = true;
  const follow = async () => {
    const cell = content.activeCell;
    await cell?.ready;
    if (cell !== content.activeCell) return;
    handler.editor = cell?.editor ?? null;
    handler.reconciliator = reconciliatorFor();
  };
  content.activeCellChanged.connect(follow);
  sessionContext.sessionChanged.connect(follow);
  void follow();
  return handler;
}
