import type { EventLog, EventSource, EventValue, FleetEvent } from "../eventLog";
import { processId } from "../identifiers";
import type { HostTask, Registrar } from "./definition";

/** Provider and channel of the Security log. */
export const SECURITY_SOURCE: EventSource = {
  provider: "Microsoft-Windows-Security-Auditing",
  providerGuid: "54849625-5478-4994-A5BA-3E3B0328C30D",
  channel: "Security",
  userSid: "",
};

const OTHER_OBJECT_ACCESS = 12804;
const AUDIT_SUCCESS = "0x8020000000000000";
/** From this build on the events also name the client process. */
const CLIENT_FIELDS_SINCE = 19041;
const LOCAL_SECURITY_AUTHORITY = 700;

/** What a task event of the Security log is about. */
export interface TaskAudit {
  /** 4698 created, 4699 deleted, 4700 enabled, 4701 disabled, 4702 updated. */
  readonly eventId: number;
  readonly task: HostTask;
  readonly time: number;
  readonly by: Registrar;
  readonly xml: string;
  readonly build: number;
  readonly computer: string;
}

/** Adds one of the events 4698 to 4702, in the version that the host's build writes. */
export function securityEvent(log: EventLog, audit: TaskAudit): FleetEvent {
  const { eventId, by, task } = audit;
  const detailed = audit.build >= CLIENT_FIELDS_SINCE;
  const data: Record<string, EventValue> = {
    SubjectUserSid: by.sid,
    SubjectUserName: by.name,
    SubjectDomainName: by.domain,
    SubjectLogonId: by.logonId,
    TaskName: task.definition.name,
    [eventId === 4702 ? "TaskContentNew" : "TaskContent"]: audit.xml,
  };
  if (detailed) {
    data.ClientProcessStartKey = 5_348_024_557_000_000 + task.random.integer(900_000);
    data.ClientProcessId = processId(task.random);
    data.ParentProcessId = processId(task.random);
    data.RpcCallClientLocality = 0;
    data.FQDN = audit.computer;
  }
  const kind = {
    eventId,
    dataName: "",
    version: detailed ? 1 : 0,
    level: 0,
    task: OTHER_OBJECT_ACCESS,
    opcode: 0,
    keywords: AUDIT_SUCCESS,
  };
  return log.add(kind, audit.time, data, {
    processId: LOCAL_SECURITY_AUTHORITY,
    threadId: processId(task.random),
  });
}
