import { FLEET_VERSION } from "./fleetFolder";
import type { FleetPlan } from "./fleetPlan";

/** The README that stands in every generated fleet. */
export function fleetReadme({ settings, hosts, domain }: FleetPlan, counts: Record<string, number>): string {
  const number = (name: string) => (counts[name] ?? 0).toLocaleString("en-US");
  return `# A sample fleet

Made by \`huntbook data --seed ${settings.seed} --hosts ${settings.hosts} --days ${settings.days} --start ${settings.start}\`, generator version ${FLEET_VERSION}; ${settings.days} days from ${settings.start} (UTC).
Invented from start to end: the organisation (${domain.dns}), its ${hosts.length} machines, its people. Licence: Apache-2.0, as huntbook.

| path | content | count |
| --- | --- | --- |
| \`hosts/<host>/TaskScheduler-Operational.jsonl.gz\` | Microsoft-Windows-TaskScheduler/Operational, one event a line, as evtx_dump writes JSON | ${number("task_events")} events |
| \`hosts/<host>/Security-tasks.jsonl.gz\` | Security, events 4698, 4699, 4701 and 4702 of the hosts that audit them | ${number("security_events")} events |
| \`hosts/<host>/Tasks.zip\` | the folder C:\\Windows\\System32\\Tasks at the end: UTF-16 XML files | ${number("task_files")} files |
| \`activity/<host>/Security-logons.jsonl.gz\` | Security, events 4624, 4625, 4634, 4647, 4648, 1102 | ${number("logon_events")} events |
| \`activity/<host>/Sysmon-processes.jsonl.gz\` | Sysmon, events 1 and 11; on hosts without Sysmon \`Security-processes.jsonl.gz\`, event 4688 | ${number("process_events")} events |
| \`activity/<host>/System-services.jsonl.gz\`, \`Security-services.jsonl.gz\` | System, events 7045, 7036, 104, 6011; Security, event 4697 | ${number("service_events")} events |
| \`activity/<host>/Sysmon-network.jsonl.gz\` | Sysmon, events 3 and 22; empty on hosts without Sysmon | ${number("network_events")} events |
| \`intelligence/\` | what communities published before the intrusion was found (\`before.csv\`) and after it (\`after.csv\`, \`after.stix.json\`, Sigma \`rules\`) | |
| \`fleet.json\` | options, counts, SHA-256 of the uncompressed content, machines | ${hosts.length} machines |
| \`truth.json\` | what is planted, with lines and record ids: for measuring only, **no method may read it** | |

Times are UTC in the logs, local in the task files. The same options give the same uncompressed content everywhere.
`;
}
