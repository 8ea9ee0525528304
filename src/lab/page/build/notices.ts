import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MODULES } from "./plugins";

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type: string };
}

// Some projects leave the licence out of their packages; these are the texts of their repositories.
const LICENCES = join(__dirname, "licences");
const LEFT_OUT_BY: Readonly<Record<string, string>> = {
  "@jupyterlab": join(LICENCES, "jupyter.txt"),
  "@jupyter": join(LICENCES, "jupyter.txt"),
  "@lumino": join(LICENCES, "jupyter.txt"),
  "@microsoft": join(LICENCES, "microsoft.txt"),
};

/** The licence notices of every package that has a file in the bundle; each licence text stands once. */
export function noticesOf(inputs: readonly string[]): string {
  const folders = [...new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined))].sort();
  const byText = new Map<string, string[]>();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    ) as Package;
    const kind = typeof license === "object" ? license.type : (license ?? "see below");
    const text = licenceText(folder, name);
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${kind})`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}`);
  return `The notebook page contains these packages.\n\n${parts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** `node_modules/a/node_modules/@b/c/x.js` belongs to the package in `node_modules/a/node_modules/@b/c`. */
function packageFolder(input: string): string | undefined {
  const match = /^(?:.*\/)?node_modules\/((?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return match === null ? undefined : join(MODULES, match[1]!);
}

function licenceText(folder: string, name: string): string {
  const own = readdirSync(folder).find((one) => /^(licen[cs]e|copying)(\.|-|$)/i.test(one));
  const scope = name.split("/")[0]!;
  const path = own === undefined ? LEFT_OUT_BY[scope] : join(folder, own);
  if (path === undefined)
    throw new Error(`noticesOf: ${name} has no licence file; build/licences needs its text`);
  return readFileSync(path, "utf8").replaceAll("\r\n", "\n").trim();
}
