import { escapeHtml } from "../../core/html";

// A control sequence (colour is the one that ends in "m"), or an operating system command such as a title.
const SEQUENCE = /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;
const COLOURS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

/**
 * Printed text as HTML: ANSI colours and emphasis as spans, a carriage return starts the line anew.
 *
 * Other control sequences are dropped; background colours too, since they can hide text. Everything else is
 * escaped. O(n).
 *
 * @example
 * ansiHtml("\u001b[31m<b>\u001b[0m!") // "<span class=\"hb-red\">&lt;b&gt;</span>!"
 */
export function ansiHtml(text: string): string {
  const style = { colour: "", marks: new Set<string>() };
  const out: string[] = [];
  const put = (piece: string) => {
    if (piece === "") return;
    const classes = [style.colour, ...style.marks].filter((name) => name !== "");
    const html = escapeHtml(piece);
    out.push(
      classes.length > 0 ? `<span class="${classes.map((c) => `hb-${c}`).join(" ")}">${html}</span>` : html,
    );
  };
  const shown = lastOfLines(text);
  let at = 0;
  for (const match of shown.matchAll(SEQUENCE)) {
    put(shown.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === "m") applyCodes(style, match[1] ?? "");
  }
  put(shown.slice(at));
  return out.join("");
}

/** Of each line, what a terminal would show last: the text behind the last lone carriage return. */
function lastOfLines(text: string): string {
  if (!text.includes("\r")) return text;
  return text
    .replace(/\r+\n/g, "\n")
    .split("\n")
    .map((line) => line.slice(line.replace(/\r+$/, "").lastIndexOf("\r") + 1).replace(/\r+$/, ""))
    .join("\n");
}

function applyCodes(style: { colour: string; marks: Set<string> }, codes: string): void {
  const numbers = codes.split(/[;:]/).map(Number);
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i]!;
    if (code === 0) {
      style.colour = "";
      style.marks.clear();
    } else if (code === 38 || code === 48) i += numbers[i + 1] === 2 ? 4 : 2;
    else if (code >= 30 && code <= 37) style.colour = COLOURS[code - 30]!;
    else if (code >= 90 && code <= 97) style.colour = COLOURS[code - 90]!;
    else if (code === 39) style.colour = "";
    else if (code === 1) style.marks.add("bold");
    else if (code === 2) style.marks.add("dim");
    else if (code === 3) style.marks.add("italic");
    else if (code === 4) style.marks.add("underline");
    else if (code === 22) for (const mark of ["bold", "dim"]) style.marks.delete(mark);
    else if (code === 23) style.marks.delete("italic");
    else if (code === 24) style.marks.delete("underline");
  }
}
