import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { installKernel, registerKernel } from "../../../src/kernel/install/installKernel";
import { uninstallKernel } from "../../../src/kernel/install/uninstallKernel";
import { makeFolder } from "../../notebook/testFolder";

describe("registerKernel", () => {
  const { folder, remove } = makeFolder();
  let home = "";
  let count = 0;
  beforeEach(() => {
    count += 1;
    home = join(folder, `home-${count}`);
    mkdirSync(home);
  });
  after(remove);
  const fixed = () => join(home, ".local", "share", "jupyter", "kernels", "huntbook", "kernel.json");
  const linux = (env: Record<string, string> = {}) => registerKernel({ env, home, platform: "linux" });

  it("registerKernel() writes nothing where neither Jupyter nor VS Code is found", async () => {
    assert.deepEqual(await linux({ PATH: "/nowhere" }), []);
    assert.equal(existsSync(join(home, ".local")), false);
  });

  it("registerKernel() writes a spec with absolute paths that exist, when Jupyter's folder is there", async () => {
    mkdirSync(join(home, ".local", "share", "jupyter"), { recursive: true });
    assert.deepEqual(await linux(), [{ path: fixed(), action: "written" }]);
    const spec = JSON.parse(readFileSync(fixed(), "utf8"));
    assert.equal(spec.argv[0], process.execPath);
    assert.ok(existsSync(spec.argv.at(-2)));
    assert.match(spec.argv.at(-2), /^[/A-Z].*[\\/]dist[\\/]kernel[\\/]main\.js$/);
    assert.equal(spec.argv.at(-1), "{connection_file}");
    assert.equal(spec.display_name, "TypeScript (huntbook)");
    assert.equal(spec.language, "typescript");
    assert.equal(spec.interrupt_mode, "message");
    assert.deepEqual(await linux(), [{ path: fixed(), action: "up to date" }]);
    writeFileSync(fixed(), JSON.stringify({ ...spec, argv: ["/old/node"] }));
    assert.deepEqual(await linux(), [{ path: fixed(), action: "written" }]);
  });

  it("registerKernel() also writes where JUPYTER_DATA_DIR or XDG_DATA_HOME points, when a command is found", async () => {
    const bin = join(home, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "code"), "");
    const own = (base: string) => join(base, "kernels", "huntbook", "kernel.json");
    const paths = async (env: Record<string, string>) =>
      (await linux({ PATH: bin, ...env })).map(({ path }) => path);
    assert.deepEqual(await paths({ JUPYTER_DATA_DIR: join(home, "mine") }), [
      own(join(home, "mine")),
      fixed(),
    ]);
    assert.deepEqual(await paths({ XDG_DATA_HOME: join(home, "x") }), [
      own(join(home, "x", "jupyter")),
      fixed(),
    ]);
    assert.deepEqual(await paths({}), [fixed()]);
  });

  it("registerKernel() knows the folders of macOS and Windows", async () => {
    const mac = join(home, "Library", "Jupyter");
    mkdirSync(mac, { recursive: true });
    const [onMac] = await registerKernel({ env: {}, home, platform: "darwin" });
    assert.equal(onMac?.path, join(mac, "kernels", "huntbook", "kernel.json"));
    const roaming = join(home, "AppData", "Roaming", "jupyter");
    mkdirSync(roaming, { recursive: true });
    const [onWindows] = await registerKernel({ env: {}, home, platform: "win32" });
    assert.equal(onWindows?.path, join(roaming, "kernels", "huntbook", "kernel.json"));
  });

  it("registerKernel() leaves a kernel alone that is not ours", async () => {
    mkdirSync(dirname(fixed()), { recursive: true });
    for (const text of ['{"argv":["x"],"metadata":{}}', "not JSON", "null"]) {
      writeFileSync(fixed(), text);
      assert.deepEqual(await linux(), [{ path: fixed(), action: "foreign" }]);
      assert.equal(readFileSync(fixed(), "utf8"), text);
    }
  });

  it("installKernel({ prefix }) and ({ sysPrefix }) write below share/jupyter, and uninstallKernel takes it away", async () => {
    const path = join(home, "share", "jupyter", "kernels", "huntbook", "kernel.json");
    assert.deepEqual(await installKernel({ prefix: home }), [{ path, action: "written" }]);
    assert.deepEqual(await uninstallKernel({ prefix: home }), [{ path, action: "removed" }]);
    assert.equal(existsSync(dirname(path)), false);
    const environment = { env: { VIRTUAL_ENV: home }, sysPrefix: true };
    assert.deepEqual(await installKernel(environment), [{ path, action: "written" }]);
    assert.deepEqual(await installKernel(environment), [{ path, action: "up to date" }]);
    await assert.rejects(installKernel({ env: {}, sysPrefix: true }), {
      name: "RangeError",
      message: "installKernel: sysPrefix needs an active Python environment; activate one, or use prefix",
    });
  });

  it("uninstallKernel() leaves a kernel alone that is not ours", async () => {
    mkdirSync(dirname(fixed()), { recursive: true });
    writeFileSync(fixed(), '{"argv":["x"]}');
    const place = { env: {}, home, platform: "linux" } as const;
    assert.deepEqual(await uninstallKernel(place), [{ path: fixed(), action: "foreign" }]);
    assert.ok(existsSync(fixed()));
  });
});
