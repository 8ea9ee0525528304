import type { EventRecord } from "../event";
import { parseTime } from "../parseTime";
import { channelOf, integer, type Json, levelOf, rest, text } from "./fields";

/**
 * Events from nxlog's `im_msvistalog`, flat, as in OTRF's Security-Datasets and Splunk's attack data.
 *
 * `EventTime` is local time of the collector. Where the shipper added `@timestamp` (UTC) beside the local
 * `EventReceivedTime`, their difference, to a quarter of an hour, is the offset.
 */
export function nxlog(object: Json, record: number): EventRecord | undefined {
  if (object.EventID === undefined || object.SourceName === undefined) return undefined;
  return {
    record,
    time: timeOf(object),
    computer: text(object, "Hostname", "host"),
    channel: channelOf(text(object, "Channel")),
    provider: text(object, "SourceName"),
    eventId: integer(object, "EventID"),
    level: levelOf(object.Severity) ?? LEVEL_OF_SEVERITY.get(object.SeverityValue) ?? null,
    userSid: text(object, "UserID"),
    recordId: integer(object, "RecordNumber"),
    data: rest(object, NOT_DATA),
    system: rest(pick(object, SYSTEM), new Set()),
  };
}

const SYSTEM =
  "Version Task Opcode OpcodeValue Keywords ProviderGuid ActivityID RelatedActivityID Category Message".split(
    " ",
  );
SYSTEM.push(
  ..."ExecutionProcessID ProcessID ThreadID ExecutionThreadID AccountName AccountType Domain".split(" "),
);
const SHIPPING =
  "EventTime EventReceivedTime EventTimeWritten Hostname host port tags @timestamp @version Channel SourceName EventID";
const MORE =
  "Severity SeverityValue UserID RecordNumber SourceModuleName SourceModuleType EventTypeOrignal _hostname";
const NOT_DATA: ReadonlySet<string> = new Set([...SHIPPING.split(" "), ...MORE.split(" "), ...SYSTEM]);

const LEVEL_OF_SEVERITY: ReadonlyMap<unknown, number> = new Map([
  [1, 5],
  [2, 4],
  [3, 3],
  [4, 2],
  [5, 1],
]);

const QUARTER = 15 * 60 * 1e6;

function timeOf(object: Json): number | null {
  const local = parseTime(object.EventTime);
  const received = parseTime(object.EventReceivedTime);
  const shipped = parseTime(object["@timestamp"]);
  if (local === null) return shipped;
  if (received === null || shipped === null) return local;
  return local + Math.round((shipped - received) / QUARTER) * QUARTER;
}

function pick(object: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.filter((name) => name in object).map((name) => [name, object[name]]));
}
