import {
  atBoot,
  atLogon,
  com,
  exec,
  inMaintenance,
  onEvent,
  onState,
  type TaskSpec,
  weekly,
  windowsTask,
} from "./taskSpec";

const RUNDLL = "%windir%\\system32\\rundll32.exe";
const DEVICE = com("AE31B729-D5FD-401E-AF42-784074835AFE", "Device Directory Client Handler");
const dll = (file: string, id: number) => `$(@%systemroot%\\system32\\${file},-${id})`;

/**
 * Tasks that come with the client editions of Windows only.
 *
 * Source: as for the other tasks of Windows.
 */
export const CLIENT_TASKS: readonly TaskSpec[] = [
  windowsTask(
    "AppID\\VerifiedPublisherCertStoreCheck",
    exec("%windir%\\system32\\appidcertstorecheck.exe"),
    "local service",
    [atBoot],
    { on: "client" },
  ),
  windowsTask("DeviceDirectoryClient\\RegisterUserDevice", DEVICE, "interactive", [atLogon], {
    on: "client",
    hidden: true,
  }),
  windowsTask("DeviceDirectoryClient\\RegisterDeviceAccountChange", DEVICE, "system", [onState(0.4)], {
    on: "client",
    hidden: true,
  }),
  windowsTask(
    "DirectX\\DXGIAdapterCache",
    exec("%windir%\\system32\\dxgiadaptercache.exe"),
    "system",
    [atBoot, onState(0.3)],
    { on: "client", hidden: true },
  ),
  windowsTask(
    "FileHistory\\File History (maintenance mode)",
    com("89917B7C-A1A6-11DF-8BF6-18A90531A85A", "FhTaskHandler Class"),
    "local service",
    [inMaintenance(0.4)],
    { on: "client", author: dll("fhtask.dll", 201) },
  ),
  windowsTask(
    "PushToInstall\\Registration",
    exec("%windir%\\system32\\sc.exe", "start pushtoinstall registration"),
    "system",
    [onState(0.4)],
    { on: "client", fails: 0.2, codes: [1058] },
  ),
  windowsTask(
    "SettingSync\\NetworkStateChangeTask",
    com("A4173A49-F373-4475-9A0F-2D615204DC20", "Network State Change Task Handler"),
    "interactive",
    [onState(0.3)],
    { on: "client", hidden: true },
  ),
  windowsTask(
    "Speech\\SpeechModelDownloadTask",
    exec("%windir%\\system32\\speech_onecore\\common\\SpeechModelDownload.exe"),
    "network service",
    [onState(0.3)],
    { on: "client", fails: 0.1, codes: [2147942404] },
  ),
  windowsTask(
    "Sysmain\\WsSwapAssessmentTask",
    exec(RUNDLL, "sysmain.dll,PfSvWsSwapAssessmentTask"),
    "system",
    [inMaintenance(0.3)],
    { on: "client", author: dll("sysmain.dll", 3000) },
  ),
  windowsTask(
    "Sysmain\\ResPriStaticDbSync",
    com("297EE78C-BA95-4E94-81D3-D6E7F089C7B5", "ResPri Static Db Sync"),
    "system",
    [inMaintenance(0.3)],
    { on: "client", author: dll("sysmain.dll", 3000) },
  ),
  windowsTask(
    "SystemRestore\\SR",
    exec("%windir%\\system32\\srtasks.exe", "ExecuteScheduledSPPCreation"),
    "system",
    [inMaintenance(0.3)],
    { on: "client", author: dll("srrstr.dll", 321), seconds: 40 },
  ),
  windowsTask(
    "WindowsColorSystem\\Calibration Loader",
    com("B210D694-C8DF-490D-9576-9E20CDBC20BD", "Color Calibration Loader"),
    "users",
    [atLogon],
    { on: "client", author: dll("mscms.dll", 201) },
  ),
  windowsTask(
    "WlanSvc\\CDSSync",
    com("B0D2B535-12E1-439F-86B3-BADA289510F0", "WlanSyncTaskCommon"),
    "interactive",
    [onState(0.3)],
    { on: "client" },
  ),
  windowsTask(
    "Work Folders\\Work Folders Logon Synchronization",
    com("97D47D56-3777-49FB-8E8F-90D7E30E1A1E", "Work Folder Logon Trigger Class"),
    "interactive",
    [atLogon],
    { on: "client", author: dll("WorkFoldersShell.dll", 18001) },
  ),
  windowsTask(
    "Workplace Join\\Automatic-Device-Join",
    exec("%SystemRoot%\\System32\\dsregcmd.exe", "$(Arg0) $(Arg1) $(Arg2)"),
    "system",
    [atLogon, onEvent(0.3)],
    { on: "client", fails: 0.35, codes: [2147942401] },
  ),
  windowsTask(
    "Workplace Join\\Recovery-Check",
    exec("%SystemRoot%\\System32\\dsregcmd.exe", "/checkrecovery"),
    "interactive",
    [onState(0.1)],
    { on: "client" },
  ),
  windowsTask(
    "StateRepository\\MaintenanceTasks",
    exec(RUNDLL, "%windir%\\system32\\Windows.StateRepositoryClient.dll,StateRepositoryDoMaintenanceTasks"),
    "system",
    [inMaintenance(0.3)],
    { on: "client", author: dll("Windows.StateRepositoryClient.dll", 600) },
  ),
  windowsTask(
    "Windows Media Sharing\\UpdateLibrary",
    exec('"%ProgramFiles%\\Windows Media Player\\wmpnscfg.exe"'),
    "users",
    [onEvent(0.02)],
    { on: "client" },
  ),
  {
    name: "\\Microsoft\\XblGameSave\\XblGameSaveTask",
    action: exec("%windir%\\System32\\XblGameSaveTask.exe", "standby"),
    runAs: "system",
    triggers: [onState(0.2)],
    author: "Microsoft",
    on: "client",
  },
  windowsTask(
    "Clip\\License Validation",
    exec("%SystemRoot%\\system32\\ClipUp.exe", "-p -s -o"),
    "system",
    [atBoot, weekly(3, "11:00")],
    { on: "client", author: dll("ClipUp.exe", 100), hidden: true },
  ),
];
