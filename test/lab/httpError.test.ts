import assert from "node:assert/strict";
import { HttpError, toHttpError } from "../../src/lab/httpError";

describe("toHttpError", () => {
  const statusOf = (code: string) => toHttpError(Object.assign(new Error("secret path"), { code })).status;

  it("toHttpError(error) tells a full disk from a missing permission and a missing file", () => {
    assert.deepEqual(["ENOSPC", "EDQUOT"].map(statusOf), [507, 507]);
    assert.deepEqual(["EACCES", "EPERM", "EROFS"].map(statusOf), [403, 403, 403]);
    assert.deepEqual(["ENOENT", "ENOTDIR", "EEXIST", "EISDIR"].map(statusOf), [404, 404, 409, 400]);
  });

  it("toHttpError(error) tells nothing about faults of ours", () => {
    assert.doesNotMatch(toHttpError(new Error("secret path")).message, /secret/);
    const own = new HttpError(418, "Tea.");
    assert.equal(toHttpError(own), own);
  });
});
