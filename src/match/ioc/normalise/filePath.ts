/** Where Windows keeps what its variables name; `*` stands for any one folder: the user's. */
const VARIABLES: Readonly<Record<string, string>> = {
  systemroot: "c:\\windows",
  windir: "c:\\windows",
  systemdrive: "c:",
  homedrive: "c:",
  programfiles: "c:\\program files",
  programw6432: "c:\\program files",
  "programfiles(x86)": "c:\\program files (x86)",
  commonprogramfiles: "c:\\program files\\common files",
  programdata: "c:\\programdata",
  allusersprofile: "c:\\programdata",
  commonappdata: "c:\\programdata",
  public: "c:\\users\\public",
  userprofile: "c:\\users\\*",
  appdata: "c:\\users\\*\\appdata\\roaming",
  localappdata: "c:\\users\\*\\appdata\\local",
  temp: "c:\\users\\*\\appdata\\local\\temp",
  tmp: "c:\\users\\*\\appdata\\local\\temp",
  comspec: "c:\\windows\\system32\\cmd.exe",
};
const SHORT_NAMES: Readonly<Record<string, string>> = {
  "\\progra~1": "\\program files",
  "\\progra~2": "\\program files (x86)",
  "\\docume~1": "\\documents and settings",
};

/**
 * A Windows path in the form that is compared: lower case, single backslashes, variables resolved, no `\\?\` and no
 * device names. A text around the path keeps its place, so that a command line can be searched too. O(length).
 *
 * @example
 * canonicalPath("%SystemRoot%/System32//evil.exe") // "c:\\windows\\system32\\evil.exe"
 * canonicalPath("\\Device\\HarddiskVolume3\\Users\\Anna\\x.dll") // "\\users\\anna\\x.dll"
 * canonicalPath("%TEMP%\\a.exe") // "c:\\users\\*\\appdata\\local\\temp\\a.exe"
 */
export function canonicalPath(text: string): string {
  let path = text.toLowerCase().replaceAll("/", "\\");
  if (path.includes("%")) {
    path = path.replace(/%([a-z0-9_()]{2,24})%/g, (found, name: string) => VARIABLES[name] ?? found);
  }
  path = path
    .replace(/\\\\[?.]\\(?:unc\\)?|\\\?\?\\/g, "")
    .replace(/(?:\\device\\harddiskvolume\d{1,3}|\\device\\mup)(?=\\)/g, "")
    .replace(/(^|[\s"'=])\\?systemroot(?=\\)/g, "$1c:\\windows")
    .replace(/([^\\])\\{2,}/g, "$1\\");
  if (path.includes("~")) {
    path = path.replace(/\\(?:progra~[12]|docume~1)(?=\\)/g, (found) => SHORT_NAMES[found]!);
  }
  return path;
}

/**
 * A canonical path with the user's folder as `*`, for comparing with a variable that names no user.
 *
 * @example
 * anyUser("c:\\users\\anna\\x.dll") // "c:\\users\\*\\x.dll"
 */
export function anyUser(path: string): string {
  return path.replace(/\\users\\(?!public\\)[^\\"]{1,64}(?=\\)/g, "\\users\\*");
}
