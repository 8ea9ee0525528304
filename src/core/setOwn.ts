/**
 * Sets a member whose name comes from evidence: a plain assignment, but for the one name that would change the
 * object's prototype instead.
 *
 * @example
 * Object.keys(setOwn({}, "__proto__", 1)) // ["__proto__"]
 */
export function setOwn(
  object: Record<string, unknown>,
  name: string,
  value: unknown,
): Record<string, unknown> {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  return object;
}
