import type { CellType } from "@jupyterlab/nbformat";
import { NotebookActions } from "@jupyterlab/notebook";
import { CommandRegistry } from "@lumino/commands";
import { Menu } from "@lumino/widgets";
import type { OpenNotebook } from "../notebook/openNotebook";
import { COMMANDS, type CommandId } from "./commands";
import { button, element } from "./dom";
import { type IconName, icon } from "./icons";

const GROUPS: readonly (readonly (readonly [CommandId, IconName])[])[] = [
  [["save", "save"]],
  [
    ["insert-below", "add"],
    ["cut", "cut"],
    ["copy", "copy"],
    ["paste", "paste"],
  ],
  [
    ["run", "run"],
    ["interrupt", "stop"],
    ["restart", "restart"],
    ["restart-run-all", "runAll"],
  ],
];
const MENU: readonly (CommandId | "-")[] = [
  "run-all",
  "run-above",
  "run-below",
  "clear-outputs",
  "-",
  "undo",
  "redo",
  "split",
  "merge",
  "move-up",
  "move-down",
  "line-numbers",
  "-",
  "find",
  "replace",
  "-",
  "revert",
  "download",
  "-",
  "change-kernel",
  "shut-down",
  "-",
  "help",
];
const TYPES: Readonly<Record<CellType, string>> = { code: "Code", markdown: "Markdown", raw: "Raw" };

/** The row of buttons over a notebook; what is rarer stands in its menu. */
export function toolbar(notebook: OpenNotebook, commands: CommandRegistry): HTMLElement {
  const groups = GROUPS.map((group) =>
    element("div", { class: "hb-group" }, ...group.map(([id, name]) => commandButton(commands, id, name))),
  );
  const end = element(
    "div",
    { class: "hb-group hb-end" },
    commandButton(commands, "find", "find"),
    commandButton(commands, "help", "help"),
    menuButton(commands),
  );
  return element(
    "div",
    { class: "hb-toolbar", role: "toolbar", "aria-label": "Notebook" },
    ...groups,
    cellType(notebook),
    end,
  );
}

function commandButton(commands: CommandRegistry, id: CommandId, name: IconName): HTMLButtonElement {
  const keys = commands.keyBindings.find(({ command }) => command === id)?.keys ?? [];
  const strokes = keys.map((stroke) => CommandRegistry.formatKeystroke(stroke)).join(" ");
  const { label } = COMMANDS[id];
  const title = strokes === "" ? label : `${label} (${strokes})`;
  const node = button(label, () => commands.execute(id), { title, "data-command": id }, icon(name));
  // The notebook keeps the focus, so that keys go on working there.
  node.addEventListener("mousedown", (event) => event.preventDefault());
  return node;
}

function menuButton(commands: CommandRegistry): HTMLButtonElement {
  const menu = new Menu({ commands });
  menu.addClass("hb-menu");
  for (const item of MENU) {
    menu.addItem(item === "-" ? { type: "separator" } : { type: "command", command: item });
  }
  const node = button(
    "More",
    () => {
      const { right, bottom } = node.getBoundingClientRect();
      menu.open(right, bottom + 4, { horizontalAlignment: "right" });
    },
    { "aria-haspopup": "menu" },
    icon("more"),
  );
  return node;
}

function cellType({ panel }: OpenNotebook): HTMLElement {
  const options = Object.entries(TYPES).map(([type, label]) => element("option", { value: type }, label));
  const select = element(
    "select",
    { class: "hb-type", "aria-label": "Kind of cell", title: "Kind of cell" },
    ...options,
  );
  const { content } = panel;
  const follow = () => {
    const model = content.activeCell?.model;
    if (model !== undefined) select.value = model.type;
  };
  content.activeCellChanged.connect(follow);
  content.modelContentChanged.connect(follow);
  select.addEventListener("change", () => {
    NotebookActions.changeCellType(content, select.value as CellType);
    content.activate();
  });
  follow();
  return select;
}
