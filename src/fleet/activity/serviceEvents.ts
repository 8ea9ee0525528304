import type { EventKind, EventLog, EventSource, FleetEvent } from "../eventLog";
import type { LogClear, ServiceInstall, ServiceState } from "./records";

/** Provider and channel of the Service Control Manager. */
export const SYSTEM_SOURCE: EventSource = {
  provider: "Service Control Manager",
  providerGuid: "555908d1-a6d7-4695-8e1e-26931d2012f4",
  channel: "System",
  userSid: "",
};

const INSTALLED: EventKind = {
  eventId: 7045,
  dataName: "",
  version: 0,
  level: 4,
  task: 0,
  opcode: 0,
  keywords: "0x8080000000000000",
};
const STATE: EventKind = { ...INSTALLED, eventId: 7036 };
const CLEARED: EventKind = {
  eventId: 104,
  dataName: "",
  version: 0,
  level: 4,
  task: 104,
  opcode: 0,
  keywords: "0x8000000000000000",
  by: { provider: "Microsoft-Windows-Eventlog", providerGuid: "fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148" },
  userData: {
    element: "LogFileCleared",
    xmlns: "http://manifests.microsoft.com/win/2004/08/windows/eventlog",
  },
};
const RENAMED: EventKind = {
  ...INSTALLED,
  eventId: 6011,
  keywords: "0x80000000000000",
  by: { provider: "EventLog", providerGuid: "" },
  unnamed: true,
};
const AUDITED: EventKind = {
  eventId: 4697,
  dataName: "",
  version: 0,
  level: 0,
  task: 12289,
  opcode: 0,
  keywords: "0x8020000000000000",
};
const MANAGER = { processId: 680, threadId: 5120 };
const START_TYPES = { "boot start": 0, "auto start": 2, "demand start": 3 } as const;

/** System 7045. */
export function writeInstall(log: EventLog, install: ServiceInstall): FleetEvent {
  const data = {
    ServiceName: install.name,
    ImagePath: install.command,
    ServiceType: install.kind,
    StartType: install.start,
    AccountName: install.kind === "kernel mode driver" ? "" : install.runsAs,
  };
  return log.add(INSTALLED, install.time, data, MANAGER);
}

/** Security 4697, where the host audits it: the same, and who did it. */
export function writeInstallAudit(log: EventLog, install: ServiceInstall): FleetEvent {
  const data = {
    SubjectUserSid: install.by.sid,
    SubjectUserName: install.by.name,
    SubjectDomainName: install.by.domain,
    SubjectLogonId: install.logonId,
    ServiceName: install.name,
    ServiceFileName: install.command,
    ServiceType: install.kind === "kernel mode driver" ? "0x1" : "0x10",
    ServiceStartType: START_TYPES[install.start],
    ServiceAccount: install.runsAs,
  };
  return log.add(AUDITED, install.time + 400, data, { processId: 700, threadId: 4040 });
}

/** System 7036. */
export function writeState(log: EventLog, { name, state, time }: ServiceState): FleetEvent {
  return log.add(STATE, time, { param1: name, param2: state }, MANAGER);
}

/** System 104: a log other than Security was cleared, or System itself. */
export function writeSystemClear(log: EventLog, { account, channel, time }: LogClear): FleetEvent {
  const data = {
    SubjectUserName: account.name,
    SubjectDomainName: account.domain,
    Channel: channel,
    BackupPath: "",
  };
  return log.add(CLEARED, time, data, { processId: 1180, threadId: 2212 });
}

/** System 6011: the machine has another name from the next start on. */
export function writeRename(log: EventLog, time: number, from: string, to: string): FleetEvent {
  return log.add(RENAMED, time, { from, to }, { processId: 0, threadId: 0 });
}
