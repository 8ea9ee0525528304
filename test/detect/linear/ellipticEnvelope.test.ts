import assert from "node:assert/strict";
import { numberMatrix } from "../../../src/core/matrix";
import { ellipticEnvelope, restoreEllipticEnvelope } from "../../../src/detect/linear/ellipticEnvelope";
import { detectorContract } from "../contract";

detectorContract("ellipticEnvelope", {
  make: (seed) => ellipticEnvelope({ seed }),
  restore: restoreEllipticEnvelope,
  takes: "numbers",
});

describe("ellipticEnvelope", () => {
  it("ellipticEnvelope({ support: 1 }) is the classical Mahalanobis distance", async () => {
    // Mean (1, 1), variances 1 and 4, no covariance: squared distance ((x - 1) / 1)² + ((y - 1) / 2)².
    const x = numberMatrix(
      ["a", "b"],
      [
        [0, -1],
        [0, 3],
        [2, -1],
        [2, 3],
      ],
    );
    const model = await ellipticEnvelope({ support: 1 }).fit(x);
    for (const score of model.score(x)) assert.ok(Math.abs(score - 2) < 1e-12);
    assert.ok(Math.abs(model.score(numberMatrix(["a", "b"], [[4, 5]]))[0]! - 13) < 1e-12);
  });
});
