/** A Sigma rule as a community publishes it, once an intrusion is understood. */
export interface PublishedRule {
  readonly name: string;
  readonly text: string;
}

/** What incident responders wrote down of the intrusion's ways: the parts that other victims saw, too. */
export const PUBLISHED_RULES: readonly PublishedRule[] = [
  rule(
    "platform-service-starts-program",
    "0e6f4f0e-5f0c-4a0e-9d43-6f2f1c5a7b01",
    "NetView service starts something else than its probe",
    "The back door runs its commands below the platform's service, which starts nothing but nvprobe.exe by itself.",
    "t1195.002",
    "category: process_creation",
    `  parent:
    ParentImage|endswith: '\\NetView.BusinessLayerHost.exe'
  usual:
    Image|endswith: '\\nvprobe.exe'
  condition: parent and not usual`,
  ),
  rule(
    "platform-service-uses-credentials",
    "0e6f4f0e-5f0c-4a0e-9d43-6f2f1c5a7b02",
    "NetView service uses the credentials of somebody else",
    "The intruders log on to other machines out of the platform's service.",
    "t1078.002",
    "service: security",
    `  selection:
    EventID: 4648
    ProcessName|endswith: '\\NetView.BusinessLayerHost.exe'
  condition: selection`,
  ),
  rule(
    "event-cache-manager-task",
    "0e6f4f0e-5f0c-4a0e-9d43-6f2f1c5a7b03",
    "Task EventCacheManager",
    "No Windows has a task or a program of this name.",
    "t1053.005",
    "category: process_creation",
    `  program:
    Image|endswith: '\\EventCacheManager.exe'
  command:
    CommandLine|contains: 'SoftwareProtectionPlatform\\EventCacheManager'
  condition: program or command`,
  ),
  rule(
    "event-cache-manager-registered",
    "0e6f4f0e-5f0c-4a0e-9d43-6f2f1c5a7b04",
    "Task EventCacheManager is registered",
    "No Windows has a task of this name.",
    "t1053.005",
    "service: security",
    `  selection:
    EventID: 4698
    TaskName|endswith: '\\EventCacheManager'
  condition: selection`,
  ),
];

function rule(
  name: string,
  id: string,
  title: string,
  description: string,
  technique: string,
  source: string,
  detection: string,
): PublishedRule {
  const text = `title: ${title}
id: ${id}
status: test
description: ${description}
author: incident responders (made up)
tags:
  - attack.${technique}
logsource:
  product: windows
  ${source}
detection:
${detection}
level: high
`;
  return { name: `${name}.yml`, text };
}
