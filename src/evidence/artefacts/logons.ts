import type { ArtefactView } from "./artefactView";
import { LOCAL_SESSIONS, REMOTE_CONNECTIONS } from "./channels";
import { account, address, eventFields, hostText, logonId, wholeNumber } from "./eventFields";
import { userPattern } from "./patterns";

const security = eventFields([
  "TargetUserName",
  "TargetDomainName",
  "TargetUserSid",
  "TargetLogonId",
  "SubjectUserName",
  "SubjectDomainName",
  "SubjectLogonId",
  "WorkstationName",
  "IpAddress",
  "IpPort",
  "LogonType",
  "AuthenticationPackageName",
  "ProcessName",
  "Status",
  "SubStatus",
  "TargetServerName",
  "ElevatedToken",
]);

const local = eventFields(["User", "SessionID", "Address"]);
const remote = eventFields(["Param1", "Param2", "Param3"]);

/** What an event says happened. */
const OUTCOME = `case event_id when 4624 then 'success' when 4625 then 'failure' when 4648 then 'explicit credentials'
  else 'logoff' end`;
const SESSION_OUTCOME =
  "case event_id when 21 then 'success' when 23 then 'logoff' when 24 then 'disconnect' else 'reconnect' end";

/** The more exact of the two codes of a failed logon; zero says nothing. */
const STATUS = `coalesce(${code(security.field("SubStatus"))}, ${code(security.field("Status"))})`;

function code(text: string): string {
  return `nullif(lower(${text}), '0x0')`;
}

/** Events that begin and end the same session have the same host, the same start of Windows and the same of these. */
const SESSION = `case when outcome in ('success', 'logoff')
  then coalesce(logon_id, session_id || ' ' || lower("user")) end`;

/** How often Windows had started: that is the logon of type 0. Ids of sessions come again after it. */
const STARTS = `count(*) filter (where outcome = 'success' and logon_type = 0)
  over (partition by host order by "time", _row)`;

/** A session's next event is its end; another beginning means that the end is missing. */
const SESSION_SECONDS = `case when outcome = 'success' and ${SESSION} is not null and lead(outcome) over session = 'logoff'
  then epoch_us(lead("time") over session - "time") / 1e6 end`;

/** The rows with the length of sessions; a length that a reader gave stays. */
function withSessions(rows: string): string {
  return `select * exclude (starts) replace (coalesce(session_seconds, ${SESSION_SECONDS}) as session_seconds)
    from (select *, ${STARTS} as starts from (${rows}))
    window session as (partition by host, starts, ${SESSION} order by "time", _row)`;
}

/**
 * Logons and what became of them: one row for each Security 4624, 4625, 4634, 4647 and 4648, and each event 21, 23,
 * 24, 25 and 1149 of Terminal Services.
 *
 * `outcome` is `success`, `failure`, `explicit credentials` (4648), `connected` (1149: before the password is seen),
 * `disconnect`, `reconnect` or `logoff`; sessions are the rows with `success`. `session_seconds` runs to the first
 * logoff of that session, and is null where there is none.
 */
export const logons: ArtefactView = {
  name: "logons",
  columns: {
    user: "varchar",
    domain: "varchar",
    source_host: "varchar",
    source_ip: "varchar",
    logon_type: "integer",
    outcome: "varchar",
    session_seconds: "double",
    user_sid: "varchar",
    logon_id: "varchar",
    session_id: "varchar",
    source_port: "integer",
    target_host: "varchar",
    status: "varchar",
    authentication: "varchar",
    elevated: "boolean",
    process: "varchar",
    subject_user: "varchar",
    subject_logon_id: "varchar",
  },
  sources: [
    {
      where: "channel = 'Security' and event_id in (4624, 4625, 4634, 4647, 4648)",
      list: security.list,
      columns: {
        user: security.field("TargetUserName"),
        domain: security.field("TargetDomainName"),
        source_host: hostText(security.field("WorkstationName")),
        source_ip: address(security.field("IpAddress")),
        logon_type: wholeNumber(security.field("LogonType")),
        outcome: OUTCOME,
        user_sid: `nullif(${security.field("TargetUserSid")}, 'S-1-0-0')`,
        logon_id: logonId(security.field("TargetLogonId")),
        source_port: `nullif(${wholeNumber(security.field("IpPort"))}, 0)`,
        target_host: hostText(security.field("TargetServerName")),
        status: STATUS,
        authentication: security.field("AuthenticationPackageName"),
        elevated: `case ${security.field("ElevatedToken")} when '%%1842' then true when '%%1843' then false end`,
        process: security.field("ProcessName"),
        subject_user: account(security.field("SubjectDomainName"), security.field("SubjectUserName")),
        subject_logon_id: logonId(security.field("SubjectLogonId")),
      },
    },
    {
      where: `channel = '${LOCAL_SESSIONS}' and event_id in (21, 23, 24, 25)`,
      list: local.list,
      columns: {
        user: `regexp_replace(${local.field("User")}, '^.*\\\\', '')`,
        domain: `nullif(regexp_extract(${local.field("User")}, '^(.*)\\\\', 1), '')`,
        source_ip: address(local.field("Address")),
        outcome: SESSION_OUTCOME,
        session_id: local.field("SessionID"),
      },
    },
    {
      where: `channel = '${REMOTE_CONNECTIONS}' and event_id = 1149`,
      list: remote.list,
      columns: {
        user: remote.field("Param1"),
        domain: remote.field("Param2"),
        source_ip: address(remote.field("Param3")),
        outcome: "'connected'",
      },
    },
  ],
  finish: withSessions,
  patterns: { user_pattern: userPattern('"user"') },
};
