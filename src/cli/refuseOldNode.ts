import { nodeVersionFault } from "../core/nodeVersion";

// Imported before everything else: an old Node fails while it loads other packages, and says nothing useful.
const fault = nodeVersionFault(process.versions.node);
if (fault !== undefined) {
  process.stderr.write(`huntbook: ${fault}\n`);
  process.exit(2);
}
