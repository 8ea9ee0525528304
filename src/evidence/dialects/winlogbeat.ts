import type { EventRecord } from "../event";
import { parseTime } from "../parseTime";
import { channelOf, child, integer, isObject, type Json, levelOf, rest, text } from "./fields";

/** Events from winlogbeat: version 7 and later under `winlog`, before at the top of the document. */
export function winlogbeat(object: Json, record: number): EventRecord | undefined {
  const isOld = object.log_name !== undefined && object.event_id !== undefined;
  const winlog = isOld ? object : object.winlog;
  if (!isObject(winlog) || winlog.event_id === undefined) return undefined;
  const process = child(winlog, "process");
  const level = levelOf(winlog.level) ?? levelOf(child(object, "log").level);
  return {
    record,
    time: parseTime(object["@timestamp"]),
    computer: text(winlog, "computer_name") ?? text(child(object, "host"), "name", "hostname"),
    channel: channelOf(text(winlog, "channel", "log_name")),
    provider: text(winlog, "provider_name", "source_name"),
    eventId: integer(winlog, "event_id"),
    level,
    userSid: text(child(winlog, "user"), "identifier"),
    recordId: integer(winlog, "record_id", "record_number"),
    data: { ...child(winlog, "event_data"), ...child(winlog, "user_data") },
    system: {
      ...rest(winlog, MAPPED),
      ...present("ProcessID", process.pid ?? winlog.process_id),
      ...present("ThreadID", child(process, "thread").id ?? winlog.thread_id),
    },
  };
}

const MAPPED: ReadonlySet<string> = new Set([
  ..."computer_name channel log_name provider_name source_name event_id level record_id record_number".split(
    " ",
  ),
  ..."event_data user_data user process process_id thread_id @timestamp message host beat".split(" "),
]);

function present(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}
