/** Headers of every answer: nothing is guessed, framed, cached, or told to other sites. */
export function commonHeaders(contentType: string): Record<string, string> {
  return {
    "Content-Type": contentType,
    "Content-Security-Policy": contentPolicy(contentType),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
  };
}

/** A page may run its own inline scripts (its own policy names which) but load and send nothing; others run nothing. */
function contentPolicy(contentType: string): string {
  const shut = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  if (!contentType.startsWith("text/html")) return `${shut}; style-src 'unsafe-inline'; sandbox`;
  return `${shut}; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:`;
}
