import { com, exec, inMaintenance, onState, type TaskSpec, windowsTask } from "./taskSpec";

const RUNDLL = "%windir%\\system32\\rundll32.exe";
const DEFENDER = "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.25010.11-0\\MpCmdRun.exe";
const NGEN = ".NET Framework\\.NET Framework NGEN v4.0.30319";
const TPM = com("5014B7C8-934E-4262-9816-887FA745A6C4", "TPM Maintenance Task Handler");
const DISCAN = com("DCFD3EA8-D960-4719-8206-490AE315F94F", "Data Integrity Scan");
const dll = (file: string, id: number) => `$(@%systemroot%\\system32\\${file},-${id})`;
const NOT_FOUND = 2147942402;

/**
 * Tasks that Windows runs in its automatic maintenance, on servers and clients alike.
 *
 * Source: as for the other tasks of Windows.
 */
export const MAINTENANCE_TASKS: readonly TaskSpec[] = [
  windowsTask(
    "Customer Experience Improvement Program\\UsbCeip",
    com("C27F6B1D-FE0B-45E4-9257-38799FA69BC8", "UsbCeip"),
    "system",
    [inMaintenance(0.3)],
    { author: dll("usbceip.dll", 600), hidden: true, on: "client" },
  ),
  windowsTask(
    "Application Experience\\ProgramDataUpdater",
    exec("%windir%\\system32\\compattelrunner.exe", "-maintenance"),
    "system",
    [inMaintenance(0.15)],
    { author: dll("invagent.dll", 701), seconds: 20 },
  ),
  windowsTask(
    "Application Experience\\StartupAppTask",
    exec(RUNDLL, "Startupscan.dll,SusRunTask"),
    "interactive",
    [inMaintenance(0.2)],
    { author: dll("Startupscan.dll", 701), on: "client" },
  ),
  windowsTask(
    "Chkdsk\\ProactiveScan",
    com("CF4270F5-2E43-4468-83B3-A8C45BB33EA1", "Proactive Scan"),
    "system",
    [inMaintenance(0.12)],
  ),
  windowsTask("Data Integrity Scan\\Data Integrity Scan", DISCAN, "system", [inMaintenance(0.03)], {
    author: dll("discan.dll", 600),
    seconds: 1500,
  }),
  windowsTask(
    "Defrag\\ScheduledDefrag",
    exec("%windir%\\system32\\defrag.exe", "-c -h -o -$"),
    "system",
    [inMaintenance(0.14)],
    { author: dll("defragsvc.dll", 801), seconds: 400, fails: 0.02, codes: [2147942405] },
  ),
  windowsTask(
    "DiskCleanup\\SilentCleanup",
    exec("%windir%\\system32\\cleanmgr.exe", "/autoclean /d %systemdrive%"),
    "users",
    [inMaintenance(0.1)],
    { author: dll("cleanmgr.exe", 1300), seconds: 30, on: "client" },
  ),
  windowsTask(
    "DiskDiagnostic\\Microsoft-Windows-DiskDiagnosticDataCollector",
    exec(RUNDLL, "dfdts.dll,DfdGetDefaultPolicyAndSMART"),
    "system",
    [inMaintenance(0.1)],
    { author: dll("DFDTS.dll", 101), hidden: true },
  ),
  windowsTask(
    "DiskFootprint\\Diagnostics",
    exec("%windir%\\system32\\disksnapshot.exe", "-z"),
    "system",
    [inMaintenance(0.4)],
    { on: "client" },
  ),
  windowsTask(
    "LanguageComponentsInstaller\\Uninstallation",
    com("6F58F65F-EC0E-4ACA-99FE-FC5A1A25E4BE", "Language Components Installer"),
    "system",
    [inMaintenance(0.05)],
    { author: dll("LanguageComponentsInstaller.Dll", 600), on: "client" },
  ),
  windowsTask(
    "Maintenance\\WinSAT",
    com("A9A33436-678B-4C9C-A211-7CC38785E79D", "WinSAT Task Handler"),
    "users",
    [inMaintenance(0.03)],
    { on: "client" },
  ),
  windowsTask("MUI\\LPRemove", exec("%windir%\\system32\\lpremove.exe"), "system", [inMaintenance(0.08)], {
    author: dll("lpremove.exe", 100),
  }),
  windowsTask("PI\\Sqm-Tasks", TPM, "system", [inMaintenance(0.2)], {
    author: dll("TpmTasks.dll", 600),
    on: "client",
  }),
  windowsTask(
    "Power Efficiency Diagnostics\\AnalyzeSystem",
    com("927EA2AF-1C54-43D5-825E-0074CE028EEE", "Power Efficiency Diagnostics Task Handler"),
    "system",
    [inMaintenance(0.15)],
    { author: dll("energytask.dll", 600), seconds: 60, on: "client" },
  ),
  windowsTask(
    "Registry\\RegIdleBackup",
    com("CA767AA8-9157-4604-B64B-40747123D5F2", "Registry Backup Task Handler"),
    "system",
    [inMaintenance(0.1)],
    { author: dll("regidle.dll", 600), hidden: true },
  ),
  windowsTask(
    "Servicing\\StartComponentCleanup",
    com("752073A1-23F2-4396-85F0-8FDB879ED0ED", "Component Based Servicing"),
    "system",
    [inMaintenance(0.15)],
    { seconds: 90, fails: 0.02, codes: [2147943515] },
  ),
  windowsTask(
    "Shell\\IndexerAutomaticMaintenance",
    com("3FBA60A6-7BF5-4868-A2CA-6623B3DFFEA6", "Automatic Maintenance task to enable Windows Search"),
    "local service",
    [inMaintenance(0.3)],
    { author: dll("srchadmin.dll", 1901), on: "client" },
  ),
  windowsTask(
    "Time Synchronization\\SynchronizeTime",
    exec("%windir%\\system32\\sc.exe", "start w32time task_started"),
    "local service",
    [inMaintenance(0.12)],
    { author: dll("w32time.dll", 202), fails: 0.3, codes: [1056] },
  ),
  windowsTask(
    "Windows Defender\\Windows Defender Cache Maintenance",
    exec(DEFENDER, "-IdleTask -TaskName WdCacheMaintenance"),
    "system",
    [inMaintenance(0.12)],
  ),
  windowsTask(
    "Windows Defender\\Windows Defender Cleanup",
    exec(DEFENDER, "-IdleTask -TaskName WdCleanup"),
    "system",
    [inMaintenance(0.12)],
  ),
  windowsTask(
    "Windows Defender\\Windows Defender Scheduled Scan",
    exec(DEFENDER, "Scan -ScheduleJob -ScanTrigger 55"),
    "system",
    [inMaintenance(0.14)],
    { seconds: 900, fails: 0.02, codes: [NOT_FOUND] },
  ),
  windowsTask(
    "Windows Defender\\Windows Defender Verification",
    exec(DEFENDER, "-IdleTask -TaskName WdVerification"),
    "system",
    [inMaintenance(0.12)],
  ),
  windowsTask(
    NGEN,
    com("84F0FAE1-C27B-4F6F-807B-28CF6F96287D", ".NET Framework NGEN Task Handler"),
    "system",
    [inMaintenance(0.2)],
    { hidden: true, seconds: 15 },
  ),
  windowsTask(
    `${NGEN} 64`,
    com("429BC048-379E-45E0-80E4-EB1977941B5C", ".NET Framework NGEN Task Handler"),
    "system",
    [inMaintenance(0.2)],
    { hidden: true, seconds: 15 },
  ),
  windowsTask(
    `${NGEN} Critical`,
    com("DE434264-8FE9-4C0B-A83B-89EBEEBFF78E", ".NET Framework NGEN Task Handler"),
    "system",
    [onState(0.03)],
    { hidden: true },
  ),
  windowsTask(
    `${NGEN} 64 Critical`,
    com("613FBA38-A3DF-4AB8-9674-5604984A299A", ".NET Framework NGEN Task Handler"),
    "system",
    [onState(0.03)],
    { hidden: true },
  ),
];
