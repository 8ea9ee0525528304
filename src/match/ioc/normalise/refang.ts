const BRACKETED = /\[(\.|:|:\/\/|\/|@|dot|at)\]|\((\.|:|@|dot|at)\)|\{(\.|:|@|dot|at)\}/gi;
// `evil\.com`; in a path, a backslash before a dot is part of it.
const ESCAPED_DOTS = /^[\w-]+(?:\\?\.[\w-]+)*\\\.[\w-]+$/;
const WORDS: Readonly<Record<string, string>> = { dot: ".", at: "@" };
// Letters and dots that only look like ASCII's, and what editors leave behind.
const BEYOND_ASCII = /[^\0-\x7f]/;
const DOTS = /[\u3002\uff0e\uff61]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g;

/**
 * Undoes what keeps indicators from being clicked: `[.]`, `(dot)`, `hxxp`, `[at]`, and invisible characters; trims.
 *
 * @example
 * refang(" hxxps[:]//evil[.]example(.)com/a ") // "https://evil.example.com/a"
 * refang("user[at]evil[dot]com") // "user@evil.com"
 * refang("C:\\.hidden") // "C:\\.hidden"
 */
export function refang(text: string): string {
  const visible = (BEYOND_ASCII.test(text) ? text.replace(INVISIBLE, "") : text).trim();
  if (!SUSPECT.test(visible)) return visible;
  return visible
    .replace(DOTS, ".")
    .replace(BRACKETED, (_, ...inner) => {
      const sign = inner.slice(0, 3).find((part) => typeof part === "string") as string;
      return WORDS[sign.toLowerCase()] ?? sign;
    })
    .replace(ESCAPED_DOTS, (name) => name.replaceAll("\\.", "."))
    .replace(/^h(?:xx|tt|\*\*)ps?(?=:)/i, (scheme) => (scheme.length === 5 ? "https" : "http"))
    .replace(/^fxp(?=:\/\/)/i, "ftp")
    .replace(/^(https?|ftp):?\/{1,2}(?=[^/])/i, "$1://");
}

const SUSPECT = /[[({\\\u3002\uff0e\uff61]|^(?:h..ps?|f.p)[:/]/i;
