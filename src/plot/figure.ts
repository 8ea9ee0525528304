import { type Displayable, displaySymbol, inNotebook, inspectBundle, inspectSymbol } from "../core/display";
import { visible } from "../core/html";
import { figureFragment, figurePage } from "./page";

/** One Plotly trace as plain JSON: no typed arrays, no `NaN`, no functions. */
export type Trace = Readonly<Record<string, unknown>>;

/** What Plotly draws, as plain JSON; and a caption that says what is to see. */
export interface FigureParts {
  readonly data: readonly Trace[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  /** One sentence in plain text, evidence unescaped; escaped wherever it is shown. */
  readonly caption: string;
}

/** A picture as data: shows itself in a notebook, prints its caption elsewhere, and becomes a page on demand. */
export interface Figure extends FigureParts, Displayable {
  /** A page that needs no network: Plotly is inside it (4.8 MB). */
  toHtml(): string;
  /** The parts only, for `JSON.stringify`. */
  toJSON(): FigureParts;
  [inspectSymbol](): string;
}

/**
 * Makes a figure of Plotly traces and a layout; every function of this room ends here.
 *
 * Strings from evidence inside `data` and `layout` must have gone through `plotText`; the caption must not.
 *
 * @example
 * figure([{ type: "bar", y: [1, 2] }], {}, "Two bars").caption // "Two bars"
 */
export function figure(data: readonly Trace[], layout: FigureParts["layout"], caption: string): Figure {
  const parts: FigureParts = { data, layout, config: { responsive: true, displaylogo: false }, caption };
  const text = `[figure] ${visible(caption).replace(/\s+/g, " ")}`;
  const bundle = () => ({
    "application/vnd.plotly.v1+json": { data, layout, config: parts.config },
    "text/html": figureFragment(parts),
    "text/plain": text,
  });
  return {
    ...parts,
    toHtml: () => figurePage(parts),
    toJSON: () => parts,
    [displaySymbol]: bundle,
    // In a terminal the bundle is never made: it would cost megabytes for one line of text.
    [inspectSymbol]: () => (inNotebook() ? inspectBundle(bundle()) : text),
  };
}
