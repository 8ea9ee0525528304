import { serveKernel } from "./serveKernel";

/*
 * What `kernel.json` starts: `node --no-force-async-hooks-checks … main.js <connection file>`.
 */

const [connectionFile] = process.argv.slice(2);
if (connectionFile === undefined) {
  process.stderr.write("huntbook kernel: the path of a connection file is missing\n");
  process.exitCode = 2;
} else {
  serveKernel(connectionFile).catch((error: Error) => {
    process.stderr.write(`huntbook kernel: ${error.message}\n`);
    process.exit(1);
  });
}
