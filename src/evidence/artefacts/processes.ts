import type { ArtefactView } from "./artefactView";
import { SYSMON } from "./channels";
import { account, eventFields, logonId, wholeNumber } from "./eventFields";
import { pathPattern, userPattern } from "./patterns";

const sysmon = eventFields([
  "Image",
  "CommandLine",
  "User",
  "LogonId",
  "ParentImage",
  "ParentCommandLine",
  "Hashes",
  "HashType",
  "Hash",
  "ProcessId",
  "ParentProcessId",
  "ProcessGuid",
  "ParentProcessGuid",
  "CurrentDirectory",
  "IntegrityLevel",
  "OriginalFileName",
  "Company",
]);

const security = eventFields([
  "NewProcessName",
  "CommandLine",
  "SubjectUserName",
  "SubjectDomainName",
  "SubjectLogonId",
  "TargetUserName",
  "TargetDomainName",
  "TargetLogonId",
  "ParentProcessName",
  "NewProcessId",
  "ProcessId",
  "MandatoryLabel",
]);

/** Hashes as Sysmon writes them, `MD5=…,SHA256=…`; its first versions had one, with its kind beside it. */
const HASHES = `coalesce(${sysmon.field("Hashes")}, ${sysmon.field("HashType")} || '=' || ${sysmon.field("Hash")})`;

function hash(kind: string, digits: number): string {
  return `nullif(lower(regexp_extract(${HASHES}, '(?i)(?:^|,)${kind}=([0-9a-f]{${digits}})(?:,|$)', 1)), '')`;
}

/** The label of a process's token. Source: MS-DTYP 2.4.2.4, well-known SIDs. */
const INTEGRITY = `case ${security.field("MandatoryLabel")}
  when 'S-1-16-0' then 'Untrusted' when 'S-1-16-4096' then 'Low' when 'S-1-16-8192' then 'Medium'
  when 'S-1-16-8448' then 'Medium Plus' when 'S-1-16-12288' then 'High' when 'S-1-16-16384' then 'System'
  when 'S-1-16-20480' then 'Protected' else ${security.field("MandatoryLabel")} end`;

/** Who the process runs as: the target where it is another one than who started it. */
const TARGET = account(security.field("TargetDomainName"), security.field("TargetUserName"));
const SUBJECT = account(security.field("SubjectDomainName"), security.field("SubjectUserName"));

/** Processes that were started: one row for each Security 4688 and Sysmon 1, and what tools list. */
export const processes: ArtefactView = {
  name: "processes",
  columns: {
    user: "varchar",
    image: "varchar",
    command_line: "varchar",
    parent_image: "varchar",
    parent_command_line: "varchar",
    hashes: "varchar",
    signed: "boolean",
    pid: "bigint",
    ppid: "bigint",
    md5: "varchar",
    sha1: "varchar",
    sha256: "varchar",
    imphash: "varchar",
    logon_id: "varchar",
    integrity: "varchar",
    current_directory: "varchar",
    original_file_name: "varchar",
    company: "varchar",
    process_guid: "varchar",
    parent_process_guid: "varchar",
  },
  sources: [
    {
      where: `channel = '${SYSMON}' and event_id = 1`,
      list: sysmon.list,
      columns: {
        user: sysmon.field("User"),
        image: sysmon.field("Image"),
        command_line: sysmon.field("CommandLine"),
        parent_image: sysmon.field("ParentImage"),
        parent_command_line: sysmon.field("ParentCommandLine"),
        hashes: HASHES,
        pid: wholeNumber(sysmon.field("ProcessId")),
        ppid: wholeNumber(sysmon.field("ParentProcessId")),
        md5: hash("MD5", 32),
        sha1: hash("SHA1", 40),
        sha256: hash("SHA256", 64),
        imphash: hash("IMPHASH", 32),
        logon_id: logonId(sysmon.field("LogonId")),
        integrity: sysmon.field("IntegrityLevel"),
        current_directory: sysmon.field("CurrentDirectory"),
        original_file_name: sysmon.field("OriginalFileName"),
        company: sysmon.field("Company"),
        process_guid: sysmon.field("ProcessGuid"),
        parent_process_guid: sysmon.field("ParentProcessGuid"),
      },
    },
    {
      where: "channel = 'Security' and event_id = 4688",
      list: security.list,
      columns: {
        user: `coalesce(${TARGET}, ${SUBJECT})`,
        image: security.field("NewProcessName"),
        command_line: security.field("CommandLine"),
        parent_image: security.field("ParentProcessName"),
        pid: wholeNumber(security.field("NewProcessId")),
        ppid: wholeNumber(security.field("ProcessId")),
        logon_id: `coalesce(${logonId(security.field("TargetLogonId"))}, ${logonId(security.field("SubjectLogonId"))})`,
        integrity: INTEGRITY,
      },
    },
  ],
  patterns: {
    user_pattern: userPattern('"user"'),
    image_pattern: pathPattern("image"),
    command_line_pattern: pathPattern("command_line"),
    parent_image_pattern: pathPattern("parent_image"),
    parent_command_line_pattern: pathPattern("parent_command_line"),
  },
};
