import { hashText } from "../../core/random";
import type { EventKind, EventLog, FleetEvent } from "../eventLog";
import type { Host } from "../hosts";
import type { Domain } from "../users";
import { machineAccount, SYSTEM, SYSTEM_LOGON } from "./accounts";
import type { ExplicitLogon, LogClear, Logon } from "./records";

const SUCCESS = "0x8020000000000000";
const FAILURE = "0x8010000000000000";
const LSASS = { processId: 700, threadId: 4040 };

const audit = (eventId: number, task: number, version: number, keywords = SUCCESS): EventKind => ({
  eventId,
  dataName: "",
  version,
  level: 0,
  task,
  opcode: 0,
  keywords,
});

const LOGON = audit(4624, 12544, 2);
const LOGON_FAILED = audit(4625, 12544, 0, FAILURE);
const LOGOFF = audit(4634, 12545, 0);
const LOGOFF_BY_USER = audit(4647, 12545, 0);
const EXPLICIT = audit(4648, 12544, 0);
const CLEARED: EventKind = {
  ...audit(1102, 104, 1, "0x4020000000000000"),
  level: 4,
  by: { provider: "Microsoft-Windows-Eventlog", providerGuid: "fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148" },
  userData: {
    element: "LogFileCleared",
    xmlns: "http://manifests.microsoft.com/win/2004/08/windows/eventlog",
  },
};
/** Log-on process, package and program by logon type. */
const PROGRAMS: Readonly<Record<number, readonly [process: string, packageName: string, image: string]>> = {
  2: ["User32 ", "Negotiate", "C:\\Windows\\System32\\svchost.exe"],
  3: ["Kerberos", "Kerberos", "-"],
  4: ["Advapi  ", "Negotiate", "C:\\Windows\\System32\\svchost.exe"],
  5: ["Advapi  ", "Negotiate", "C:\\Windows\\System32\\services.exe"],
  7: ["User32 ", "Negotiate", "C:\\Windows\\System32\\svchost.exe"],
  10: ["User32 ", "Negotiate", "C:\\Windows\\System32\\svchost.exe"],
  11: ["User32 ", "Negotiate", "C:\\Windows\\System32\\svchost.exe"],
};

/** Writes 4624 and, when it ends, 4634 (and 4647 at a screen); or 4625 for a failed attempt. */
export function writeLogon(log: EventLog, logon: Logon, host: Host, domain: Domain): FleetEvent[] {
  if (logon.failure !== undefined) return [log.add(LOGON_FAILED, logon.time, failureData(logon), LSASS)];
  const events = [log.add(LOGON, logon.time, logonData(logon, host, domain), LSASS)];
  if (logon.seconds === undefined) return events;
  const { account, logonId, type } = logon;
  const target = {
    TargetUserSid: account.sid,
    TargetUserName: account.name,
    TargetDomainName: account.domain,
    TargetLogonId: logonId,
  };
  const end = logon.time + logon.seconds * 1e6;
  if (type === 2 || type === 10) events.push(log.add(LOGOFF_BY_USER, end - 900_000, target, LSASS));
  events.push(log.add(LOGOFF, end, { ...target, LogonType: type }, LSASS));
  return events;
}

function logonData(logon: Logon, host: Host, domain: Domain): Record<string, string | number> {
  const { account, type, from, ntlm } = logon;
  const [process, packageName, image] = PROGRAMS[type]!;
  const local = type === 3 ? undefined : machineAccount(host, domain);
  return {
    SubjectUserSid: local === undefined ? "S-1-0-0" : SYSTEM.sid,
    SubjectUserName: local?.name ?? "-",
    SubjectDomainName: local?.domain ?? "-",
    SubjectLogonId: local === undefined ? "0x0" : SYSTEM_LOGON,
    TargetUserSid: account.sid,
    TargetUserName: account.name,
    TargetDomainName: account.domain,
    TargetLogonId: logon.logonId,
    LogonType: type,
    LogonProcessName: ntlm ? "NtLmSsp " : process,
    AuthenticationPackageName: ntlm ? "NTLM" : packageName,
    WorkstationName: type === 3 ? (ntlm ? (from?.name ?? "-") : "-") : (from?.name ?? host.name),
    LogonGuid: "00000000-0000-0000-0000-000000000000",
    TransmittedServices: "-",
    LmPackageName: ntlm ? "NTLM V2" : "-",
    KeyLength: ntlm ? 128 : 0,
    ProcessId: local === undefined ? "0x0" : "0x2bc",
    ProcessName: image,
    IpAddress: from?.address ?? (type === 2 || type === 11 ? "127.0.0.1" : "-"),
    IpPort: from === undefined ? (type === 2 || type === 11 ? "0" : "-") : sourcePort(logon),
    ImpersonationLevel: "%%1833",
    ElevatedToken: account.name.startsWith("adm-") || account.sid === SYSTEM.sid ? "%%1842" : "%%1843",
  };
}

function failureData(logon: Logon): Record<string, string | number> {
  const { account, type, from, failure } = logon;
  const [process, packageName, image] = PROGRAMS[type]!;
  return {
    SubjectUserSid: "S-1-0-0",
    SubjectUserName: "-",
    SubjectDomainName: "-",
    SubjectLogonId: "0x0",
    TargetUserSid: "S-1-0-0",
    TargetUserName: account.name,
    TargetDomainName: account.domain,
    Status: "0xc000006d",
    FailureReason: "%%2313",
    SubStatus: failure!,
    LogonType: type,
    LogonProcessName: type === 3 ? "NtLmSsp " : process,
    AuthenticationPackageName: type === 3 ? "NTLM" : packageName,
    WorkstationName: from?.name ?? "-",
    TransmittedServices: "-",
    LmPackageName: "-",
    KeyLength: 0,
    ProcessId: type === 3 ? "0x0" : "0x2bc",
    ProcessName: image,
    IpAddress: from?.address ?? "-",
    IpPort: from === undefined ? "-" : sourcePort(logon),
  };
}

/** Event 4648: a process logs on elsewhere, or here, with credentials that it was given. */
export function writeExplicitLogon(log: EventLog, logon: ExplicitLogon): FleetEvent {
  const data = {
    SubjectUserSid: logon.account.sid,
    SubjectUserName: logon.account.name,
    SubjectDomainName: logon.account.domain,
    SubjectLogonId: logon.logonId,
    LogonGuid: "00000000-0000-0000-0000-000000000000",
    TargetUserName: logon.target.name,
    TargetDomainName: logon.target.domain,
    TargetLogonGuid: "00000000-0000-0000-0000-000000000000",
    TargetServerName: logon.server,
    TargetInfo: logon.server,
    ProcessId: `0x${(400 + 4 * (hashText(logon.image) % 2400)).toString(16)}`,
    ProcessName: logon.image,
    IpAddress: "-",
    IpPort: "-",
  };
  return log.add(EXPLICIT, logon.time, data, LSASS);
}

/** Event 1102 of the Security log: somebody cleared it. */
export function writeSecurityClear(log: EventLog, { account, logonId, time }: LogClear): FleetEvent {
  const data = {
    SubjectUserSid: account.sid,
    SubjectUserName: account.name,
    SubjectDomainName: account.domain,
    SubjectLogonId: logonId,
  };
  return log.add(CLEARED, time, data, { processId: 1180, threadId: 2212 });
}

function sourcePort(logon: Logon): string {
  return String(49_152 + (hashText(logon.logonId, logon.time % 65_521) % 16_000));
}
