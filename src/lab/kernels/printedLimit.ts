import { noteFor } from "./missedMessages";
import type { PageMessage } from "./pageMessage";

/**
 * Lets a cell print `limit` characters onto a page, then says so once and leaves out the rest.
 *
 * A page draws all of a cell's text anew with each piece of it: a loop that prints for ever would stop it for good.
 * What is left out is text only; results, displays, errors and states pass. Clearing the output starts anew.
 */
export function printedLimit(limit: number): (message: PageMessage) => PageMessage[] {
  let cell: string | undefined;
  let left = limit;
  return (message) => {
    const { channel, header, parent, content } = message;
    if (channel !== "iopub") return [message];
    const isClearing = header.msg_type === "clear_output";
    if (parent.msg_id !== cell || isClearing) {
      cell = parent.msg_id;
      left = limit;
    }
    if (header.msg_type !== "stream") return [message];
    if (left < 0) return [];
    const text = String(content.text);
    left -= text.length;
    if (left >= 0) return [message];
    const shown = { ...message, content: { ...content, text: text.slice(0, left) } };
    const count = limit.toLocaleString("en-US");
    const note = `What this cell prints from here on is left out: a page shows ${count} characters of a cell.`;
    return [...(shown.content.text === "" ? [] : [shown]), noteFor(message, note)];
  };
}
