import { CommandRegistry } from "@lumino/commands";
import { COMMANDS, type CommandId } from "./commands";
import { element } from "./dom";
import { BINDINGS, type Binding } from "./keys";

const GROUPS: readonly (readonly [string, readonly Binding["mode"][]])[] = [
  ["Everywhere", ["notebook", "page", "finding"]],
  ["Outside a cell (Escape)", ["command"]],
  ["Inside a cell (Enter)", ["edit", "completer", "completing", "inspecting"]],
];

/** The sheet of keyboard shortcuts, made from the keys themselves. */
export function showHelpSheet(): void {
  const groups = GROUPS.map(([title, modes]) => {
    const bindings = BINDINGS.filter(({ mode }) => modes.includes(mode));
    const commands = [...new Set(bindings.map(({ command }) => command))];
    const lines = commands.map((id) =>
      line(
        id,
        bindings.filter(({ command }) => command === id),
      ),
    );
    return element("section", {}, element("h3", {}, title), element("dl", {}, ...lines.flat()));
  });
  const close = element("button", { type: "submit", class: "hb-close" }, "Close");
  const form = element("form", { method: "dialog" }, element("h2", {}, "Keyboard shortcuts"), close);
  const sheet = element("dialog", { class: "hb-help", "aria-label": "Keyboard shortcuts" }, form);
  form.append(element("div", { class: "hb-columns" }, ...groups));
  sheet.addEventListener("close", () => sheet.remove());
  // The page's own keys must not run cells behind the sheet.
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });
  document.body.append(sheet);
  sheet.showModal();
}

function line(command: CommandId, bindings: readonly Binding[]): HTMLElement[] {
  const all = bindings.flatMap(({ keys }, i) => {
    const strokes = keys.map((stroke) => element("kbd", {}, CommandRegistry.formatKeystroke(stroke)));
    return i === 0 ? strokes : [" or ", ...strokes];
  });
  return [element("dt", {}, ...all), element("dd", {}, COMMANDS[command].label)];
}
