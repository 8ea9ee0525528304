/**
 * The browser's side of a figure: a JavaScript function `(id, spec)` as text, since it runs in a page and not here.
 *
 * It draws into every place marked with the id that is still empty, in the text colour of the page around it, so
 * that a figure fits light and dark pages. Where Plotly is not there yet (a notebook page may show later outputs
 * first), it says so and looks again for half a minute.
 */
export const drawScript = `function (id, spec) {
  var left = 120;
  function draw(node) {
    var own = JSON.parse(JSON.stringify(spec));
    own.layout.font = Object.assign({}, own.layout.font, { color: getComputedStyle(node).color });
    node.setAttribute("data-drawn", "");
    node.textContent = "";
    window.Plotly.newPlot(node, own.data, own.layout, own.config);
  }
  function start() {
    var nodes = document.querySelectorAll('[data-huntbook="' + id + '"]:not([data-drawn])');
    if (window.Plotly) return nodes.forEach(draw);
    nodes.forEach(function (node) {
      node.textContent = "This figure needs Plotly, which the first figure of the notebook brings along: " +
        "run the notebook again from the top.";
    });
    if (left-- > 0) setTimeout(start, 250);
  }
  start();
}`;
