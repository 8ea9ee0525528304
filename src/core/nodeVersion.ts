const LEAST = [20, 19] as const;

/**
 * Why this Node is too old, in one line; undefined when it is not.
 *
 * From 20.19 on, Node loads ES modules with `require`, which notebooks and some packages need.
 *
 * @example
 * nodeVersionFault("20.19.0") // undefined
 * nodeVersionFault("18.0.0") // "Node must be at least 20.19, got 18.0.0; install one from https://nodejs.org"
 */
export function nodeVersionFault(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]);
  const wayOut = "install one from https://nodejs.org";
  return isOld ? `Node must be at least ${LEAST.join(".")}, got ${version}; ${wayOut}` : undefined;
}
