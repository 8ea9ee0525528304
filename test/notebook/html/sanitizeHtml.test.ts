import assert from "node:assert/strict";
import { random } from "../../../src/core/random";
import { sanitizeHtml } from "../../../src/notebook/html/sanitizeHtml";

const same = (html: string) => assert.equal(sanitizeHtml(html), html);

describe("sanitizeHtml", () => {
  it("sanitizeHtml(html) keeps tables, bars and shapes of our own outputs as they are", () => {
    same('<table class="huntbook-table"><thead><tr><th style="text-align:right">a</th></tr></thead></table>');
    same('<td colspan="2" title="a &quot;b&quot;">&lt;img&gt; &amp; &#39;</td>');
    same('<div><progress max="1" value="0.300"></progress> 3 of 10</div>');
    same('<details open=""><summary>more</summary><pre><code>x</code></pre></details>');
    same('<svg viewbox="0 0 9 9" role="img"><path d="M0,0 L9-9" fill="#fff"></path></svg>');
    same('<span style="background:linear-gradient(90deg, #eee 30%, transparent 0);width:30%">x</span>');
  });

  it("sanitizeHtml(html) shows every element that is not allowed as text", () => {
    const attacks = [
      "<img src=x onerror=alert(1)>",
      "<script>alert(1)</script>",
      "<iframe srcdoc='x'></iframe>",
      "<style>*{display:none}</style>",
      "<a href='javascript:alert(1)'>x</a>",
      "<form action=/x><input type=password></form>",
      "<base href=//evil>",
      "<meta http-equiv=refresh content=0>",
      "<link rel=stylesheet href=x>",
      "<object data=x></object>",
      "<math><mtext></mtext></math>",
      "<svg><foreignObject><b>x</b></foreignObject></svg>",
      "<svg><use href='data:x'/></svg>",
      "<svg><animate attributeName=href></svg>",
      "<path d=''>",
      "<textarea></textarea><title></title><noscript></noscript><xmp></xmp><plaintext>",
      "<custom-element>",
    ];
    for (const attack of attacks) {
      const names = [...sanitizeHtml(attack).matchAll(/<\/?([a-z-]+)/gi)].map((match) => match[1]);
      assert.deepEqual(
        names.filter((name) => name !== "svg" && name !== "b"),
        [],
        attack,
      );
    }
    assert.equal(sanitizeHtml("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("sanitizeHtml(html) drops handlers, foreign classes, ids, loading styles and all unknown attributes", () => {
    const kept = (tag: string) => sanitizeHtml(tag);
    assert.equal(
      kept('<b onclick="x" ONMOUSEOVER=y id=z name=a data-x=1 class="error hb-a">'),
      '<b class="hb-a"></b>',
    );
    assert.equal(kept('<p style="position:fixed;color:red">'), '<p style="color:red"></p>');
    assert.equal(kept('<p style="background:url(//evil/x)">'), "<p></p>");
    assert.equal(kept('<p style="background:u\\72l(x)">'), "<p></p>");
    assert.equal(kept('<p style="color:red&#59;position:fixed">'), "<p></p>");
    assert.equal(kept('<p style="width:expression(alert(1))">'), "<p></p>");
    assert.equal(kept('<svg><rect fill="url(#a)" width="1"/></svg>'), '<svg><rect width="1"></rect></svg>');
    assert.equal(kept(`<b title='"><img src=x>'>`), '<b title="&quot;&gt;&lt;img src=x&gt;"></b>');
  });

  it("sanitizeHtml(html) closes what is open and ignores ends without a beginning", () => {
    assert.equal(sanitizeHtml("</div></main><div><b>x</div>y"), "&lt;/main&gt;<div><b>x</b></div>y");
    assert.equal(sanitizeHtml("<table><tr><td>1"), "<table><tr><td>1</td></tr></table>");
    assert.equal(sanitizeHtml("a<!-- <b> -->c<!--"), "ac&lt;!--");
    assert.equal(sanitizeHtml("1 < 2 <"), "1 &lt; 2 &lt;");
    assert.ok(sanitizeHtml("<div>".repeat(5000)).split("<div>").length <= 101);
  });

  it("sanitizeHtml(html, { markdown: true }) allows safe links, pictures inside the page and tick boxes", () => {
    const safe = (html: string) => sanitizeHtml(html, { markdown: true });
    assert.equal(
      safe('<a href="https://a.b/c?d" onclick=x>e</a>'),
      '<a href="https://a.b/c?d" rel="noreferrer noopener">e</a>',
    );
    for (const href of [
      "javascript:x",
      " javascript:x",
      "java&#115;cript:x",
      "data:text/html,x",
      "//a.b",
      "file:///x",
    ]) {
      assert.equal(safe(`<a href="${href}">e</a>`), "<a>e</a>", href);
    }
    assert.equal(
      safe('<img src="data:image/png;base64,AA==" alt="p">'),
      '<img src="data:image/png;base64,AA==" alt="p">',
    );
    assert.equal(safe('<img src="https://a.b/c.png">'), '&lt;img src="https://a.b/c.png"&gt;');
    assert.equal(safe('<input type="checkbox" onfocus=x>'), '<input type="checkbox" disabled>');
    assert.equal(safe('<input type="text">'), '&lt;input type="text"&gt;');
  });

  it("sanitizeHtml(html) of 2,000 random mixtures of tags and quotes writes allowed tags only", () => {
    const pieces = [
      "<",
      ">",
      "/",
      '"',
      "'",
      "=",
      " ",
      "b",
      "img",
      "svg",
      "path",
      "script",
      "onerror",
      "style",
      "class",
      "hb-a",
    ];
    pieces.push(
      "&lt;",
      "<!--",
      "-->",
      "title",
      "`",
      "\n",
      "\u0000",
      "url(",
      "a:b;",
      "<td ",
      "</",
      "javascript:",
    );
    const source = random(1);
    for (let i = 0; i < 2000; i++) {
      const html = Array.from({ length: 30 }, () => source.pick(pieces)).join("");
      const safe = sanitizeHtml(html, { markdown: true });
      const rest = safe.replace(/<\/?(?:a|b|td|svg|path)(?: (?:title|class|style|alt)="[^"<>]*")*>/g, "");
      assert.doesNotMatch(rest, /[<>]/, `${JSON.stringify(html)} gave ${JSON.stringify(safe)}`);
    }
  });

  it("sanitizeHtml(html) stays linear on unclosed tags and quotes", () => {
    for (const piece of ["<a ", '<a b="', "<a b='<a b=\"", "<b ", "<b x=1 ", "<!--", "</"]) {
      const text = piece.repeat(200_000 / piece.length);
      assert.ok(sanitizeHtml(text).length >= text.length / 2);
    }
  }).timeout(10_000);
});
