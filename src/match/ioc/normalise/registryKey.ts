const HIVES: readonly (readonly [RegExp, string])[] = [
  [/(?:hkey_local_machine|\\?registry\\machine|hklm:?)(?=\\)/g, "hklm"],
  [/(?:hkey_classes_root|hkcr:?)(?=\\)/g, "hklm\\software\\classes"],
  [/(?:hkey_users|\\?registry\\user|hku:?)\\(?:s-1-[0-9-]{3,100}(?:_classes)?|\.default)(?=\\)/g, "hkcu"],
  [/(?:hkey_current_user|hkcu:?)(?=\\)/g, "hkcu"],
  [/(?:hkey_users|\\?registry\\user|hku:?)(?=\\)/g, "hku"],
  [/\\controlset\d{3}(?=\\|$)/g, "\\currentcontrolset"],
];

/**
 * A registry key in the form that is compared: lower case, short hive names, one control set, one user. A text around
 * it keeps its place. O(length).
 *
 * @example
 * canonicalKey("HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Services\\x") // "hklm\\system\\currentcontrolset\\services\\x"
 * canonicalKey("HKU\\S-1-5-21-1-2-3-1001\\Software\\x") // "hkcu\\software\\x"
 * canonicalKey("\\REGISTRY\\MACHINE\\SOFTWARE\\x\\") // "hklm\\software\\x"
 */
export function canonicalKey(text: string): string {
  let key = text.toLowerCase().replace(/([^\\]|^)\\{2,}/g, "$1\\");
  for (const [hive, short] of HIVES) key = key.replace(hive, short);
  return key.replace(/\\+$/, "");
}
