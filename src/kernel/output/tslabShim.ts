import { randomBytes } from "node:crypto";
import type { DisplayMessage, WriteDisplay } from "../../core/display";

/** What `import … from "tslab"` gives in our kernel, so that notebooks for tslab run unchanged. */
export interface TslabShim {
  readonly display: TslabDisplay;
  readonly newDisplay: () => TslabDisplay;
  readonly versions: Readonly<Record<"tslab" | "typescript" | "node", string>>;
}

/** tslab's display: one method per kind of content. */
export type TslabDisplay = Readonly<Record<keyof typeof TYPES, (content: string | Uint8Array) => void>> & {
  raw(type: string, content: unknown): void;
};

const TYPES = {
  javascript: "text/javascript",
  html: "text/html",
  markdown: "text/markdown",
  latex: "text/latex",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  pdf: "application/pdf",
  text: "text/plain",
} as const;

/** Makes tslab's public interface over our displays; each `newDisplay()` is one place that later calls overwrite. */
export function tslabShim(write: WriteDisplay, versions: TslabShim["versions"]): TslabShim {
  const newDisplay = () => displayOver(write, randomBytes(8).toString("hex"));
  return { display: displayOver(write), newDisplay, versions };
}

function displayOver(write: WriteDisplay, id?: string): TslabDisplay {
  let isShown = false;
  const raw = (type: string, content: unknown) => {
    const transient: DisplayMessage["transient"] = id === undefined ? {} : { display_id: id };
    write({ data: { [type]: content }, metadata: {}, transient }, isShown);
    isShown = id !== undefined;
  };
  const methods = Object.entries(TYPES).map(([name, type]) => [
    name,
    (content: unknown) => raw(type, content),
  ]);
  return Object.assign(Object.fromEntries(methods), { raw });
}
