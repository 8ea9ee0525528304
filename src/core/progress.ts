import { inNotebook, showBundle } from "./display";
import { escapeHtml } from "./html";

/** Shows how far a long task is: a bar in a terminal, one updating display in a notebook, nothing when piped. */
export interface Progress {
  /** Sets how much is done; cheap, and drawn at most four times a second. */
  update(done: number, note?: string): void;
  /** Leaves a readable last state. Call it also when the task failed. */
  finish(note?: string): void;
}

/** Options of {@link startProgress}. */
export interface ProgressOptions {
  /** What `done` counts, after the number. @default "" */
  readonly unit?: string;
  /** Never draws. @default false */
  readonly quiet?: boolean;
}

const FIRST_DRAW_MS = 500;
const REDRAW_MS = 250;
let displays = 0;

/**
 * Starts a progress display. Nothing is drawn for tasks that end within half a second.
 *
 * `total` of 0 means unknown: then only the amount is shown.
 */
export function startProgress(title: string, total: number, options: ProgressOptions = {}): Progress {
  const { unit = "", quiet = false } = options;
  const draw = quiet ? undefined : chooseDrawing();
  if (draw === undefined) return { update() {}, finish() {} };
  const started = Date.now();
  let last = started + FIRST_DRAW_MS - REDRAW_MS;
  let drawn = false;
  let amount = 0;
  const line = (note: string) => describe(title, amount, total, unit, Date.now() - started, note);
  return {
    update(done, note = "") {
      amount = done;
      const now = Date.now();
      if (now - last < REDRAW_MS) return;
      last = now;
      drawn = true;
      draw(line(note), fraction(done, total), false);
    },
    finish(note = "") {
      if (drawn) draw(line(note || "done"), 1, true);
    },
  };
}

type Draw = (text: string, part: number | undefined, final: boolean) => void;

function chooseDrawing(): Draw | undefined {
  if (inNotebook()) return notebookDrawing();
  return process.stderr.isTTY ? terminalDrawing : undefined;
}

function terminalDrawing(text: string, part: number | undefined, final: boolean): void {
  const width = 24;
  const full = part === undefined ? 0 : Math.round(part * width);
  const bar = part === undefined ? "" : `[${"#".repeat(full)}${".".repeat(width - full)}] `;
  process.stderr.write(`\r\u001b[2K${bar}${text}${final ? "\n" : ""}`);
}

function notebookDrawing(): Draw {
  displays += 1;
  const id = `huntbook-progress-${process.pid}-${displays}`;
  let begun = false;
  return (text, part) => {
    const value = part === undefined ? "" : ` value="${part.toFixed(3)}"`;
    const html = `<div><progress max="1"${value}></progress> ${escapeHtml(text)}</div>`;
    showBundle({ "text/plain": text, "text/html": html }, id, begun);
    begun = true;
  };
}

function describe(
  title: string,
  done: number,
  total: number,
  unit: string,
  ms: number,
  note: string,
): string {
  const amount = total > 0 ? `${count(done)} of ${count(total)}` : count(done);
  const seconds = ms / 1000;
  const left =
    total > 0 && done > 0 && done < total ? `, ${((seconds / done) * (total - done)).toFixed(0)} s left` : "";
  return `${title}: ${amount}${unit ? ` ${unit}` : ""} in ${seconds.toFixed(1)} s${left}${note ? `; ${note}` : ""}`;
}

function fraction(done: number, total: number): number | undefined {
  return total > 0 ? Math.min(1, done / total) : undefined;
}

function count(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}
