import assert from "node:assert/strict";
import { nodeVersionFault } from "../../src/core/nodeVersion";

describe("nodeVersionFault", () => {
  it("nodeVersionFault(version) is undefined from 20.19 on", () => {
    for (const version of ["20.19.0", "20.20.2", "22.0.0", "24.21.0"])
      assert.equal(nodeVersionFault(version), undefined);
    for (const version of ["18.20.0", "20.18.9", "20.9.0"])
      assert.match(nodeVersionFault(version)!, /at least 20\.19, got/);
  });
});
