/** A fault that the client is told: status, sentence, and a word for programs. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    readonly status: number,
    message: string,
    /** A word that programs can rely on; empty for none. */
    readonly reason = "",
  ) {
    super(message);
  }
}

/**
 * What the client is told about any fault: full disks and missing permissions by name, faults of ours without details.
 *
 * @example
 * toHttpError(Object.assign(new Error("x"), { code: "ENOSPC" })).status // 507
 */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  switch ((error as NodeJS.ErrnoException)?.code) {
    case "ENOENT":
    case "ENOTDIR":
      return new HttpError(404, "There is no such file or folder.", "missing");
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new HttpError(403, "This file or folder may not be read or written by you.", "permission");
    case "ENOSPC":
    case "EDQUOT":
      return new HttpError(507, "The disk is full; what was in the file is still there.", "full");
    case "EISDIR":
      return new HttpError(400, "This is a folder.", "folder");
    case "ENAMETOOLONG":
      return new HttpError(400, "This name is too long.", "name");
    case "EEXIST":
      return new HttpError(409, "There is a file of this name already.", "exists");
    default:
      return new HttpError(500, "This failed in a way that nobody foresaw.", "fault");
  }
}
