import {
  atBoot,
  atLogon,
  com,
  daily,
  every,
  exec,
  onEvent,
  onState,
  type TaskSpec,
  windowsTask,
} from "./taskSpec";

const PROV = "%windir%\\system32\\ProvTool.exe";
const RUNDLL = "%windir%\\system32\\rundll32.exe";
const CERT = com("58FB76B9-AC85-4E55-AC04-427593B1D060", "Certificate Services Client Task Handler");
const SPP = com("B1AEBB5D-EAD9-4476-B375-9C3ED9F32AFC", "SppSvcRestartTaskHandler Class");
const GPO = com("7160A13D-73DA-4CEA-95B9-37356478588A", "Group Policy Background Processing");
const TPM = com("5014B7C8-934E-4262-9816-887FA745A6C4", "TPM Maintenance Task Handler");
const DISCAN = com("DCFD3EA8-D960-4719-8206-490AE315F94F", "Data Integrity Scan");
const dll = (file: string, id: number) => `$(@%systemroot%\\system32\\${file},-${id})`;
const UNREACHABLE = 2147954407;

/**
 * Tasks that come with Windows on servers and clients alike, but for the ones of automatic maintenance.
 *
 * Source: the task folders and Task Scheduler logs of real Windows 10 and Windows Server hosts. Names, programs and
 * classes are facts; rates are ours, and so are handler names that no log showed.
 */
export const WINDOWS_TASKS: readonly TaskSpec[] = [
  windowsTask("SoftwareProtectionPlatform\\SvcRestartTask", SPP, "network service", [onState(0.4)], {
    author: dll("sppc.dll", 200),
    hidden: true,
    rearms: 0.8,
  }),
  windowsTask("SoftwareProtectionPlatform\\SvcRestartTaskLogon", SPP, "interactive", [atLogon], {
    author: dll("sppc.dll", 200),
    hidden: true,
  }),
  windowsTask("SoftwareProtectionPlatform\\SvcRestartTaskNetwork", SPP, "network service", [onEvent(0.15)], {
    author: dll("sppc.dll", 200),
    hidden: true,
    rearms: 0.5,
  }),
  windowsTask("GroupPolicy\\{A7719E0F-10DB-4640-AD8C-490CC6AD5202}", GPO, "network service", [every(720)], {
    rearms: 0.9,
    share: 0.7,
    active: 0.15,
  }),
  windowsTask("GroupPolicy\\{3E0A038B-D834-4930-9981-E89C9BFF83AA}", GPO, "network service", [every(720)], {
    rearms: 0.9,
    share: 0.6,
    active: 0.1,
  }),
  windowsTask("CertificateServicesClient\\SystemTask", CERT, "system", [atBoot, onState(0.15)], {
    author: dll("dimsjob.dll", 101),
  }),
  windowsTask("CertificateServicesClient\\UserTask", CERT, "interactive", [atLogon, onEvent(0.1)], {
    author: dll("dimsjob.dll", 101),
  }),
  windowsTask("CertificateServicesClient\\UserTask-Roam", CERT, "interactive", [onState(0.15)], {
    author: dll("dimsjob.dll", 101),
    on: "client",
  }),
  windowsTask(
    "CertificateServicesClient\\KeyPreGenTask",
    com("47E30D54-DAC1-473A-AFF7-2355BF78881F", "NGC Pregeneration Task Handler"),
    "system",
    [onState(0.1)],
    { author: dll("ngctasks.dll", 100), since: 14393, on: "client" },
  ),
  windowsTask(
    "Customer Experience Improvement Program\\Consolidator",
    exec("%SystemRoot%\\System32\\wsqmcons.exe"),
    "system",
    [every(360)],
    { author: dll("wsqmcons.exe", 108), seconds: 3, active: 0.05 },
  ),
  windowsTask(
    "Windows Error Reporting\\QueueReporting",
    exec("%windir%\\system32\\wermgr.exe", "-upload"),
    "system",
    [atBoot, onState(0.15)],
    { author: dll("wer.dll", 293), fails: 0.02, codes: [UNREACHABLE] },
  ),
  windowsTask(
    "Application Experience\\Microsoft Compatibility Appraiser",
    exec("%windir%\\system32\\compattelrunner.exe"),
    "system",
    [daily("03:40")],
    { author: dll("compattelrunner.exe", 501), seconds: 240, fails: 0.03, codes: [1], active: 0.15 },
  ),
  windowsTask(
    "Application Experience\\PcaPatchDbTask",
    exec(RUNDLL, "%windir%\\system32\\PcaSvc.dll,PcaPatchSdbTask"),
    "system",
    [daily("05:15")],
    { author: "Microsoft Corporation", since: 17763, active: 0.12 },
  ),
  windowsTask("Autochk\\Proxy", exec(RUNDLL, "/d acproxy.dll,PerformAutochkOperations"), "system", [atBoot], {
    author: dll("acproxy.dll", 101),
  }),
  windowsTask(
    "Chkdsk\\SyspartRepair",
    exec("%windir%\\system32\\bcdboot.exe", "%windir% /sysrepair"),
    "system",
    [onState(0)],
    { hidden: true },
  ),
  windowsTask("Data Integrity Scan\\Data Integrity Scan for Crash Recovery", DISCAN, "system", [onState(0)], {
    author: dll("discan.dll", 600),
    hidden: true,
    on: "client",
  }),
  windowsTask(
    "Device Information\\Device",
    exec("%windir%\\system32\\devicecensus.exe", "SystemCxt"),
    "system",
    [daily("03:10"), onState(0.05)],
    { seconds: 4, since: 14393, active: 0.15 },
  ),
  windowsTask(
    "DiskDiagnostic\\Microsoft-Windows-DiskDiagnosticResolver",
    exec("%windir%\\system32\\DFDWiz.exe"),
    "users",
    [],
    { author: dll("DFDTS.dll", 101), hidden: true, on: "client" },
  ),
  windowsTask(
    "ExploitGuard\\ExploitGuard MDM policy Refresh",
    com("711001CD-CC1D-4470-9B7E-1EF73849C79E", ""),
    "system",
    [atBoot, onState(0.05)],
    { author: dll("mitigationconfiguration.dll", 600), since: 17763 },
  ),
  windowsTask(
    "Flighting\\OneSettings\\RefreshCache",
    com("E07647F7-AED2-48D9-9720-939BC24A8A3C", "OneSettings Refresh Cache Task Handler"),
    "system",
    [onState(0.4)],
    { author: dll("wosc.dll", 601), since: 17763, fails: 0.03, codes: [2147954407], on: "client" },
  ),
  windowsTask(
    "Flighting\\FeatureConfig\\ReconcileFeatures",
    com("59EECBFE-C2F5-4419-9B99-13FE05FF2675", "Reconcile Features Task Handler"),
    "system",
    [onState(0.3)],
    { author: dll("fcon.dll", 601), since: 19041, on: "client" },
  ),
  windowsTask(
    "InstallService\\ScanForUpdates",
    com("A558C6A5-B42B-4C98-B610-BF9559143139", "ScanForUpdates InstallService Task"),
    "system",
    [daily("06:05")],
    { since: 17763, rearms: 0.5, on: "client" },
  ),
  windowsTask(
    "LanguageComponentsInstaller\\Installation",
    com("6F58F65F-EC0E-4ACA-99FE-FC5A1A25E4BE", "Language Components Installer"),
    "interactive",
    [atLogon],
    { author: dll("LanguageComponentsInstaller.Dll", 600), since: 17763, on: "client" },
  ),
  windowsTask(
    "Management\\Provisioning\\Logon",
    exec(PROV, "/turn 5 /source LogonIdleTask"),
    "system",
    [atLogon],
    { since: 14393, fails: 0.25, codes: [2147943691], on: "client" },
  ),
  windowsTask(
    "MemoryDiagnostic\\ProcessMemoryDiagnosticEvents",
    com("8168E74A-B39F-46D8-ADCD-7BED477B80A3", "Memory Diagnostic Task Handler"),
    "users",
    [onEvent(0)],
    { author: dll("MemoryDiagnostic.dll", 600), hidden: true },
  ),
  windowsTask(
    "Multimedia\\SystemSoundsService",
    com("2DEA658F-54C1-4227-AF9B-260AB5FC3543", "Microsoft PlaySoundService Class"),
    "users",
    [atLogon],
    { fails: 0.5, codes: [2147942404], on: "client" },
  ),
  windowsTask("NetTrace\\GatherNetworkInfo", exec("%windir%\\system32\\gatherNetworkInfo.vbs"), "users", [], {
    author: dll("nettrace.dll", 6911),
    on: "client",
  }),
  windowsTask("TPM\\Tpm-Maintenance", TPM, "system", [onState(0.2)], {
    author: dll("TpmTasks.dll", 600),
    fails: 0.02,
    codes: [2147500037],
  }),
  windowsTask(
    "Plug and Play\\Device Install Reboot Required",
    com("48794782-6A1F-47B9-BD52-1D5F95D49C1B", "Device Installation Reboot Dialog Task"),
    "interactive",
    [atLogon],
    { author: dll("pnpui.dll", 600), hidden: true, on: "client" },
  ),
  windowsTask(
    "RecoveryEnvironment\\VerifyWinRE",
    com("89D1D0C2-A3CF-490C-ABE3-B86CDE34B047", "WinRE Verification Task Handler"),
    "users",
    [onState(0.03)],
    { author: dll("ReAgentTask.dll", 601), hidden: true, on: "client" },
  ),
  windowsTask("SpacePort\\SpaceAgentTask", exec("%windir%\\system32\\SpaceAgent.exe"), "system", [atBoot], {
    author: dll("SpaceAgent.exe", 2),
  }),
  windowsTask(
    "SpacePort\\SpaceManagerTask",
    exec("%windir%\\system32\\spaceman.exe", "/Work"),
    "system",
    [atBoot],
    {
      author: dll("spaceman.exe", 2),
    },
  ),
  windowsTask(
    "TextServicesFramework\\MsCtfMonitor",
    com("01575CFE-9A55-4003-A5E1-F38D1EBDCBE1", "MsCtfMonitor task handler"),
    "users",
    [atLogon],
    { hidden: true },
  ),
  windowsTask(
    "Time Zone\\SynchronizeTimeZone",
    exec("%windir%\\system32\\tzsync.exe"),
    "system",
    [onState(0.1)],
    {
      author: dll("tzsyncres.dll", 101),
    },
  ),
  windowsTask("UPnP\\UPnPHostConfig", exec("sc.exe", "config upnphost start= auto"), "system", [], {
    author: dll("upnphost.dll", 215),
    on: "client",
  }),
  windowsTask(
    "User Profile Service\\HiveUploadTask",
    com("BA677074-762C-444B-94C8-8C83F93F6605", "User Profile Hive Upload Task Handler"),
    "system",
    [onState(0.05)],
    { author: dll("profsvc.dll", 500) },
  ),
  windowsTask(
    "WDI\\ResolutionHost",
    com("900BE39D-6BE8-461A-BC4D-B0FA71F5ECB1", "Diagnostic Infrastructure Resolution Host"),
    "interactive",
    [onState(0.08)],
    { author: dll("dps.dll", 600), hidden: true, on: "client" },
  ),
  windowsTask(
    "Windows Filtering Platform\\BfeOnServiceStartTypeChange",
    exec(RUNDLL, "bfe.dll,BfeOnServiceStartTypeChange"),
    "system",
    [onEvent(0)],
    { author: dll("bfe.dll", 2001), hidden: true },
  ),
  windowsTask(
    "Wininet\\CacheTask",
    com("0358B920-0AC7-461F-98F4-58E32CD89148", "Wininet Cache task object"),
    "users",
    [atLogon],
    { author: dll("wininet.dll", 16000) },
  ),
];
