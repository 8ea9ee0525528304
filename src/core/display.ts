/** The method under this symbol returns what a notebook shows; Deno's convention, shared by our kernel. */
export const displaySymbol = Symbol.for("Jupyter.display");
/** The method under this symbol returns what `console.log` shows in Node. */
export const inspectSymbol = Symbol.for("nodejs.util.inspect.custom");
/** Under this symbol our kernel keeps its {@link WriteDisplay} in the global scope. */
export const kernelDisplaySymbol = Symbol.for("huntbook.display");

/** One value in several MIME types; always with `text/plain`. */
export type MimeBundle = { readonly "text/plain": string } & Readonly<Record<string, unknown>>;

/** A value that knows how to show itself. */
export interface Displayable {
  [displaySymbol](): MimeBundle | Promise<MimeBundle>;
}

/** A display on its way to a front end. */
export interface DisplayMessage {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  /** With an id, a later display can replace this one. */
  transient: { display_id?: string };
}
/** A kernel's way to show a display, or to replace an earlier one. */
export type WriteDisplay = (message: DisplayMessage, update?: boolean) => void;

/**
 * Shows a value richly where it can be (a notebook), as text elsewhere.
 *
 * Waits for asynchronous bundles. Values without a display method go to `console.log`.
 */
export async function show(value: unknown): Promise<void> {
  const bundle = await bundleOf(value);
  if (bundle === undefined) console.log(value);
  else showBundle(bundle);
}

/** Shows a ready MIME bundle; with an id, a later call with the same id and `update` replaces it. */
export function showBundle(bundle: MimeBundle, id?: string, update = false): void {
  const write = notebookDisplay();
  if (write === undefined) {
    if (!update) console.log(bundle["text/plain"]);
    return;
  }
  const transient = id === undefined ? {} : { display_id: id };
  write({ data: { ...bundle }, metadata: {}, transient }, update);
}

/** Whether this process is a notebook kernel that can show rich values. */
export function inNotebook(): boolean {
  return notebookDisplay() !== undefined;
}

/** For `util.inspect`: in a kernel that only prints, shows the bundle and leaves an empty line; else the text. */
export function inspectBundle(bundle: MimeBundle): string {
  const write = tslabDisplay();
  if (write === undefined) return bundle["text/plain"];
  write({ data: { ...bundle }, metadata: {}, transient: {} });
  return "";
}

async function bundleOf(value: unknown): Promise<MimeBundle | undefined> {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const method = (value as Partial<Displayable>)[displaySymbol];
  return typeof method === "function" ? method.call(value) : undefined;
}

function notebookDisplay(): WriteDisplay | undefined {
  return (globalThis as { [kernelDisplaySymbol]?: WriteDisplay })[kernelDisplaySymbol] ?? tslabDisplay();
}

/** tslab keeps its display writer on an inner module; found in the module cache, so that no import is needed. */
function tslabDisplay(): WriteDisplay | undefined {
  // Loaders that stand in for Node's may have no cache.
  for (const [path, module] of Object.entries(require.cache ?? {})) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const write = (module?.exports as { lastWriteDisplayData?: WriteDisplay | null })?.lastWriteDisplayData;
    if (write) return write;
  }
  return undefined;
}
