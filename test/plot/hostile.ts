/** Names that evidence may hold and that must show as they are. */
export const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  '<a href="javascript:alert(1)">click</a>',
  "&lt;b&gt;",
  "$\\alpha$",
  "%{y}%{meta[0]}",
  "<br><b>bold</b><sup>2</sup>",
];

/** What Plotly shows for a text without markup: numeric entities turned back. */
export function shown(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

/** All strings in a figure's data and layout. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(stringsOf);
}

/** Number of marks that a figure draws. */
export function marksOf(data: readonly Readonly<Record<string, unknown>>[]): number {
  return data.reduce((total, trace) => total + ((trace.x as unknown[]) ?? []).length, 0);
}
