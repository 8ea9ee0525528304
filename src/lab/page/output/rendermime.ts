import { Sanitizer } from "@jupyterlab/apputils";
import type { IEditorLanguageRegistry } from "@jupyterlab/codemirror";
import { createMarkdownParser } from "@jupyterlab/markedparser-extension";
import { RenderMimeRegistry, standardRendererFactories } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { addressOf } from "../app/address";
import { htmlFactory } from "./htmlOutput";
import { plotlyFactory } from "./plotly";

/** How outputs and Markdown are shown. Outputs that are JavaScript are not run: their text is shown. */
export function createRenderMime(languages: IEditorLanguageRegistry): RenderMimeRegistry {
  const kept = standardRendererFactories.filter(
    ({ mimeTypes }) => !mimeTypes.includes("text/html") && !mimeTypes.includes("text/javascript"),
  );
  return new RenderMimeRegistry({
    initialFactories: [...kept, htmlFactory, plotlyFactory],
    sanitizer: new Sanitizer(),
    markdownParser: createMarkdownParser(languages),
    linkHandler,
  });
}

/** Links between notebooks lead to this page, not to the file. */
const linkHandler: IRenderMime.ILinkHandler = {
  handleLink: (node, path, id) => {
    const anchor = node as HTMLAnchorElement;
    anchor.href = addressOf(decodeURIComponent(path)) + (id ?? "");
    anchor.target = "_self";
  },
};
