/** Names that Hayabusa gives fields, and Windows' own, by event; the first list whose events these are counts. */
const NAMES: readonly (readonly [events: RegExp, names: Readonly<Record<string, string>>])[] = [
  [
    /^Security 4688$/,
    {
      Cmdline: "CommandLine",
      CmdLine: "CommandLine",
      Proc: "NewProcessName",
      Path: "NewProcessName",
      PID: "NewProcessId",
      User: "SubjectUserName",
      LID: "SubjectLogonId",
      ParentProc: "ParentProcessName",
      ParentPID: "ProcessId",
    },
  ],
  [
    /^Security (4624|4625|4634|4647|4648|4672)$/,
    {
      Type: "LogonType",
      TgtUser: "TargetUserName",
      SrcUser: "SubjectUserName",
      SrcComp: "WorkstationName",
      SrcIP: "IpAddress",
      SrcPort: "IpPort",
      LID: "TargetLogonId",
      TgtSID: "TargetUserSid",
      AuthPkg: "AuthenticationPackageName",
      Proc: "ProcessName",
      TgtSvr: "TargetServerName",
      TgtDomain: "TargetDomainName",
      SubStatus: "SubStatus",
      User: "TargetUserName",
    },
  ],
  [
    /^Security 4697$/,
    {
      Svc: "ServiceName",
      Path: "ServiceFileName",
      User: "SubjectUserName",
      Acct: "ServiceAccount",
      SvcAcct: "ServiceAccount",
      SvcType: "ServiceType",
      SvcStartType: "ServiceStartType",
      StartType: "ServiceStartType",
      LID: "SubjectLogonId",
    },
  ],
  [
    /^Security (4698|4699|4700|4701|4702)$/,
    {
      Name: "TaskName",
      Task: "TaskName",
      Content: "TaskContent",
      User: "SubjectUserName",
      LID: "SubjectLogonId",
    },
  ],
  [/^System 7045$/, { Svc: "ServiceName", Path: "ImagePath", Acct: "AccountName", StartType: "StartType" }],
  [/TaskScheduler.* /, { Task: "TaskName", Name: "TaskName", User: "UserContext", Action: "ActionName" }],
  [
    /Sysmon.* /,
    {
      Cmdline: "CommandLine",
      CmdLine: "CommandLine",
      Cmd: "CommandLine",
      Proc: "Image",
      User: "User",
      ParentCmdline: "ParentCommandLine",
      ParentCmd: "ParentCommandLine",
      ParentProc: "ParentImage",
      LID: "LogonId",
      LGUID: "LogonGuid",
      PID: "ProcessId",
      PGUID: "ProcessGuid",
      ParentPID: "ParentProcessId",
      ParentPGUID: "ParentProcessGuid",
      Hash: "Hashes",
      Hashes: "Hashes",
      Proto: "Protocol",
      SrcIP: "SourceIp",
      SrcPort: "SourcePort",
      SrcHost: "SourceHostname",
      TgtIP: "DestinationIp",
      TgtPort: "DestinationPort",
      TgtHost: "DestinationHostname",
      Path: "TargetFilename",
      Query: "QueryName",
      Result: "QueryResults",
      TgtObj: "TargetObject",
      SrcProc: "SourceImage",
      TgtProc: "TargetImage",
    },
  ],
];

/**
 * Windows' name of a field that Hayabusa shows under a short one, in an event of this channel; other names stay.
 *
 * @example
 * windowsField("Security", 4688, "Cmdline") // "CommandLine"
 */
export function windowsField(channel: string | null, eventId: number | null, name: string): string {
  const event = `${channel} ${eventId}`;
  const names = NAMES.find(([events]) => events.test(event))?.[1];
  return names !== undefined && Object.hasOwn(names, name) ? names[name]! : name;
}

/** Short names of channels in Hayabusa's output; what is not here is written in full. */
const CHANNELS: Readonly<Record<string, string>> = {
  App: "Application",
  Sec: "Security",
  Sys: "System",
  Sysmon: "Microsoft-Windows-Sysmon/Operational",
  TaskSch: "Microsoft-Windows-TaskScheduler/Operational",
  PwSh: "Microsoft-Windows-PowerShell/Operational",
  PwShClassic: "Windows PowerShell",
  PwShCore: "PowerShellCore/Operational",
  Defender: "Microsoft-Windows-Windows Defender/Operational",
  WMI: "Microsoft-Windows-WMI-Activity/Operational",
  WinRM: "Microsoft-Windows-WinRM/Operational",
  BitsCli: "Microsoft-Windows-Bits-Client/Operational",
  Firewall: "Microsoft-Windows-Windows Firewall With Advanced Security/Firewall",
  NTLM: "Microsoft-Windows-NTLM/Operational",
  CodeInteg: "Microsoft-Windows-CodeIntegrity/Operational",
  SmbCliSec: "Microsoft-Windows-SmbClient/Security",
  PrintAdm: "Microsoft-Windows-PrintService/Admin",
  PrintOp: "Microsoft-Windows-PrintService/Operational",
  DvrFmwk: "Microsoft-Windows-DriverFrameworks-UserMode/Operational",
  OpenSSH: "OpenSSH/Operational",
  "RDP-Cli": "Microsoft-Windows-TerminalServices-RDPClient/Operational",
  "RDP-CoreTS": "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS/Operational",
  "RDS-GTW": "Microsoft-Windows-TerminalServices-Gateway/Operational",
  "RDS-RCM": "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational",
  "RDS-LSM": "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
};

/**
 * A channel's full name from Hayabusa's short one; a name that is none of them stays.
 *
 * @example
 * fullChannel("Sec") // "Security"
 */
export function fullChannel(name: string | null): string | null {
  return name !== null && Object.hasOwn(CHANNELS, name) ? CHANNELS[name]! : name;
}
