const modules = new WeakMap<object, object>();

/**
 * A namespace as TypeScript's `esModuleInterop` means it.
 *
 * Node gives a CommonJS module as `{ default: exports }` and those names that it can guess. What was compiled from an
 * ES module means its own `default`; of all others, each property can be imported by its name.
 */
export function asModule(namespace: object, isCommonJs = isFromCommonJs(namespace)): object {
  if (!isCommonJs) return namespace;
  const exports = (namespace as { default: unknown }).default;
  if (exports === null || (typeof exports !== "object" && typeof exports !== "function")) return namespace;
  if ((exports as { __esModule?: unknown }).__esModule === true) return exports;
  const known = modules.get(exports);
  if (known !== undefined) return known;
  const made = Object.create(null);
  for (const name of new Set([...Object.keys(namespace), ...Object.keys(exports)])) {
    // Read when asked for: some packages load their parts so.
    const get = () => (exports as Record<string, unknown>)[name];
    if (name !== "default") Object.defineProperty(made, name, { enumerable: true, get });
  }
  made.default = exports;
  modules.set(exports, made);
  return made;
}

function isFromCommonJs(namespace: object): boolean {
  const { default: exports } = namespace as { default?: unknown };
  if (exports === undefined || exports === null) return false;
  if (typeof exports !== "object" && typeof exports !== "function") return false;
  return Object.values(require.cache).some((module) => module?.exports === exports);
}
