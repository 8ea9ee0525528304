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
 * A program or path: lower case, unquoted, Windows' folders spelled out, users' folders, GUIDs, SIDs and versions as
 * placeholders.
 */
export function pathPattern(path: string): string {
  let text = `lower(replace(trim(${path}), '"', ''))`;
  for (const [from, to] of FOLDERS) text = replaceAll(text, from, to);
  return places(text);
}

/** An account: the well-known ones by one name each, machine accounts as one, others without domain, lower case. */
export function userPattern(user: string): string {
  const bare = places(`lower(regexp_replace(${user}, '^.*\\\\', ''))`);
  return `case when ${user} is null then null
    when ${user} = 'S-1-5-18' or regexp_matches(${user}, '(?i)(^|\\\\)(system|système)$') then 'SYSTEM'
    when ${user} = 'S-1-5-19' or regexp_matches(${user}, '(?i)(^|\\\\)local service$') then 'LOCAL SERVICE'
    when ${user} = 'S-1-5-20' or regexp_matches(${user}, '(?i)(^|\\\\)network service$') then 'NETWORK SERVICE'
    when ${user} like '%$' then '{machine}'
    else ${bare} end`;
}

const FOLDERS: readonly (readonly [from: string, to: string])[] = [
  ["%(systemroot|windir)%", "c:\\windows"],
  ["%programfiles%", "c:\\program files"],
  ["%programfiles\\(x86\\)%", "c:\\program files (x86)"],
  ["%programdata%", "c:\\programdata"],
  ["c:\\\\users\\\\[^\\\\]+", "c:\\users\\{user}"],
];

function places(text: string): string {
  const guid = replaceAll(text, GUID, "{guid}");
  return replaceAll(replaceAll(guid, `(?i)${SID}`, "{sid}"), VERSION, "{version}");
}

/** In RE2's replacement a backslash is special, so that it is doubled. */
function replaceAll(text: string, from: string, to: string): string {
  return `regexp_replace(${text}, '${from}', '${to.replaceAll("\\", "\\\\")}', 'g')`;
}
