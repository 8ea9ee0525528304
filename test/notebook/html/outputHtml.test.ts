import assert from "node:assert/strict";
import { outputHtml, traceTypes } from "../../../src/notebook/html/outputHtml";
import type { MimeData, Output } from "../../../src/notebook/nbformat";

const EVIL = "<img src=x onerror=alert(1)>";
const SHOWN = "&lt;img src=x onerror=alert(1)&gt;";
const show = (data: MimeData) => outputHtml({ output_type: "display_data", data, metadata: {} });

describe("outputHtml", () => {
  it("outputHtml(output) shows evidence as text in every type of output", () => {
    const outputs: Output[] = [
      { output_type: "stream", name: "stdout", text: EVIL },
      { output_type: "stream", name: "stderr", text: EVIL },
      { output_type: "error", ename: EVIL, evalue: EVIL, traceback: [EVIL, EVIL] },
      { output_type: "execute_result", execution_count: 1, data: { "text/plain": EVIL }, metadata: {} },
      ...["text/html", "text/markdown", "text/latex", "text/plain", "application/json"].map(
        (mime): Output => ({ output_type: "display_data", data: { [mime]: EVIL }, metadata: {} }),
      ),
    ];
    for (const output of outputs) {
      const html = outputHtml(output);
      assert.ok(html.includes(SHOWN), JSON.stringify(output));
      assert.doesNotMatch(html, /<img/);
    }
  });

  it("outputHtml(output) shows evidence as text in captions, alternative texts and unknown types", () => {
    const picture = show({ "image/png": "AA==", "text/plain": `"${EVIL}` });
    assert.equal(
      picture,
      `<p class="picture"><img src="data:image/png;base64,AA==" alt="&quot;${SHOWN}"></p>`,
    );
    assert.equal(show({ [EVIL]: 1 }), `<p class="note">An output of type ${SHOWN} cannot be shown here.</p>`);
    const figure = show({
      "application/vnd.plotly.v1+json": { layout: {} },
      "text/plain": `[figure] ${EVIL}`,
    });
    assert.match(figure, new RegExp(`<figcaption>${SHOWN.replace(/[()]/g, "\\$&")}</figcaption>`));
    assert.doesNotMatch(figure, /<img/);
  });

  it("outputHtml(output) takes the richest type", () => {
    const all: MimeData = {
      "text/plain": "plain",
      "application/json": { a: 1 },
      "text/markdown": "*m*",
      "image/jpeg": "AA==",
      "image/png": "AQ==",
      "image/svg+xml": "<svg/>",
      "text/html": "<b>h</b>",
      "application/vnd.plotly.v1+json": { data: [], layout: {} },
    };
    const marks = [
      "plotly",
      "<b>h</b>",
      "image/svg",
      "image/png",
      "image/jpeg",
      "<em>m</em>",
      "&quot;a&quot;: 1",
      "plain",
    ];
    for (const mime of Object.keys(all).reverse()) {
      const html = show(all).replace('<figure class="figure">', "plotly");
      assert.ok(html.includes(marks.shift()!), html);
      delete all[mime];
    }
  });

  it("outputHtml(output) puts SVG into a picture, where its scripts cannot run", () => {
    const html = show({ "image/svg+xml": "<svg><script>alert(1)</script></svg>" });
    assert.match(
      html,
      /^<p class="picture"><img src="data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+" alt="Picture"><\/p>$/,
    );
  });

  it("outputHtml(output) refuses pictures that are not base64", () => {
    assert.equal(show({ "image/png": '"><script>' }), '<p class="note">A picture that is not base64.</p>');
  });

  it("outputHtml(output) keeps figure data in a block that no parser leaves", () => {
    const evil = "</script><!--<script>\u2028";
    const html = show({
      "application/vnd.plotly.v1+json": { data: [{ text: evil }], layout: { height: 1e9 } },
    });
    const [, json] = /<script type="application\/json">([^<>]*)<\/script>/.exec(html) ?? [];
    assert.deepEqual(JSON.parse(json!), { data: [{ text: evil }], layout: { height: 1e9 } });
    assert.match(html, /min-height:4000px/);
  });

  it("outputHtml(output) folds a traceback under name and message, and leaves out one that says no more", () => {
    const error = { output_type: "error", ename: "E", evalue: "v", traceback: ["E: v", "    at f"] } as const;
    assert.equal(
      outputHtml({ ...error, traceback: [...error.traceback] }),
      '<div class="error"><p><strong>E</strong> v</p>\n' +
        "<details><summary>Traceback</summary><pre>E: v\n    at f</pre></details></div>",
    );
    assert.doesNotMatch(outputHtml({ ...error, traceback: ["E: v"] }), /details/);
  });

  it("outputHtml(output) of blank text is nothing, of long text a place that scrolls", () => {
    assert.equal(outputHtml({ output_type: "stream", name: "stdout", text: "\n \n" }), "");
    const long = outputHtml({ output_type: "stream", name: "stdout", text: "a\n".repeat(41) });
    assert.match(long, /^<pre class="stdout long" tabindex="0" role="group" aria-label="Long output">/);
  });

  it("traceTypes(output) names the traces of a figure, whatever is in it", () => {
    const types = (figure: unknown) =>
      traceTypes({
        output_type: "display_data",
        data: { "application/vnd.plotly.v1+json": figure },
        metadata: {},
      });
    assert.deepEqual(types({ data: [{ type: "bar" }, {}, null] }), ["bar", "scatter", "scatter"]);
    assert.deepEqual(types(null), ["scatter"]);
    assert.deepEqual(traceTypes({ output_type: "stream", name: "stdout", text: "" }), []);
  });
});
