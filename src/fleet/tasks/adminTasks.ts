import { exec, type TaskAction } from "./taskSpec";

/** A task that an administrator makes by hand for one purpose. */
export interface OneOff {
  /** Full name; `{number}`, `{letters}`, `{host}`, `{admin}` are filled in. */
  readonly name: string;
  /** Its program; the same placeholders hold. */
  readonly action: TaskAction;
  /** Runs as SYSTEM, else as the administrator. */
  readonly system: boolean;
  /** Waits for the night, else it is started at once. */
  readonly night: boolean;
  /** How often it is chosen, relative to the others. */
  readonly weight: number;
}

const oneOff = (
  name: string,
  action: TaskAction,
  system: boolean,
  night: boolean,
  weight: number,
): OneOff => ({
  name: `\\${name}`,
  action,
  system,
  night,
  weight,
});

/** What administrators schedule by hand: benign, rare, and odd at first sight. */
export const ONE_OFFS: readonly OneOff[] = [
  oneOff("Reboot tonight", exec("C:\\Windows\\System32\\shutdown.exe", "/r /t 60 /f"), true, true, 4),
  oneOff(
    "INC{number}",
    exec("powershell.exe", "-ExecutionPolicy Bypass -File C:\\Temp\\INC{number}.ps1"),
    true,
    false,
    9,
  ),
  oneOff(
    "CHG{number} step 2",
    exec("cmd.exe", "/c C:\\Temp\\CHG{number}\\run.cmd > C:\\Temp\\out.txt 2>&1"),
    true,
    true,
    6,
  ),
  oneOff(
    "Restart spooler {number}",
    exec("cmd.exe", "/c net stop spooler & net start spooler"),
    true,
    false,
    2,
  ),
  oneOff(
    "copy {host} logs",
    exec("robocopy.exe", "C:\\Logs \\\\LONFIL01\\drop$\\{host} /E /R:1"),
    false,
    false,
    3,
  ),
  oneOff("test", exec("notepad.exe"), false, false, 2),
  oneOff("test {number}", exec("cmd.exe", "/c whoami > C:\\Windows\\Temp\\who.txt"), true, false, 3),
  oneOff("{letters}", exec("C:\\Windows\\Temp\\{letters}.exe", "/S"), true, false, 3),
  oneOff("{letters}", exec("cmd.exe", "/c C:\\Temp\\fix.bat"), true, false, 3),
  oneOff(
    "tmp_{letters}",
    exec("powershell.exe", '-NoP -W Hidden -Command "& C:\\Temp\\{letters}.ps1"'),
    true,
    false,
    3,
  ),
  oneOff(
    "dump w3wp",
    exec("C:\\Tools\\procdump64.exe", "-accepteula -ma w3wp.exe C:\\Dumps"),
    true,
    false,
    2,
  ),
  oneOff("netsh trace {number}", exec("netsh.exe", "trace start capture=yes maxsize=512"), true, false, 2),
  oneOff("chkdsk D", exec("C:\\Windows\\System32\\chkdsk.exe", "D: /scan"), true, true, 2),
  oneOff("gpupdate {host}", exec("C:\\Windows\\System32\\gpupdate.exe", "/force"), true, false, 3),
  oneOff(
    "Migration wave {number}",
    exec("powershell.exe", "-File \\\\LONFIL01\\scripts$\\migrate.ps1"),
    false,
    true,
    4,
  ),
  oneOff(
    "Unlock profile {number}",
    exec("C:\\Users\\{admin}\\Desktop\\delprof2.exe", "/q /d:7"),
    true,
    false,
    2,
  ),
  oneOff("driver update {number}", exec("C:\\Temp\\sp{number}.exe", "-s"), true, true, 2),
  oneOff("certreq {host}", exec("certreq.exe", "-submit -config CA01 C:\\Temp\\{host}.req"), false, false, 2),
  oneOff(
    "perf {letters}",
    exec("typeperf.exe", "-cf C:\\Temp\\counters.txt -o C:\\Temp\\{letters}.csv"),
    true,
    false,
    2,
  ),
  oneOff(
    "Microsoft\\Windows\\PLA\\{host} slow {letters}",
    exec(
      "C:\\Windows\\system32\\rundll32.exe",
      'C:\\Windows\\system32\\pla.dll,PlaHost "{host} slow" "$(Arg0)"',
    ),
    true,
    false,
    4,
  ),
  oneOff(
    "Microsoft\\Windows\\Backup\\Microsoft-Windows-WindowsBackup-{letters}",
    exec("%windir%\\System32\\wbadmin.exe", "start backup -templateId:{{letters}} -quiet"),
    true,
    true,
    2,
  ),
  oneOff(
    "Microsoft\\Windows\\Server Manager\\CleanupOldPerfLogs-{number}",
    exec("%systemroot%\\system32\\cscript.exe", "/B /nologo %systemroot%\\system32\\calluxxprovider.vbs"),
    true,
    false,
    1,
  ),
];

/** What the deployment tool runs on hosts, as PowerShell; it hands it over encoded. */
export const DEPLOYED: readonly string[] = [
  "Get-HotFix | Export-Csv C:\\Ops\\hotfix.csv",
  "Install-Package -Name HaldenAgent -Force",
  "Restart-Service -Name nxlog",
  "Set-Service -Name RemoteRegistry -StartupType Disabled",
  "Copy-Item \\\\LONFIL01\\deploy$\\baseline.ps1 C:\\Ops -Force",
];

/** `powershell.exe` with a script as it is handed over by tools: UTF-16 in base64. */
export function encodedPowerShell(script: string, flags: string): TaskAction {
  return exec(
    "powershell.exe",
    `${flags} -EncodedCommand ${Buffer.from(script, "utf16le").toString("base64")}`,
  );
}
