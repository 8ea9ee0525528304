import assert from "node:assert/strict";
import { inspect } from "node:util";
import { describe, it } from "mocha";
import { displaySymbol } from "../../src/core/display";
import { figure } from "../../src/plot/figure";

const bars = figure([{ type: "bar", y: [1, 2] }], { height: 300 }, "Two <b>bars</b>");

describe("figure", () => {
  it("figure(…)[Jupyter.display] gives the Plotly data, HTML and one line of text", async () => {
    const bundle = await bars[displaySymbol]();
    assert.deepEqual(bundle["application/vnd.plotly.v1+json"], {
      data: bars.data,
      layout: bars.layout,
      config: bars.config,
    });
    assert.equal(bundle["text/plain"], "[figure] Two <b>bars</b>");
    assert.match(String(bundle["text/html"]), /<figcaption[^>]*>Two &lt;b&gt;bars&lt;\/b&gt;<\/figcaption>/);
  });
  it("inspect(figure) in a terminal is one line without control characters", () => {
    const hostile = figure([], {}, "a\u001b[2Jb\nc");
    assert.equal(inspect(hostile), "[figure] a␛[2Jb c");
  });
  it("JSON.stringify(figure) holds the parts only", () => {
    assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(bars))), ["data", "layout", "config", "caption"]);
  });
});
