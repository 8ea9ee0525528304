/**
 * One name per machine: lower case, without domain, leading backslashes and trailing dot; null for none.
 *
 * An IP address stays whole.
 *
 * @example
 * hostName("\\\\WS01.Corp.Example.") // "ws01"
 */
export function hostName(computer: string | null): string | null {
  if (computer === null) return null;
  const name = computer.trim().replace(/^\\\\/, "").toLowerCase();
  if (/^[\d.]+$/.test(name) || name.includes(":")) return name === "" ? null : name;
  const label = name.split(".")[0]!;
  return label === "" ? null : label;
}
