import { button, element } from "./dom";

/** What a notice says and offers. */
export interface Notice {
  readonly text: string;
  /** An alert interrupts people who listen to the page; a status waits. @default "status" */
  readonly role?: "status" | "alert";
  /** Buttons: what they say, and what they do; each takes the notice away. */
  readonly actions?: Readonly<Record<string, () => unknown>>;
}

/** The lines under the page's head that tell what the reader should know; one per subject. */
export class Notices {
  readonly node = element("div", { class: "hb-notices" });
  readonly #lines = new Map<string, HTMLElement>();

  /** Shows a notice in place of the last one on the same subject. */
  show(subject: string, { text, role = "status", actions = {} }: Notice): void {
    const buttons = Object.entries(actions).map(([label, act]) =>
      button(label, () => {
        this.hide(subject);
        return act();
      }),
    );
    const line = element(
      "div",
      { class: `hb-notice hb-${role}`, role },
      element("span", {}, text),
      ...buttons,
    );
    const old = this.#lines.get(subject);
    if (old === undefined) this.node.append(line);
    else old.replaceWith(line);
    this.#lines.set(subject, line);
  }

  /** Takes the notice on a subject away. */
  hide(subject: string): void {
    this.#lines.get(subject)?.remove();
    this.#lines.delete(subject);
  }
}
