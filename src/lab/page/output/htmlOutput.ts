import { htmlRendererFactory } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Panel, Widget } from "@lumino/widgets";
import { isDark } from "../app/theme";

const MIME = "text/html";
const PROGRAM = /<\s*(script|iframe|object|embed)\b|\son[a-z]+\s*=|javascript:/i;
const MOST_PIXELS = 20_000;

/**
 * Shows HTML outputs: sanitised until trusted; trusted ones with scripts in a frame of their own.
 *
 * So no script of an output ever runs in this page, where it could use the reader's kernel and files.
 */
export const htmlFactory: IRenderMime.IRendererFactory = {
  ...htmlRendererFactory,
  createRenderer: (options) => new HtmlOutput(options),
};

class HtmlOutput extends Panel implements IRenderMime.IRenderer {
  constructor(private readonly options: IRenderMime.IRendererOptions) {
    super();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const html = model.data[MIME];
    const text = Array.isArray(html) ? html.join("") : String(html);
    for (const old of [...this.widgets]) old.dispose();
    if (model.trusted && PROGRAM.test(text)) return this.addWidget(new Frame(text));
    const plain = htmlRendererFactory.createRenderer(this.options);
    this.addWidget(plain);
    await plain.renderModel(model);
  }
}

class Frame extends Widget {
  readonly #frame = document.createElement("iframe");
  readonly #listen = (event: MessageEvent) => this.#hear(event);

  constructor(private readonly html: string) {
    super();
    this.addClass("hb-frame");
    this.#frame.src = "/static/lab/frame.html";
    this.#frame.setAttribute("sandbox", "allow-scripts");
    this.#frame.title = "Output with scripts";
    this.node.append(this.#frame);
    addEventListener("message", this.#listen);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    removeEventListener("message", this.#listen);
    super.dispose();
  }

  #hear({ source, data }: MessageEvent): void {
    if (source !== this.#frame.contentWindow || source === null) return;
    if (data.ready === true) {
      const { color } = getComputedStyle(document.body);
      const scheme = isDark() ? "dark" : "light";
      // The frame has no origin that could be named.
      this.#frame.contentWindow!.postMessage({ html: this.html, color, scheme }, "*");
    } else if (typeof data.height === "number") {
      this.#frame.style.height = `${Math.min(MOST_PIXELS, Math.max(0, data.height))}px`;
    }
  }
}
