/** What an answer may do in the browser. */
const SHUT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Headers of every answer: nothing is guessed, framed, cached, or told to other sites. */
export function commonHeaders(contentType: string, policy: string): Record<string, string> {
  return {
    "Content-Type": contentType,
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
  };
}

/** Headers of our own small pages: text and links, no scripts. */
export function pageHeaders(): Record<string, string> {
  return commonHeaders("text/html; charset=utf-8", `${SHUT}; style-src 'unsafe-inline'`);
}

/**
 * Headers of the person's files. A page may run its own scripts, in an origin of its own: it can neither load nor send
 * anything, nor speak to this server in the person's name. Others run nothing.
 */
export function fileHeaders(contentType: string): Record<string, string> {
  const page = `${SHUT}; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:`;
  const policy = contentType.startsWith("text/html")
    ? `${page}; sandbox allow-scripts allow-popups allow-downloads`
    : `${SHUT}; style-src 'unsafe-inline'; sandbox`;
  return commonHeaders(contentType, policy);
}

/** Headers of data for our page's own scripts: nothing to be shown, nothing to be run. */
export function dataHeaders(): Record<string, string> {
  return commonHeaders("application/json; charset=utf-8", `${SHUT}; sandbox`);
}

/**
 * Headers of the notebook page. It runs scripts of this server only and speaks to this server only.
 *
 * Styles of single elements are JupyterLab's way of drawing; outputs are sanitised before they are shown.
 */
export function labHeaders(port: number): Record<string, string> {
  const sockets = ["127.0.0.1", "localhost"].map((host) => `ws://${host}:${port}`).join(" ");
  return commonHeaders(
    "text/html; charset=utf-8",
    `${SHUT}; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; ` +
      `font-src 'self' data:; media-src 'self' data: blob:; connect-src 'self' ${sockets}; frame-src 'self'`,
  );
}

/** Headers of what the notebook page loads. */
export function scriptHeaders(contentType: string): Record<string, string> {
  return commonHeaders(contentType, `${SHUT}; sandbox`);
}

/** Headers of the frame in which trusted HTML outputs run their scripts: an origin of its own, without network. */
export function frameHeaders(): Record<string, string> {
  const { "X-Frame-Options": _, ...headers } = commonHeaders(
    "text/html; charset=utf-8",
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; " +
      "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'self'",
  );
  return headers;
}
