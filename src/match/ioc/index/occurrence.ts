import type { Indicator } from "../indicator";
import type { ValueForms } from "./valueForms";
import { isWord } from "./words";

/** Where an indicator stands in a value, and in what way. */
export interface Occurrence {
  /** The text that matched. */
  readonly matched: string;
  readonly reason: string;
}

/** Finds a token-like indicator in a value; undefined when it is only part of a longer token. O(length). */
export function occurrence({ type, value }: Indicator, forms: ValueForms): Occurrence | undefined {
  switch (type) {
    case "domain":
      return domainIn(forms.lower, value);
    case "path":
      return pathIn(forms, value);
    case "registry":
      return keyIn(forms.registry, value);
    case "email":
      return tokenIn(
        forms.lower,
        value,
        "whole address",
        (text, at) => !/[\w.+%-]/.test(text[at - 1] ?? " "),
      );
    case "filename":
      return tokenIn(forms.lower, value, "whole file name");
    case "name":
      return tokenIn(forms.lower, value, "whole token");
    case "mutex":
      return tokenIn(forms.lower, value, "whole name");
    case "md5":
      return tokenIn(
        forms.lower,
        value,
        "same hash",
        (text, at) => isFree(text, at) && !text.endsWith("imphash=", at),
      );
    case "text":
      return forms.lower.includes(value) ? { matched: value, reason: "contains the text" } : undefined;
    default:
      return tokenIn(forms.lower, value, "same hash");
  }
}

/** The first place at which a token stands by itself. */
function tokenIn(
  text: string,
  token: string,
  reason: string,
  startsHere: (text: string, at: number) => boolean = isFree,
): Occurrence | undefined {
  const edge = isWord(token, 0);
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if ((!edge || startsHere(text, at)) && endsAt(text, at + token.length, token))
      return { matched: token, reason };
  }
  return undefined;
}

function domainIn(text: string, domain: string): Occurrence | undefined {
  for (let at = text.indexOf(domain); at >= 0; at = text.indexOf(domain, at + 1)) {
    if (!endsAt(text, at + domain.length, domain)) continue;
    let start = at;
    if (text[at - 1] === ".") while (start > 0 && isWord(text, start - 1)) start -= 1;
    if (start === at && isWord(text, at - 1)) continue;
    if (isFileName(text, start)) continue;
    const matched = text.slice(start, at + domain.length);
    return { matched, reason: start === at ? "same domain" : `sub-domain of ${domain}` };
  }
  return undefined;
}

/** Behind a single backslash stands a file such as `C:\x\evil.com`, or a user; behind two, a machine. */
function isFileName(text: string, start: number): boolean {
  return text[start - 1] === "\\" && text[start - 2] !== "\\";
}

function pathIn(forms: ValueForms, path: string): Occurrence | undefined {
  const text = path.includes("\\users\\*") ? forms.anyUserPath : forms.path;
  const found = wholePath(text, path, "same path");
  if (found !== undefined || !/^[a-z]:\\/.test(path)) return found;
  // Where the log names a device instead of a drive, the rest of the path must do.
  return wholePath(text, path.slice(2), "same path on a device", (at) => !/[a-z:]/.test(text[at - 1] ?? " "));
}

function wholePath(
  text: string,
  path: string,
  reason: string,
  startsHere: (at: number) => boolean = (at) => !isWord(path, 0) || !isWord(text, at - 1),
): Occurrence | undefined {
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    const end = at + path.length;
    if (!startsHere(at)) continue;
    if (text[end] === "\\") return { matched: path, reason: "below this folder" };
    if (endsAt(text, end, path)) return { matched: path, reason };
  }
  return undefined;
}

function keyIn(text: string, key: string): Occurrence | undefined {
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    const end = at + key.length;
    if (isWord(key, 0) && isWord(text, at - 1)) continue;
    if (text[end] === "\\") return { matched: key, reason: "below this key" };
    if (endsAt(text, end, key)) return { matched: key, reason: "same key" };
  }
  return undefined;
}

function isFree(text: string, at: number): boolean {
  return !isWord(text, at - 1);
}

/** A token ends where no word goes on; dots and dashes count only when more of a word follows. */
function endsAt(text: string, end: number, token: string): boolean {
  if (!isWord(token, token.length - 1)) return true;
  let at = end;
  while (text[at] === "." || text[at] === "-") at += 1;
  return !isWord(text, at);
}
