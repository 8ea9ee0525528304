/**
 * A place in text, counted in UTF-16 units as JavaScript does, from one counted in characters as the protocol does.
 *
 * @example
 * unitsFromCharacters("a🦉b", 2) // 3
 */
export function unitsFromCharacters(text: string, characters: number): number {
  let units = 0;
  for (let i = 0; i < characters && units < text.length; i++) {
    units += text.codePointAt(units)! > 0xffff ? 2 : 1;
  }
  return units;
}

/**
 * The opposite of {@link unitsFromCharacters}.
 *
 * @example
 * charactersFromUnits("a🦉b", 3) // 2
 */
export function charactersFromUnits(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
