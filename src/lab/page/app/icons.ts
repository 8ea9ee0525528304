// Drawn for this page, on a 16 by 16 grid, in the colour of the text around.
const SHAPES = {
  save: "M3 2.5h8L13.5 5v8.5h-11v-11zM5 2.5v3.5h5V2.5M5 13.5v-4h6v4",
  add: "M8 3v10M3 8h10",
  cut: "M4.5 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM11.5 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.6 9.4 11 2.5M10.4 9.4 5 2.5",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  paste: "M5.5 3.5h-3v10h11v-10h-3M5.5 2.5h5v2.5h-5z",
  run: "M4.5 3v10l8-5z",
  stop: "M4 4h8v8H4z",
  restart: "M13 8a5 5 0 1 1-1.6-3.7M13 2.5V5h-2.5",
  runAll: "M2.5 3.5v9l5.5-4.5zM8 3.5v9L13.5 8z",
  find: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4l3.6 3.6",
  help: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM6 6.2a2 2 0 1 1 2.8 1.9c-.5.2-.8.6-.8 1.1v.3M8 11.6v.1",
  theme: "M8 14.5a6.5 6.5 0 1 0 0-13zM8 1.5a6.5 6.5 0 0 0 0 13",
  more: "M3.5 8h.1M8 8h.1M12.5 8h.1",
  files: "M2 4h12M2 8h12M2 12h12",
  folder: "M1.5 12.5v-9h4.5l1.5 2h7v7z",
  notebook: "M3.5 1.5h9v13h-9zM6 1.5v13M8 5h2.5",
  file: "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3",
  rename: "M2.5 13.5l.6-2.8 7.6-7.6 2.2 2.2-7.6 7.6z",
  remove: "M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9",
  refresh: "M13 8a5 5 0 1 1-1.6-3.7M13 2.5V5h-2.5",
  up: "M8 13V3.5M4 7.5l4-4 4 4",
} as const;

/** The name of an icon. */
export type IconName = keyof typeof SHAPES;

const SVG = "http://www.w3.org/2000/svg";

/** An icon for a button that has a name of its own: nothing is read out for it. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `hb-icon hb-icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
