import type { SourceEntry } from "./sourceMap";

const SYSMON = ["Microsoft-Windows-Sysmon/Operational"];
const POWERSHELL = ["Microsoft-Windows-PowerShell/Operational", "PowerShellCore/Operational"];
const CLASSIC_POWERSHELL = ["Windows PowerShell"];
const DEFENDER = ["Microsoft-Windows-Windows Defender/Operational"];

/** Categories that are one or more event ids of Sysmon. */
const SYSMON_IDS: Readonly<Record<string, readonly number[]>> = {
  process_creation: [1],
  file_change: [2],
  network_connection: [3],
  sysmon_status: [4, 16],
  process_termination: [5],
  driver_load: [6],
  image_load: [7],
  create_remote_thread: [8],
  raw_access_thread: [9],
  process_access: [10],
  file_event: [11],
  registry_event: [12, 13, 14],
  registry_set: [13],
  registry_rename: [14],
  create_stream_hash: [15],
  pipe_created: [17, 18],
  wmi_event: [19, 20, 21],
  dns_query: [22],
  file_delete: [23],
  clipboard_change: [24],
  process_tampering: [25],
  file_delete_detected: [26],
  file_block_executable: [27],
  file_block_shredding: [28],
  file_executable_detected: [29],
  sysmon_error: [255],
};

/** Services, and the channels of the event log that they are. */
const CHANNELS: Readonly<Record<string, readonly string[]>> = {
  application: ["Application"],
  security: ["Security"],
  system: ["System"],
  sysmon: SYSMON,
  powershell: POWERSHELL,
  "powershell-classic": CLASSIC_POWERSHELL,
  taskscheduler: ["Microsoft-Windows-TaskScheduler/Operational"],
  windefend: DEFENDER,
  ntlm: ["Microsoft-Windows-NTLM/Operational"],
  wmi: ["Microsoft-Windows-WMI-Activity/Operational"],
  dhcp: ["Microsoft-Windows-DHCP-Server/Operational"],
  "dns-client": ["Microsoft-Windows-DNS Client Events/Operational"],
  "dns-server": ["DNS Server"],
  "dns-server-analytic": ["Microsoft-Windows-DNS-Server/Analytical"],
  "driver-framework": ["Microsoft-Windows-DriverFrameworks-UserMode/Operational"],
  "printservice-admin": ["Microsoft-Windows-PrintService/Admin"],
  "printservice-operational": ["Microsoft-Windows-PrintService/Operational"],
  "smbclient-security": ["Microsoft-Windows-SmbClient/Security"],
  "smbclient-connectivity": ["Microsoft-Windows-SmbClient/Connectivity"],
  "smbserver-connectivity": ["Microsoft-Windows-SMBServer/Connectivity"],
  "terminalservices-localsessionmanager": [
    "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
  ],
  "codeintegrity-operational": ["Microsoft-Windows-CodeIntegrity/Operational"],
  applocker: [
    "Microsoft-Windows-AppLocker/MSI and Script",
    "Microsoft-Windows-AppLocker/EXE and DLL",
    "Microsoft-Windows-AppLocker/Packaged app-Deployment",
    "Microsoft-Windows-AppLocker/Packaged app-Execution",
  ],
  "msexchange-management": ["MSExchange Management"],
  "firewall-as": ["Microsoft-Windows-Windows Firewall With Advanced Security/Firewall"],
  "bits-client": ["Microsoft-Windows-Bits-Client/Operational"],
  "security-mitigations": [
    "Microsoft-Windows-Security-Mitigations/Kernel Mode",
    "Microsoft-Windows-Security-Mitigations/User Mode",
  ],
  "diagnosis-scripted": ["Microsoft-Windows-Diagnosis-Scripted/Operational"],
  "shell-core": ["Microsoft-Windows-Shell-Core/Operational"],
  openssh: ["OpenSSH/Operational"],
  ldap: ["Microsoft-Windows-LDAP-Client/Debug"],
  bitlocker: ["Microsoft-Windows-BitLocker/BitLocker Management"],
  vhdmp: ["Microsoft-Windows-VHDMP/Operational"],
  "appxdeployment-server": ["Microsoft-Windows-AppXDeploymentServer/Operational"],
  "appxpackaging-om": ["Microsoft-Windows-AppxPackaging/Operational"],
  "appmodel-runtime": ["Microsoft-Windows-AppModel-Runtime/Admin"],
  "lsa-server": ["Microsoft-Windows-LSA/Operational"],
  capi2: ["Microsoft-Windows-CAPI2/Operational"],
  "certificateservicesclient-lifecycle-system": [
    "Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational",
  ],
  "kernel-shimengine": [
    "Microsoft-Windows-Kernel-ShimEngine/Operational",
    "Microsoft-Windows-Kernel-ShimEngine/Diagnostic",
  ],
  "application-experience": [
    "Microsoft-Windows-Application-Experience/Program-Telemetry",
    "Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant",
  ],
  ntfs: ["Microsoft-Windows-Ntfs/Operational"],
  "hyper-v-worker": ["Microsoft-Windows-Hyper-V-Worker"],
  "kernel-event-tracing": ["Microsoft-Windows-Kernel-EventTracing"],
  sense: ["Microsoft-Windows-SENSE/Operational"],
  "servicebus-client": ["Microsoft-ServiceBus-Client/Admin", "Microsoft-ServiceBus-Client/Operational"],
  "iis-configuration": ["Microsoft-IIS-Configuration/Operational"],
};

/** Events of Microsoft Defender that name a threat or a path. */
const ANTIVIRUS = [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116];

const product = "windows";

/**
 * The log sources of Windows as rules name them, and the events that they mean.
 *
 * Source: Sigma taxonomy appendix; Sysmon's list of events; Microsoft's names of channels.
 */
export const WINDOWS_SOURCES: readonly SourceEntry[] = [
  ...Object.entries(SYSMON_IDS).map(([category, eventIds]) => ({
    category,
    product,
    channels: SYSMON,
    eventIds,
  })),
  {
    category: "process_creation",
    product,
    channels: ["Security"],
    eventIds: [4688],
    fields: { Image: "NewProcessName", ParentImage: "ParentProcessName" },
  },
  { category: "registry_add", product, channels: SYSMON, eventIds: [12], when: { EventType: ["CreateKey"] } },
  {
    category: "registry_delete",
    product,
    channels: SYSMON,
    eventIds: [12],
    when: { EventType: ["DeleteKey", "DeleteValue"] },
  },
  { category: "ps_module", product, channels: POWERSHELL, eventIds: [4103] },
  { category: "ps_script", product, channels: POWERSHELL, eventIds: [4104] },
  { category: "ps_classic_start", product, channels: CLASSIC_POWERSHELL, eventIds: [400] },
  { category: "ps_classic_provider_start", product, channels: CLASSIC_POWERSHELL, eventIds: [600] },
  { category: "ps_classic_script", product, channels: CLASSIC_POWERSHELL, eventIds: [800] },
  {
    category: "antivirus",
    channels: DEFENDER,
    eventIds: ANTIVIRUS,
    fields: { Signature: "ThreatName", Filename: "Path" },
  },
  ...Object.entries(CHANNELS).map(([service, channels]) => ({ service, product, channels })),
];
