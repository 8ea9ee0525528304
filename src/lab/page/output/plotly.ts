import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { themeChanges } from "../app/theme";

const MIME = "application/vnd.plotly.v1+json";
const SCRIPT = "/static/plotly.min.js";

interface Figure {
  readonly data?: unknown[];
  readonly layout?: { readonly font?: object };
  readonly config?: object;
}

interface Plotly {
  newPlot(node: HTMLElement, data: unknown[], layout: object, config: object): Promise<unknown>;
  relayout(node: HTMLElement, changes: object): Promise<unknown>;
  purge(node: HTMLElement): void;
}

/** Draws Plotly figures. They are data, not programs, so untrusted ones are drawn as well. */
export const plotlyFactory: IRenderMime.IRendererFactory = {
  safe: true,
  mimeTypes: [MIME],
  defaultRank: 10,
  createRenderer: () => new PlotlyFigure(),
};

class PlotlyFigure extends Widget implements IRenderMime.IRenderer {
  #plotly: Plotly | undefined;
  readonly #size = new ResizeObserver(() => this.#fit());
  readonly #recolour = () =>
    this.#adjust((plotly) => plotly.relayout(this.node, { "font.color": this.#ink() }));

  constructor() {
    super();
    this.addClass("hb-figure");
    this.node.setAttribute("role", "figure");
    themeChanges.addEventListener("change", this.#recolour);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const figure = model.data[MIME] as Figure;
    const said = model.data["text/plain"];
    if (typeof said === "string") this.node.setAttribute("aria-label", said.split("\n")[0]!);
    try {
      const plotly = await loadPlotly();
      if (this.isDisposed) return;
      // Plotly writes into what it is given, and the model belongs to the notebook.
      const { data = [], layout = {}, config = {} } = structuredClone(figure);
      const font = { ...layout.font, color: this.#ink() };
      const own = { displaylogo: false, responsive: false, ...config };
      await plotly.newPlot(this.node, data, { ...layout, font }, own);
      this.#plotly = plotly;
      this.#size.observe(this.node);
    } catch (error) {
      this.node.textContent = `This figure could not be drawn: ${(error as Error).message}`;
    }
  }

  protected override onBeforeDetach(message: Message): void {
    this.#size.disconnect();
    super.onBeforeDetach(message);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    themeChanges.removeEventListener("change", this.#recolour);
    this.#size.disconnect();
    this.#plotly?.purge(this.node);
    super.dispose();
  }

  #fit(): void {
    // Not by `Plots.resize`: it waits and then fails in a timer, where nobody can catch it.
    if (this.node.clientWidth > 0) this.#adjust((plotly) => plotly.relayout(this.node, { autosize: true }));
  }

  /** Plotly fails on a figure that is on its way out of the page, and nobody misses the change there. */
  #adjust(change: (plotly: Plotly) => Promise<unknown>): void {
    if (this.#plotly === undefined) return;
    const plotly = this.#plotly;
    Promise.resolve()
      .then(() => change(plotly))
      .catch((error) => console.debug("A figure was not adjusted:", error));
  }

  /** The text colour around, so that a figure fits light and dark pages. */
  #ink(): string {
    return getComputedStyle(document.body).getPropertyValue("--hb-ink").trim();
  }
}

let loading: Promise<Plotly> | undefined;

/** Plotly is 4 MB: it comes with the first figure. */
function loadPlotly(): Promise<Plotly> {
  loading ??= new Promise<Plotly>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = () => resolve((globalThis as unknown as { Plotly: Plotly }).Plotly);
    script.onerror = () => {
      // The next figure tries again.
      loading = undefined;
      reject(new Error("Plotly did not load"));
    };
    document.head.append(script);
  });
  return loading;
}
