import type { IssueSink } from "../../core/issue";
import type { Appender, Engine, Relation } from "../../engine/engine";
import { raw, sql } from "../../engine/sql";
import { RECORDS } from "../eventTable";
import { parseTaskXml } from "../taskXml";
import { TASK_FILE } from "./artefactView";
import { TASK_SCHEDULER } from "./channels";
import { account, eventFields } from "./eventFields";
import { namePattern, pathPattern, userPattern } from "./patterns";

const DEFINITIONS = "hb_task_definitions";
const COLUMNS =
  "_row bigint, uri varchar, author varchar, command varchar, arguments varchar, run_as varchar, " +
  "trigger varchar, hidden boolean";

const IS_TASK =
  `(channel = '${TASK_SCHEDULER}' or (channel = 'Security' and event_id between 4698 and 4702) ` +
  `or (event_id is null and (provider = '${TASK_FILE}' or channel = 'tasks')))`;

/** Makes the table `tasks` (DESIGN section 5): one row for each event, file or listing entry of a scheduled task. */
export async function createTasks(engine: Engine): Promise<void> {
  await engine.execute(raw(`create table if not exists ${DEFINITIONS} (${COLUMNS})`));
  await engine.execute(raw(`create table if not exists tasks as ${TASKS} limit 0`));
  engine.artefacts.add("tasks");
}

/**
 * Adds the tasks of the rows from `firstRow` on.
 *
 * Task XML (in 4698 and 4702, and in task files) is parsed once, here, and so are the event's fields: queries
 * over tasks parse nothing.
 */
export async function addTasks(engine: Engine, firstRow: number, issues: IssueSink): Promise<void> {
  await addDefinitions(engine, firstRow, issues);
  await engine.execute(sql`insert into tasks ${raw(TASKS)} where _row >= ${firstRow} order by _row`);
}

async function addDefinitions(engine: Engine, firstRow: number, issues: IssueSink): Promise<void> {
  const [last] = await engine.sql`select max(_row) as row from ${raw(RECORDS)}`.rows();
  const appender = await engine.appender(DEFINITIONS);
  try {
    for (let from = firstRow; from <= Number(last!.row); from += ROWS_AT_ONCE) {
      for await (const batch of taskXmlRows(engine, from).stream()) {
        for (const row of batch) addDefinition(appender, row as unknown as XmlRow, issues);
      }
    }
  } finally {
    appender.close();
  }
}

/** Inside a transaction a result is held whole, so that it must not be all the XML there is. */
const ROWS_AT_ONCE = 20_000;

function taskXmlRows(engine: Engine, from: number): Relation {
  const xml = raw(
    "coalesce(nullif(data->>'TaskContentNew', ''), nullif(data->>'TaskContent', ''), data->>'TaskXml')",
  );
  return engine.sql`select _row, _source, _record, ${xml} as xml from ${raw(RECORDS)}
    where _row between ${from} and ${from + ROWS_AT_ONCE - 1} and ${raw(IS_TASK)} and ${xml} is not null order by _row`;
}

interface XmlRow {
  readonly _row: number;
  readonly _source: string;
  readonly _record: number;
  readonly xml: string;
}

function addDefinition(appender: Appender, row: XmlRow, issues: IssueSink): void {
  try {
    const task = parseTaskXml(row.xml);
    const { uri, author, command, runAs, trigger, hidden } = task;
    appender.append([row._row, uri, author, command, task.arguments, runAs, trigger, hidden]);
  } catch (error) {
    issues({ path: row._source, place: `record ${row._record}`, reason: (error as Error).message });
  }
}

/** Gives tasks the hosts that their records have by now. */
export async function renameTasks(engine: Engine): Promise<void> {
  await engine.execute(
    raw(
      `update tasks set host = r.host from ${RECORDS} r where tasks._row = r._row and tasks.host is distinct from r.host`,
    ),
  );
}

/** What an event id says happened to the task; the names follow Windows' own descriptions. */
const ACTIONS: Readonly<Record<number, string>> = {
  100: "started",
  101: "start failed",
  102: "completed",
  103: "action failed",
  106: "registered",
  107: "triggered by time",
  108: "triggered by event",
  109: "triggered by registration",
  110: "triggered by user",
  111: "terminated",
  114: "missed",
  117: "triggered by idle",
  118: "triggered by startup",
  119: "triggered by logon",
  129: "process created",
  140: "updated",
  141: "deleted",
  142: "disabled",
  200: "action started",
  201: "action completed",
  202: "action failed",
  203: "action start failed",
  322: "ignored, already running",
  4698: "registered",
  4699: "deleted",
  4700: "enabled",
  4701: "disabled",
  4702: "updated",
};

const ACTION = Object.entries(ACTIONS)
  .map(([id, action]) => `when ${id} then '${action}'`)
  .join(" ");

const { list, field } = eventFields([
  "TaskName",
  "UserContext",
  "UserName",
  "User",
  "SubjectUserName",
  "SubjectDomainName",
  "SubjectUserSid",
  "ActionName",
  "Path",
  "ResultCode",
  "TaskInstanceId",
  "InstanceId",
  "Arguments",
]);

const EXTRACTED = `select r.* exclude (data, system, alias), d.* exclude (_row, command),
  ${list} as f, d.command as program
from ${RECORDS} r left join ${DEFINITIONS} d on r._row = d._row where ${IS_TASK}`;

const NAMED = `select _row, _source, _record, case when event_id is not null then channel end as channel, event_id, time, host,
  case when event_id is null then 'defined' else case event_id ${ACTION} end end as action,
  coalesce(${field("TaskName")}, uri) as task_name,
  coalesce(${account(field("SubjectDomainName"), field("SubjectUserName"))}, ${field("UserContext", "UserName", "User")}) as user,
  coalesce(${field("SubjectUserSid")}, user_sid) as user_sid,
  author,
  coalesce(program, ${field("ActionName", "Path")}) as command,
  coalesce(arguments, ${field("Arguments")}) as arguments, run_as, trigger, hidden,
  ${field("ResultCode")} as result_code,
  ${field("TaskInstanceId", "InstanceId")} as instance_id
from (${EXTRACTED})`;

/** The `…_pattern` columns are for comparing: what differs from machine to machine is a placeholder in them. */
const TASKS = `select *, ${namePattern("task_name")} as task_pattern, ${userPattern('"user"')} as user_pattern,
  ${pathPattern("command")} as command_pattern
from (${NAMED})`;
