import type { ArtefactView } from "./artefactView";
import { account, eventFields, logonId, wholeNumber } from "./eventFields";
import { pathPattern, servicePattern, userPattern } from "./patterns";

const system = eventFields(["ServiceName", "ImagePath", "StartType", "AccountName", "ServiceType"]);

const security = eventFields([
  "ServiceName",
  "ServiceFileName",
  "ServiceStartType",
  "ServiceAccount",
  "ServiceType",
  "SubjectUserName",
  "SubjectDomainName",
  "SubjectLogonId",
]);

/** Numbers of the Security log in the words of the System log. Source: Windows SDK, winsvc.h and winnt.h. */
const START_TYPE = `case ${wholeNumber(security.field("ServiceStartType"))} when 0 then 'boot start'
  when 1 then 'system start' when 2 then 'auto start' when 3 then 'demand start' when 4 then 'disabled' end`;
const SERVICE_TYPE = `case ${wholeNumber(security.field("ServiceType"))} & 63 when 1 then 'kernel mode driver'
  when 2 then 'file system driver' when 16 then 'user mode service' when 32 then 'user mode service'
  else ${security.field("ServiceType")} end`;

/** Autoruns lists services and drivers among all that starts by itself, by their files. */
const AUTORUNS = `event_id is null and channel = 'files' and provider = 'autoruns'
  and ${listed("Category")} in ('Services', 'Drivers')`;

function listed(column: string): string {
  return `json_extract_string(system, '${column}')`;
}

/**
 * Services: one row for each installation (System 7045, Security 4697), and each service or driver that Autoruns
 * lists.
 */
export const services: ArtefactView = {
  name: "services",
  columns: {
    service_name: "varchar",
    image_path: "varchar",
    start_type: "varchar",
    account: "varchar",
    service_type: "varchar",
    installed_by: "varchar",
    logon_id: "varchar",
  },
  sources: [
    {
      where: "channel = 'System' and event_id = 7045",
      list: system.list,
      columns: {
        service_name: system.field("ServiceName"),
        image_path: system.field("ImagePath"),
        start_type: system.field("StartType"),
        account: system.field("AccountName"),
        service_type: system.field("ServiceType"),
        installed_by: "user_sid",
      },
    },
    {
      where: "channel = 'Security' and event_id = 4697",
      list: security.list,
      columns: {
        service_name: security.field("ServiceName"),
        image_path: security.field("ServiceFileName"),
        start_type: START_TYPE,
        account: security.field("ServiceAccount"),
        service_type: SERVICE_TYPE,
        installed_by: account(security.field("SubjectDomainName"), security.field("SubjectUserName")),
        logon_id: logonId(security.field("SubjectLogonId")),
      },
    },
    {
      where: AUTORUNS,
      list: "null",
      columns: {
        service_name: listed("Entry"),
        image_path: `coalesce(nullif(${listed("Launch String")}, ''), json_extract_string(data, 'path'))`,
        service_type: `case ${listed("Category")} when 'Drivers' then 'kernel mode driver' end`,
      },
    },
  ],
  patterns: {
    service_pattern: servicePattern("service_name"),
    image_path_pattern: pathPattern("image_path"),
    account_pattern: userPattern("account"),
  },
};
