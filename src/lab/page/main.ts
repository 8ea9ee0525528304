import "./style/index.css";
import type { CommandRegistry } from "@lumino/commands";
import { pathInAddress } from "./app/address";
import { createCommands } from "./app/commands";
import { element } from "./app/dom";
import { FileList } from "./app/fileList";
import { header, titleOf } from "./app/header";
import { showHelpSheet } from "./app/helpSheet";
import { kernelStatus } from "./app/kernelStatus";
import { bindKeys } from "./app/keys";
import { Notices } from "./app/notices";
import { createServices } from "./app/services";
import { startTheme } from "./app/theme";
import { toolbar } from "./app/toolbar";
import { trustMark } from "./app/trustMark";
import { offerDraft, revertToCheckpoint } from "./keep/checkpoints";
import { Connection } from "./keep/connection";
import { Drafts } from "./keep/drafts";
import { Saver } from "./keep/saver";
import { tellServerState } from "./keep/tellServerState";
import { createCompletion } from "./notebook/completion";
import { createEditors } from "./notebook/editors";
import { Find } from "./notebook/find";
import { attachNotebook, type OpenNotebook, openNotebook } from "./notebook/openNotebook";
import { createRenderMime } from "./output/rendermime";

const FILES_KEY = "huntbook-files";

void start();

async function start(): Promise<void> {
  startTheme();
  const services = createServices();
  const connection = new Connection();
  const notices = new Notices();
  const path = pathInAddress();
  let notebook: OpenNotebook | undefined;
  const files = new FileList(services, () => notebook?.context.path ?? path);
  const main = element("main", { class: "hb-main" });
  const shell = element("div", { class: "hb-shell" }, files.node, main);
  const head = header(filesSwitch(shell, path));
  document.body.replaceChildren(head.node, notices.node, shell);
  void files.show();
  if (path === undefined) {
    main.append(welcome());
    tellServerState(connection, notices, undefined);
    return;
  }
  try {
    const editors = createEditors();
    notebook = await openNotebook(path, {
      services,
      editors,
      rendermime: createRenderMime(editors.languages),
    });
  } catch (error) {
    main.append(message("This notebook cannot be opened", (error as Error).message));
    return;
  }
  const drafts = new Drafts();
  const saver = new Saver({ context: notebook.context, connection, drafts });
  const commands = fill(main, notebook, saver);
  head.show(
    titleOf(notebook, saver),
    trustMark(notebook, () => commands.execute("trust")),
    kernelStatus(notebook, notices),
  );
  tellServerState(connection, notices, notebook);
  await offerDraft(notebook, drafts, (text, actions) => notices.show("draft", { text, actions }));
}

/** Puts toolbar and notebook on the page and ties keys to it. */
function fill(main: HTMLElement, notebook: OpenNotebook, saver: Saver): CommandRegistry {
  const place = element("div", { class: "hb-notebook" });
  main.append(place);
  const commands = createCommands({
    notebook,
    saver,
    find: new Find(notebook, place),
    completion: createCompletion(notebook),
    revert: () => revertToCheckpoint(notebook),
    showHelp: showHelpSheet,
  });
  bindKeys(commands);
  main.prepend(toolbar(notebook, commands));
  attachNotebook(notebook, place);
  return commands;
}

/** The list of files is open where there is room or nothing else to see; the reader's choice is remembered. */
function filesSwitch(shell: HTMLElement, path: string | undefined): () => void {
  const isNarrow = matchMedia("(max-width: 60rem)").matches;
  const chosen = localStorage.getItem(FILES_KEY);
  const show = path === undefined || (!isNarrow && chosen !== "hidden");
  shell.classList.toggle("hb-with-files", show);
  return () => {
    const shown = shell.classList.toggle("hb-with-files");
    localStorage.setItem(FILES_KEY, shown ? "shown" : "hidden");
  };
}

function welcome(): HTMLElement {
  return message(
    "Hunt in a notebook",
    "Open one from the list. Shift-Enter runs a cell and goes on; Escape, then H, shows all keys.",
  );
}

function message(title: string, text: string): HTMLElement {
  return element("div", { class: "hb-message" }, element("h1", {}, title), element("p", {}, text));
}
