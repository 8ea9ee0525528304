import { StringDecoder } from "node:string_decoder";

/** Text that cells print, on its way to the front end. */
export interface PrintedText {
  /** Sends what is collected. */
  flush(): void;
  /** Adds text as if it had been printed. */
  write(stream: "stdout" | "stderr", text: string): void;
}

const MOST_COLLECTED = 32_000;
// So many prints in so many milliseconds go out one by one: behind them may stand a long computation, in which no
// timer fires. What prints more will print again.
const SINGLE = 10;
const WINDOW_MS = 30;
// A page that gets more than this in one piece stands still.
const MOST_AT_ONCE = 1_000_000;

/**
 * Sends what the process prints: single prints at once, so that a loop shows how far it is, bursts in few, large
 * pieces. Nothing is ever dropped, but a single print of more than a million characters is cut, with a note.
 */
export function capturePrinted(send: (stream: "stdout" | "stderr", text: string) => void): PrintedText {
  let collected = "";
  let name: "stdout" | "stderr" = "stdout";
  let windowStart = 0;
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (collected === "") return;
    const text = collected;
    collected = "";
    sent += 1;
    send(name, text);
  };
  const write = (stream: "stdout" | "stderr", text: string) => {
    if (stream !== name) flush();
    name = stream;
    collected += cut(text);
    if (performance.now() - windowStart >= WINDOW_MS) {
      windowStart = performance.now();
      sent = 0;
    }
    if (sent < SINGLE || collected.length >= MOST_COLLECTED) flush();
    else timer ??= setTimeout(flush, WINDOW_MS);
  };
  capture("stdout", write);
  capture("stderr", write);
  return { flush, write };
}

function capture(name: "stdout" | "stderr", write: (name: "stdout" | "stderr", text: string) => void): void {
  const decoder = new StringDecoder("utf8");
  process[name].write = (chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
    if (typeof chunk === "string") write(name, chunk);
    else write(name, decoder.write(Buffer.from(chunk as Uint8Array)));
    const callback = typeof encoding === "function" ? encoding : done;
    if (typeof callback === "function") process.nextTick(callback as () => void);
    return true;
  };
}

function cut(text: string): string {
  if (text.length <= MOST_AT_ONCE) return text;
  const left = (text.length - MOST_AT_ONCE).toLocaleString("en-US");
  return `${text.slice(0, MOST_AT_ONCE)}\n[huntbook] This text was cut: ${left} more characters.\n`;
}
