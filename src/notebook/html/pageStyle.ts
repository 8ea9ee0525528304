/** The page's style sheet: a quiet page in light and dark, for screens of any width and for paper. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #fcfbf8; --ink: #1f242b; --soft: #667079; --line: #e3dfd6; --code: #f4f1ea; --accent: #a3421b;
  --link: #1c6b8c; --error: #a8281e; --error-paper: #fcefec; --warn-paper: #fbf4e2; --shade: rgba(30, 26, 18, .14);
  --keyword: #8a3b8f; --string: #2f7443; --number: #a3421b; --comment: #686f78; --call: #1c6b8c; --type: #8d6410;
  --sans: "Inter", ui-sans-serif, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --serif: "Iowan Old Style", "Palatino Linotype", "URW Palladio L", Palatino, Charter, Georgia, "Liberation Serif", serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #d9dde2; --soft: #949da6; --line: #2c3238; --code: #1c2025; --accent: #e8935c;
    --link: #7cc0dc; --error: #f0867b; --error-paper: #2b1b1a; --warn-paper: #29241a; --shade: rgba(0, 0, 0, .55);
    --keyword: #cf9ad6; --string: #94c79f; --number: #e8a67c; --comment: #838c95; --call: #84c1da; --type: #d9b76b;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.65 var(--sans); }
.page { display: grid; grid-template-columns: minmax(0, 56rem); justify-content: center; column-gap: 4rem;
  padding: 3.5rem 1.5rem 6rem; }
header { margin-bottom: 2.5rem; padding-bottom: 1.5rem; border-bottom: 1px solid var(--line); }
.kicker { margin: 0 0 .75rem; color: var(--accent); font-size: .8125rem; font-weight: 600; letter-spacing: .08em;
  text-transform: uppercase; }
h1, h2, h3, h4, h5, h6 { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; }
h1 { margin: 0; font-size: clamp(2rem, 5vw, 2.75rem); letter-spacing: -.015em; overflow-wrap: anywhere; }
h2 { margin: 3.5rem 0 1rem; font-size: 1.75rem; letter-spacing: -.01em; }
h3 { margin: 2.25rem 0 .75rem; font-size: 1.3125rem; }
h4, h5, h6 { margin: 1.75rem 0 .5rem; font-size: 1.0625rem; font-family: var(--sans); }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin: 1.25rem 0 0; font-size: .875rem; color: var(--soft); }
.facts div { display: flex; gap: .5ch; }
.facts dt::after { content: ":"; }
.facts dd { margin: 0; color: var(--ink); font-variant-numeric: tabular-nums; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:not([href]) { color: inherit; text-decoration: none; }
a:focus-visible, [tabindex]:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem 1rem; }

nav.contents { margin-bottom: 2.5rem; font-size: .875rem; line-height: 1.45; }
nav.contents p { margin: 0 0 .75rem; color: var(--soft); font-weight: 600; }
nav.contents ol { list-style: none; margin: 0; padding: 0; }
nav.contents a { display: block; padding: .3rem 0 .3rem .9rem; color: var(--soft); text-decoration: none;
  border-left: 2px solid var(--line); overflow-wrap: anywhere; }
nav.contents .deep a { padding-left: 1.9rem; }
nav.contents a:hover { color: var(--ink); }
nav.contents a[aria-current] { color: var(--ink); border-left-color: var(--accent); }
main > :first-child, main > :first-child > h2:first-child { margin-top: 0; }
@media (min-width: 80rem) {
  .page:has(nav.contents) { grid-template-columns: 14rem minmax(0, 56rem); }
  .page:has(nav.contents) > :is(header, main) { grid-column: 2; }
  nav.contents { grid-column: 1; grid-row: 1 / span 2; position: sticky; top: 3.5rem; align-self: start;
    max-height: calc(100vh - 5rem); overflow-y: auto; }
}

.prose { max-width: 44rem; }
.prose > :first-child { margin-top: 0; }
.prose > h2:first-child { margin-top: 2.5rem; }
.prose p, .prose ul, .prose ol { margin: 0 0 1.1rem; }
.prose li { margin: .3rem 0; }
.prose li::marker { color: var(--soft); }
.prose blockquote { margin: 1.5rem 0; padding: .1rem 0 .1rem 1.25rem; border-left: 3px solid var(--accent); color: var(--soft); }
.prose blockquote > :last-child { margin-bottom: .1rem; }
.prose hr { margin: 2.5rem 0; border: 0; border-top: 1px solid var(--line); }
.prose img, .picture img { max-width: 100%; height: auto; border-radius: 4px; }
.picture img { background: #fff; }
code, pre, kbd, samp { font-family: var(--mono); font-size: .875em; font-variant-ligatures: none; tab-size: 2; }
:not(pre) > code { padding: .12em .35em; background: var(--code); border-radius: 4px; overflow-wrap: anywhere; }
.prose pre { padding: 1rem 1.15rem; background: var(--code); border-radius: 6px; overflow-x: auto; line-height: 1.55; }
details { margin: 1rem 0; }
summary { cursor: pointer; color: var(--link); }

.cell { margin: 1.75rem 0; }
.code { position: relative; background: var(--code); border-radius: 6px; }
.code pre { margin: 0; padding: 1rem 1.15rem; overflow-x: auto; line-height: 1.55; }
.code .count { position: absolute; right: 100%; top: 1.05rem; margin-right: .75rem; color: var(--soft);
  font: .75rem/1.55 var(--mono); white-space: nowrap; }
.code .took { position: absolute; right: .75rem; bottom: .35rem; color: var(--soft); font-size: .75rem;
  font-variant-numeric: tabular-nums; background: var(--code); padding-left: .5rem; }
.output { margin-top: .9rem; }
.output > * { margin: .75rem 0; }
.output pre { margin: .75rem 0; padding: .1rem 0 .1rem 1.15rem; border-left: 2px solid var(--line); line-height: 1.5;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.output pre.stderr { padding: .6rem 1.15rem; border-left-color: #c99a2e; background: var(--warn-paper); }
.output pre.long { max-height: 32rem; overflow-y: auto; }
.error { padding: .9rem 1.15rem; border-left: 3px solid var(--error); border-radius: 0 6px 6px 0; background: var(--error-paper); }
.error p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.error p strong { color: var(--error); }
.error details { margin: .5rem 0 0; }
.error pre { margin: .5rem 0 0; padding: 0; border: 0; white-space: pre; overflow-x: auto; }
.note { color: var(--soft); font-style: italic; }
/* A shade at the edge behind which more columns are: the first two layers move along and cover it at the ends. */
.html { overflow-x: auto; font-size: .9375rem; line-height: 1.5; background:
  linear-gradient(90deg, var(--paper) 40%, transparent) 0 0 / 2.5rem 100% no-repeat local,
  linear-gradient(270deg, var(--paper) 40%, transparent) 100% 0 / 2.5rem 100% no-repeat local,
  linear-gradient(90deg, var(--shade), transparent) 0 0 / .75rem 100% no-repeat scroll,
  linear-gradient(270deg, var(--shade), transparent) 100% 0 / .75rem 100% no-repeat scroll; }
.huntbook-note { margin: .5rem 0 0; color: var(--soft); font-size: .875rem; }
.html table { width: max-content; }
figure { margin: 1.5rem 0; }
.figure { margin: 1.5rem 0; overflow-x: auto; }
figcaption { max-width: 44rem; margin-top: .5rem; color: var(--soft); font-size: .9375rem; line-height: 1.5; }

table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .875rem; line-height: 1.4; }
.prose table { display: block; max-width: 100%; overflow-x: auto; margin: 0 0 1.25rem; font-size: .9375rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; border-bottom-color: var(--soft); }
thead:not(:has(th:not(:empty))) { display: none; }
td { max-width: 34rem; overflow-wrap: break-word; }
progress { appearance: none; width: 6rem; height: .5rem; border: 0; border-radius: 4px; overflow: hidden; background: var(--line);
  vertical-align: .1em; }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--accent); }
progress::-moz-progress-bar { background: var(--accent); }

.hb-keyword { color: var(--keyword); } .hb-string { color: var(--string); } .hb-number { color: var(--number); }
.hb-comment { color: var(--comment); font-style: italic; } .hb-call { color: var(--call); } .hb-type { color: var(--type); }
.hb-red { color: var(--error); } .hb-green { color: var(--string); } .hb-yellow { color: var(--type); }
.hb-blue, .hb-cyan { color: var(--call); } .hb-magenta { color: var(--keyword); } .hb-black, .hb-white { color: inherit; }
.hb-bold { font-weight: 700; } .hb-dim { color: var(--soft); } .hb-italic { font-style: italic; }
.hb-underline { text-decoration: underline; }

@media (max-width: 64rem) { .code .count { display: none; } }
@media (max-width: 40rem) { .page { padding: 2rem 1rem 4rem; } body { font-size: 1rem; } }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #555; --line: #ccc; --code: #f5f5f3; --accent: #8a3514;
    --link: #000; --error: #8c1d14; --error-paper: #fff; --warn-paper: #fff; --keyword: #6d2b72; --string: #225a33;
    --number: #8a3514; --comment: #666; --call: #14536d; --type: #6b4c0a; }
  body { font-size: 10.5pt; }
  .page { display: block; padding: 0; }
  nav.contents { display: none; }
  h2, h3, h4 { break-after: avoid; }
  .figure, .error, tr, .code { break-inside: avoid; }
  .output pre.long { max-height: none; }
  .code pre, .prose pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .code .count { display: none; }
  .html, .figure { overflow: visible; background: none; }
  .html table { width: auto; }
}
`;
