import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Metafile } from "esbuild";
import { MANIFEST, type Manifest, sumsOf } from "./manifest";
import { noticesOf } from "./notices";
import { jupyterStyles, keepOrigins, leaveOut, quietYjs } from "./plugins";

const PAGE = join(__dirname, "..");
const STATIC = ["index.html", "frame.html", "icon.svg"];

/**
 * Builds the page into a folder, in place of what is there. The same sources and tool chain give the same bytes.
 *
 * Run it by `npm run page`, which installs the tool chain first.
 */
export async function buildPage(out: string): Promise<Metafile> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: PAGE,
    entryPoints: { main: "main.ts" },
    outdir: out,
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    metafile: true,
    legalComments: "none",
    chunkNames: "[name]-[hash]",
    // Licences stand in NOTICES.txt, and the page asks for no fonts but the reader's own.
    loader: { ".svg": "text", ".woff": "empty", ".woff2": "empty", ".ttf": "empty", ".eot": "empty" },
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    plugins: [leaveOut, jupyterStyles, keepOrigins, quietYjs],
  });
  for (const name of STATIC) cpSync(join(PAGE, name), join(out, name));
  writeFileSync(join(out, "NOTICES.txt"), noticesOf(shippedInputs(metafile)));
  const manifest: Manifest = { sources: sumsOf(PAGE), outputs: sumsOf(out) };
  writeFileSync(join(out, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return metafile;
}

/** Files of which something is left in the bundle. */
function shippedInputs({ outputs }: Metafile): string[] {
  const parts = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return [...new Set(parts.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path))];
}

if (require.main === module) {
  const out = resolve(process.argv[2] ?? join(PAGE, "../bundle"));
  buildPage(out).then(
    ({ outputs }) => {
      const bytes = Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0);
      console.log(`${Object.keys(outputs).length} files, ${(bytes / 1e6).toFixed(2)} MB: ${out}`);
    },
    () => {
      process.exitCode = 1;
    },
  );
}
