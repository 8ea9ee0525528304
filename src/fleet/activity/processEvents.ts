import { createHash } from "node:crypto";
import { hashText } from "../../core/random";
import type { EventKind, EventLog, EventSource, FleetEvent } from "../eventLog";
import type { Host } from "../hosts";
import { accountText, SYSTEM } from "./accounts";
import type { Connection, FileWrite, NameQuery, ProcessStart } from "./records";

/** Provider and channel of Sysmon. */
export const SYSMON_SOURCE: EventSource = {
  provider: "Microsoft-Windows-Sysmon",
  providerGuid: "5770385F-C22A-43E0-BF4C-06F5698FFBD9",
  channel: "Microsoft-Windows-Sysmon/Operational",
  userSid: "S-1-5-18",
};

const sysmon = (eventId: number): EventKind => ({
  eventId,
  dataName: "",
  version: 5,
  level: 4,
  task: eventId,
  opcode: 0,
  keywords: "0x8000000000000000",
});
const PROCESS = sysmon(1);
const CONNECTION = sysmon(3);
const FILE = sysmon(11);
const QUERY = sysmon(22);
const NEW_PROCESS: EventKind = {
  eventId: 4688,
  dataName: "",
  version: 2,
  level: 0,
  task: 13312,
  opcode: 0,
  keywords: "0x8020000000000000",
};
const KERNEL = { processId: 4, threadId: 7012 };

/** What one host's process events say about its processes. */
export class ProcessWriter {
  private readonly origin;
  private readonly hashes = new Map<string, string>();

  constructor(
    private readonly log: EventLog,
    private readonly host: Host,
    private readonly netbios: string,
  ) {
    this.origin = { processId: 2400 + 4 * (hashText(host.name) % 400), threadId: 3344 };
  }

  /** Sysmon 1. */
  start(start: ProcessStart): FleetEvent {
    const { parent, account } = start;
    const system = account.sid === SYSTEM.sid;
    const data = {
      RuleName: "-",
      UtcTime: utcTime(start.time),
      ProcessGuid: this.guid(start.key),
      ProcessId: start.pid ?? processIdOf(start.key),
      Image: start.image,
      FileVersion: "-",
      Description: "-",
      Product: "-",
      Company: isWindows(start.image) && start.originalName === undefined ? "Microsoft Corporation" : "-",
      OriginalFileName: start.originalName ?? fileName(start.image),
      CommandLine: start.commandLine,
      CurrentDirectory: system ? "C:\\Windows\\system32\\" : `C:\\Users\\${account.name}\\`,
      User: accountText(account),
      LogonGuid: this.guid(start.logonId),
      LogonId: start.logonId,
      TerminalSessionId: system ? 0 : 1,
      IntegrityLevel: system ? "System" : account.name.startsWith("adm-") ? "High" : "Medium",
      Hashes: this.hashesOf(start),
      ParentProcessGuid: this.guid(parent.key),
      ParentProcessId: processIdOf(parent.key),
      ParentImage: parent.image,
      ParentCommandLine: parent.commandLine,
      ParentUser:
        system || parent.image.endsWith("\\services.exe") ? accountText(SYSTEM) : accountText(account),
    };
    return this.log.add(PROCESS, start.time, data, this.origin);
  }

  /** Security 4688, of the hosts without Sysmon. */
  audit(start: ProcessStart): FleetEvent {
    const { account } = start;
    const data = {
      SubjectUserSid: account.sid,
      SubjectUserName: account.sid === SYSTEM.sid ? `${this.host.name}$` : account.name,
      SubjectDomainName: account.sid === SYSTEM.sid ? this.netbios : account.domain,
      SubjectLogonId: start.logonId,
      NewProcessId: `0x${(start.pid ?? processIdOf(start.key)).toString(16)}`,
      NewProcessName: start.image,
      TokenElevationType: "%%1936",
      ProcessId: `0x${processIdOf(start.parent.key).toString(16)}`,
      CommandLine: start.commandLine,
      TargetUserSid: "S-1-0-0",
      TargetUserName: "-",
      TargetDomainName: "-",
      TargetLogonId: "0x0",
      ParentProcessName: start.parent.image,
      MandatoryLabel: account.sid === SYSTEM.sid ? "S-1-16-16384" : "S-1-16-8192",
    };
    return this.log.add(NEW_PROCESS, start.time, data, KERNEL);
  }

  /** Sysmon 11. */
  file(write: FileWrite): FleetEvent {
    const data = {
      RuleName: "-",
      UtcTime: utcTime(write.time),
      ProcessGuid: this.guid(write.key),
      ProcessId: processIdOf(write.key),
      Image: write.image,
      TargetFilename: write.path,
      CreationUtcTime: utcTime(write.time),
      User: accountText(write.account),
    };
    return this.log.add(FILE, write.time, data, this.origin);
  }

  /** Sysmon 3. */
  connection(
    connection: Connection,
    source: { readonly name: string; readonly address: string },
  ): FleetEvent {
    const { to } = connection;
    const data = {
      RuleName: "-",
      UtcTime: utcTime(connection.time),
      ProcessGuid: this.guid(connection.key),
      ProcessId: processIdOf(connection.key),
      Image: connection.image,
      User: accountText(connection.account),
      Protocol: connection.protocol,
      Initiated: "true",
      SourceIsIpv6: "false",
      SourceIp: source.address,
      SourceHostname: source.name,
      SourcePort: 49_152 + (hashText(connection.key, connection.time % 65_521) % 16_000),
      SourcePortName: "-",
      DestinationIsIpv6: "false",
      DestinationIp: to.address,
      DestinationHostname: to.name === "" ? "-" : to.name,
      DestinationPort: to.port,
      DestinationPortName: to.port === 443 ? "https" : to.port === 80 ? "http" : "-",
    };
    return this.log.add(CONNECTION, connection.time, data, this.origin);
  }

  /** Sysmon 22. */
  query(query: NameQuery): FleetEvent {
    const data = {
      RuleName: "-",
      UtcTime: utcTime(query.time),
      ProcessGuid: this.guid(query.key),
      ProcessId: processIdOf(query.key),
      QueryName: query.name,
      QueryStatus: String(query.status ?? 0),
      QueryResults: query.answer,
      Image: query.image,
      User: accountText(query.account),
    };
    return this.log.add(QUERY, query.time, data, this.origin);
  }

  private guid(key: string): string {
    const machine = hex(hashText(this.host.name));
    const [a, b] = [hex(hashText(key, 1)), hex(hashText(key, 2))];
    return `{${machine}-${a.slice(0, 4)}-${a.slice(4)}-${b.slice(0, 4)}-${b.slice(4)}00000000}`;
  }

  private hashesOf({ image, originalName }: ProcessStart): string {
    const known = this.hashes.get(image);
    if (known !== undefined) return known;
    const hashes = fileHashes(originalName ?? image, isWindows(image) ? this.host.build : 0);
    const text = `MD5=${hashes.md5},SHA256=${hashes.sha256}`;
    this.hashes.set(image, text);
    return text;
  }
}

/** The hashes of a made-up program: of its name and, for Windows' own, of the build. Upper case, as Sysmon writes them. */
export function fileHashes(name: string, build: number): { readonly md5: string; readonly sha256: string } {
  const content = `huntbook sample fleet:${fileName(name).toLowerCase()}:${build}`;
  const digest = (algorithm: string) => createHash(algorithm).update(content).digest("hex").toUpperCase();
  return { md5: digest("md5"), sha256: digest("sha256") };
}

/** The process id of a key. */
function processIdOf(key: string): number {
  return 400 + 4 * (hashText(key, 3) % 6000);
}

function utcTime(time: number): string {
  return new Date(Math.floor(time / 1000)).toISOString().slice(0, -1).replace("T", " ");
}

function hex(number: number): string {
  return number.toString(16).toUpperCase().padStart(8, "0");
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("\\") + 1);
}

function isWindows(image: string): boolean {
  return image.toLowerCase().startsWith("c:\\windows\\");
}
