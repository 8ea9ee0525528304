import assert from "node:assert/strict";
import { ansiHtml } from "../../../src/notebook/html/ansiHtml";
import { highlight } from "../../../src/notebook/html/highlight";
import { markdownHtml, splitTitle } from "../../../src/notebook/html/markdownHtml";

describe("ansiHtml", () => {
  it("ansiHtml(text) turns colours and emphasis into spans and ends them", () => {
    assert.equal(
      ansiHtml("\u001b[1;31ma\u001b[22mb\u001b[0mc"),
      '<span class="hb-red hb-bold">a</span><span class="hb-red">b</span>c',
    );
    assert.equal(
      ansiHtml("\u001b[38;5;196;4mx\u001b[39;24my\u001b[92mz"),
      '<span class="hb-underline">x</span>y<span class="hb-green">z</span>',
    );
    assert.equal(ansiHtml("\u001b[38;2;1;31;3mx\u001b[mx"), "xx");
  });

  it("ansiHtml(text) drops other sequences, titles and backgrounds, and shows bare control characters", () => {
    assert.equal(ansiHtml("\u001b[2Ja\u001b]0;title\u0007b\u001b[41mc\u001b[8md\u0008"), "abcd␈");
    assert.equal(ansiHtml("\u001b[31"), "␛[31");
    assert.equal(ansiHtml("<b>\u202e&"), "&lt;b&gt;\\u202e&amp;");
  });

  it("ansiHtml(text) shows of a line what a terminal would show last", () => {
    assert.equal(ansiHtml("10 %\r50 %\r100 %\r\nnext\r\nlast\r"), "100 %\nnext\nlast");
  });
});

describe("highlight", () => {
  it("highlight(code) marks comments, strings, numbers, keywords, types and calls, and escapes all", () => {
    assert.equal(
      highlight('const a: Row = f("<b>", 0x1F) // <i>\n'),
      '<span class="hb-keyword">const</span> a: <span class="hb-type">Row</span> = <span class="hb-call">f</span>(' +
        '<span class="hb-string">&quot;&lt;b&gt;&quot;</span>, <span class="hb-number">0x1F</span>) ' +
        '<span class="hb-comment">// &lt;i&gt;</span>\n',
    );
  });

  it("highlight(code) loses no character, also of unfinished strings and comments", () => {
    const texts = ["`a $" + "{b}\n", '"a\n"', "/* a", "'\\", "größe + $x_1", "a<b>c&&d"];
    const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
    for (const text of texts) {
      const plain = highlight(text)
        .replace(/<[^>]+>/g, "")
        .replace(/&([^;]+);/g, (_, name) => entities[name]!);
      assert.equal(plain, text);
    }
  });
});

describe("markdownHtml", () => {
  it("markdownHtml(source) keeps folds and code, and shows hostile HTML as text", () => {
    const html = markdownHtml(
      "<details><summary>S</summary>\n\n**b** `<i>`\n\n</details>\n\n<img src=x onerror=alert(1)>",
    );
    assert.match(
      html,
      /<details><summary>S<\/summary>\s*<p><strong>b<\/strong> <code>&lt;i&gt;<\/code><\/p>\s*<\/details>/,
    );
    assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;/);
    assert.doesNotMatch(html, /<img/);
  });

  it("markdownHtml(source) neutralises links and pictures from elsewhere, and shows attachments", () => {
    assert.equal(markdownHtml("[a](javascript:alert(1))"), "<p><a>a</a></p>\n");
    assert.equal(markdownHtml("<javascript:alert(1)>"), "<p><a>javascript:alert(1)</a></p>\n");
    assert.equal(
      markdownHtml("![p](https://a.b/c.png)"),
      "<p><em>[picture outside the notebook: p]</em></p>\n",
    );
    const attachments = { "a b.png": { "image/png": "iVBO\nRw==" } };
    assert.equal(
      markdownHtml("![p](<attachment:a b.png>)", { attachments }),
      '<p><img src="data:image/png;base64,iVBORw==" alt="p"></p>\n',
    );
    assert.doesNotMatch(markdownHtml('![" onerror=x](data:image/svg+xml,<svg onload=x>)'), /<img|onload/);
  });

  it("markdownHtml(source, { onHeading }) gives headings ids and tells their plain text", () => {
    const seen: [string, number][] = [];
    const onHeading = (text: string, depth: number) => {
      seen.push([text, depth]);
      return 'x"y';
    };
    assert.equal(
      markdownHtml("## A *b* `c` &amp; <i>d</i>", { onHeading }).includes('<h2 id="x&quot;y">'),
      true,
    );
    assert.deepEqual(seen, [["A b c & <i>d</i>", 2]]);
  });

  it("splitTitle(source) takes a leading first heading off", () => {
    assert.deepEqual(splitTitle("# What *is* `x`?\n\ntext"), { title: "What is x?", rest: "\n\ntext" });
    assert.equal(splitTitle("text\n\n# Late"), undefined);
    assert.equal(splitTitle("## Second"), undefined);
  });
});
