type Child = Node | string | undefined;

/** Attributes of an element; `true` sets an empty one, `false` and undefined set none. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** A new element. Text children are text: nothing in them is read as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

/** A button that does one thing; `label` is what it says, or what it is called when it shows an icon. */
export function button(
  label: string,
  act: () => unknown,
  attributes: Attributes = {},
  icon?: Element,
): HTMLButtonElement {
  const named = icon === undefined ? {} : { "aria-label": label, title: label };
  const node = element("button", { type: "button", ...named, ...attributes }, icon ?? label);
  node.addEventListener("click", () => void act());
  return node;
}

/** `07:05` for today, `3 Nov 07:05` for other days, in the reader's time. */
export function timeText(date: Date, now = new Date()): string {
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const isToday = date.toDateString() === now.toDateString();
  return isToday ? time : `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${time}`;
}
