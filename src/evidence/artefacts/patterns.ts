/**
 * SQL that replaces what differs from machine to machine by placeholders, to compare values across a fleet.
 *
 * Each function takes and gives a SQL expression; the original stays in its own column. Patterns are RE2 (DuckDB), so
 * every one is linear in the text.
 */

const GUID = "\\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\}?";
const SID = "S-1-(5-21|12-1)(-[0-9]+){3,5}";
const VERSION = "[0-9]+([.][0-9]+){1,3}";

/** A task name: GUIDs, users' SIDs and versions become placeholders, and a leading backslash is there. */
export function namePattern(name: string): string {
  return places(`case when ${name} like '\\%' then ${name} else '\\' || ${name} end`);
}

/**
 * A program, a path or a command line: lower case, unquoted, Windows' folders spelled out, users' folders, GUIDs, SIDs and versions as
 * placeholders.
 */
export function pathPattern(path: string): string {
  let text = `lower(replace(trim(${path}), '"', ''))`;
  for (const [from, to] of FOLDERS) text = replaceAll(text, from, to);
  return places(text);
}

/** A service: GUIDs, SIDs, versions and the session in the name of a user's own copy become placeholders. */
export function servicePattern(name: string): string {
  return places(replaceAll(name, "_[0-9a-f]{4,8}$", "_{session}"));
}

/** An account: the well-known ones by one name each, machine accounts as one, others without domain, lower case. */
export function userPattern(user: string): string {
  const bare = places(`lower(regexp_replace(${user}, '^.*\\\\', ''))`);
  return `case when ${user} is null then null
    when ${user} = 'S-1-5-18' or ${isAccount(user, "(local)?system|système")} then 'SYSTEM'
    when ${user} = 'S-1-5-19' or ${isAccount(user, "local ?service")} then 'LOCAL SERVICE'
    when ${user} = 'S-1-5-20' or ${isAccount(user, "network ?service")} then 'NETWORK SERVICE'
    when ${isAccount(user, "dwm-[0-9]+")} then 'DWM'
    when ${isAccount(user, "umfd-[0-9]+")} then 'UMFD'
    when ${user} like '%$' then '{machine}'
    else ${bare} end`;
}

function isAccount(user: string, names: string): string {
  return `regexp_matches(${user}, '(?i)(^|\\\\)(${names})$')`;
}

const FOLDERS: readonly (readonly [from: string, to: string])[] = [
  ["^\\\\(\\?\\?|\\\\\\?)\\\\", ""],
  ["^\\\\systemroot\\b", "c:\\windows"],
  ["\\\\device\\\\harddiskvolume[0-9]+", "{volume}"],
  ["%(systemroot|windir)%", "c:\\windows"],
  ["%programfiles%", "c:\\program files"],
  ["%programfiles\\(x86\\)%", "c:\\program files (x86)"],
  ["%programdata%", "c:\\programdata"],
  // No user: what lies there is for all. A bar, which no name has, keeps it from the next line.
  ["\\\\users\\\\public\\\\", "\\users\\|public\\"],
  ["\\\\users\\\\[^\\\\|]+", "\\users\\{user}"],
  ["\\\\users\\\\[|]public", "\\users\\public"],
  ["\\\\documents and settings\\\\[^\\\\]+", "\\documents and settings\\{user}"],
];

function places(text: string): string {
  const guid = replaceAll(text, GUID, "{guid}");
  return replaceAll(replaceAll(guid, `(?i)${SID}`, "{sid}"), VERSION, "{version}");
}

/** In RE2's replacement a backslash is special, so that it is doubled. */
function replaceAll(text: string, from: string, to: string): string {
  return `regexp_replace(${text}, '${from}', '${to.replaceAll("\\", "\\\\")}', 'g')`;
}
