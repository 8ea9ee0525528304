/**
 * The page's own script, as text: draws the figures one after the other, in the reader's light or dark scheme, and
 * marks the section being read in the table of contents. Needs no network and no evaluation of text.
 *
 * When all figures are drawn, or failed and said so in their place, `data-figures="ready"` stands on the root.
 */
export const pageScript = `(() => {
"use strict";
// Paper is always light.
const dark = matchMedia("screen and (prefers-color-scheme: dark)");
const figures = [...document.querySelectorAll("figure.figure")].map((element) => ({
  place: element.querySelector(".plot"),
  spec: JSON.parse(element.querySelector('script[type="application/json"]').textContent),
}));

const isClear = (colour) => colour === undefined || /^transparent$|^rgba[(].*,[ ]*0[)]$/.test(colour);

function defaults(isDark) {
  const faint = isDark ? "#343b43" : "#e4e1da";
  const axis = { gridcolor: faint, linecolor: faint, zerolinecolor: faint, automargin: true };
  return { layout: {
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { size: 13 },
    colorway: isDark
      ? ["#6fb7d6", "#e8a05c", "#8fc79a", "#e58a80", "#b7a0dc", "#c9b458"]
      : ["#1c6b8c", "#c96a1b", "#3f8a55", "#b8433a", "#7456ab", "#8d7a14"],
    xaxis: axis, yaxis: axis, margin: { t: 28, r: 16, b: 48, l: 56 },
  } };
}

function draw({ place, spec }, isDark) {
  const layout = { autosize: true, ...spec.layout };
  if (!layout.template) layout.template = defaults(isDark);
  // On our own ground a figure takes our ink and type; one with its own ground keeps its own.
  const { fontFamily: family } = getComputedStyle(document.body);
  const ink = { color: isDark ? "#d9dde2" : "#1f242b", family };
  if (isClear(layout.paper_bgcolor)) layout.font = { ...layout.font, ...ink };
  const config = { displaylogo: false, ...spec.config, responsive: true };
  return Plotly.react(place, spec.data || [], layout, config);
}

function explain({ place }, error) {
  place.className = "note";
  place.style.minHeight = "0";
  place.textContent = "This figure could not be drawn: " + error.message;
}

async function drawAll(isDark) {
  for (const figure of figures) {
    try { await draw(figure, isDark); } catch (error) { explain(figure, error); }
    await new Promise((next) => setTimeout(next));
  }
  document.documentElement.dataset.figures = "ready";
}

drawAll(dark.matches);
dark.addEventListener("change", () => drawAll(dark.matches));
addEventListener("beforeprint", () => figures.forEach((figure) => draw(figure, false)));
addEventListener("afterprint", () => drawAll(dark.matches));

const links = new Map([...document.querySelectorAll("nav.contents a")].map((a) => [a.hash.slice(1), a]));
const headings = [...links.keys()].map((id) => document.getElementById(decodeURIComponent(id))).filter(Boolean);
function mark() {
  const reading = headings.filter((h) => h.getBoundingClientRect().top < innerHeight * 0.3).pop() || headings[0];
  for (const [id, a] of links) {
    if (reading && decodeURIComponent(id) === reading.id) a.setAttribute("aria-current", "true");
    else a.removeAttribute("aria-current");
  }
}
let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; mark(); });
}, { passive: true });
mark();
})();
`;
