import { hashText } from "../../core/random";
import { DAY, MINUTE } from "../calendar";
import type { DefinedTrigger, Principal, TaskDefinition } from "./definition";
import type { TaskAction } from "./taskSpec";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/**
 * The XML of a task as Windows stores it in `System32\Tasks` (there in UTF-16) and repeats it in events 4698 and 4702.
 *
 * `utcOffsetMinutes` is the clock of the host: boundaries are local times.
 *
 * Source: MS-TSCH section 2.5.3; order and settings as Windows, schtasks.exe and PowerShell write them.
 */
export function taskXml(definition: TaskDefinition, utcOffsetMinutes: number): string {
  const windows = definition.style === "windows";
  const principals = principalXml(definition.principal);
  const settings = settingsXml(definition);
  const action = actionXml(definition.action);
  const rest = windows ? [principals, settings, action] : [settings, action, principals];
  return [
    '<?xml version="1.0" encoding="UTF-16"?>',
    `<Task version="${version(definition)}" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">`,
    registrationXml(definition, utcOffsetMinutes),
    triggersXml(definition, utcOffsetMinutes),
    ...rest,
    "</Task>",
  ].join("\r\n");
}

function version(definition: TaskDefinition): string {
  if (definition.style === "windows") return "classId" in definition.action ? "1.6" : "1.4";
  return definition.style === "schtasks" ? "1.2" : "1.3";
}

function registrationXml(definition: TaskDefinition, utcOffsetMinutes: number): string {
  const lines = ["  <RegistrationInfo>"];
  if (definition.style === "schtasks")
    lines.push(`    <Date>${local(definition.date, utcOffsetMinutes)}</Date>`);
  if (definition.author !== "") lines.push(`    <Author>${escapeXml(definition.author)}</Author>`);
  lines.push(`    <URI>${escapeXml(definition.name)}</URI>`, "  </RegistrationInfo>");
  return lines.join("\r\n");
}

function triggersXml(definition: TaskDefinition, utcOffsetMinutes: number): string {
  const triggers = definition.triggers.flatMap((trigger) =>
    triggerXml(trigger, definition, utcOffsetMinutes),
  );
  if (triggers.length === 0) return "  <Triggers />";
  return ["  <Triggers>", ...triggers, "  </Triggers>"].join("\r\n");
}

function triggerXml(trigger: DefinedTrigger, definition: TaskDefinition, utcOffsetMinutes: number): string[] {
  const midnight = Math.floor((definition.date + utcOffsetMinutes * MINUTE) / DAY) * DAY;
  const boundary = (minute: number) =>
    `      <StartBoundary>${local(midnight + minute * MINUTE, 0)}</StartBoundary>`;
  switch (trigger.kind) {
    case "once":
      return element("TimeTrigger", [
        `      <StartBoundary>${local(trigger.time, utcOffsetMinutes)}</StartBoundary>`,
      ]);
    case "daily":
      return element("CalendarTrigger", [boundary(trigger.minute)], schedule(trigger.days));
    case "weekly":
      return element("CalendarTrigger", [boundary(trigger.minute)], onWeekdays([trigger.weekday]));
    case "repeat":
      return element("TimeTrigger", [...repetition(trigger.every), boundary(0)]);
    case "boot":
      return element("BootTrigger");
    case "logon":
      return element("LogonTrigger");
    case "registration":
      return element("RegistrationTrigger");
    case "event":
      return element("EventTrigger", [], [`      <Subscription>${escapeXml(SUBSCRIPTION)}</Subscription>`]);
    case "state":
      return element(
        "WnfStateChangeTrigger",
        [],
        [`      <StateName>${stateName(definition.name)}</StateName>`],
      );
    default:
      return [];
  }
}

const SUBSCRIPTION =
  '<QueryList><Query Id="0" Path="Microsoft-Windows-NetworkProfile/Operational">' +
  "<Select>*[System[EventID=10000]]</Select></Query></QueryList>";

/** The schema's order: boundaries, whether it is enabled, and what only this kind of trigger has. */
function element(name: string, before: readonly string[] = [], after: readonly string[] = []): string[] {
  return [`    <${name}>`, ...before, "      <Enabled>true</Enabled>", ...after, `    </${name}>`];
}

function repetition(minutes: number): string[] {
  const interval = `        <Interval>${duration(minutes)}</Interval>`;
  return [
    "      <Repetition>",
    interval,
    "        <StopAtDurationEnd>false</StopAtDurationEnd>",
    "      </Repetition>",
  ];
}

function schedule(days: "all" | "weekdays" | "weekend"): string[] {
  if (days !== "all") return onWeekdays(days === "weekend" ? [0, 6] : [1, 2, 3, 4, 5]);
  return ["      <ScheduleByDay>", "        <DaysInterval>1</DaysInterval>", "      </ScheduleByDay>"];
}

function onWeekdays(days: readonly number[]): string[] {
  const names = days.map((day) => `          <${WEEKDAYS[day]} />`);
  const open = ["      <ScheduleByWeek>", "        <WeeksInterval>1</WeeksInterval>", "        <DaysOfWeek>"];
  return [...open, ...names, "        </DaysOfWeek>", "      </ScheduleByWeek>"];
}

function principalXml(principal: Principal): string {
  const tag = principal.group ? "GroupId" : "UserId";
  const lines = ['    <Principal id="Author">', `      <${tag}>${escapeXml(principal.account)}</${tag}>`];
  if (principal.context === "" && !principal.group)
    lines.push("      <LogonType>InteractiveToken</LogonType>");
  else if (principal.account.includes("\\")) lines.push("      <LogonType>Password</LogonType>");
  lines.push(`      <RunLevel>${principal.highest ? "HighestAvailable" : "LeastPrivilege"}</RunLevel>`);
  return ["  <Principals>", ...lines, "    </Principal>", "  </Principals>"].join("\r\n");
}

function settingsXml(definition: TaskDefinition): string {
  const windows = definition.style === "windows";
  const maintenance = definition.triggers.some((trigger) => trigger.kind === "maintenance");
  const lines = [
    ["MultipleInstancesPolicy", "IgnoreNew"],
    ["DisallowStartIfOnBatteries", windows ? "false" : "true"],
    ["StopIfGoingOnBatteries", windows ? "false" : "true"],
    ["AllowHardTerminate", "true"],
    ["StartWhenAvailable", windows ? "true" : "false"],
    ["RunOnlyIfNetworkAvailable", "false"],
    ["AllowStartOnDemand", "true"],
    ["Enabled", String(definition.disabled !== true)],
    ["Hidden", String(definition.hidden)],
    ["RunOnlyIfIdle", "false"],
    ["WakeToRun", "false"],
    ["ExecutionTimeLimit", windows ? "PT4H" : "PT72H"],
    ["Priority", "7"],
  ].map(([name, value]) => `    <${name}>${value}</${name}>`);
  if (maintenance)
    lines.push("    <MaintenanceSettings>", "      <Period>P1D</Period>", "    </MaintenanceSettings>");
  return ["  <Settings>", ...lines, "  </Settings>"].join("\r\n");
}

function actionXml(action: TaskAction): string {
  const lines = ['  <Actions Context="Author">'];
  if ("classId" in action) {
    lines.push("    <ComHandler>", `      <ClassId>${action.classId}</ClassId>`, "    </ComHandler>");
  } else {
    lines.push("    <Exec>", `      <Command>${escapeXml(action.command)}</Command>`);
    if (action.arguments !== "") lines.push(`      <Arguments>${escapeXml(action.arguments)}</Arguments>`);
    lines.push("    </Exec>");
  }
  return [...lines, "  </Actions>"].join("\r\n");
}

/** A name of the Windows Notification Facility, made up from the task's own. */
function stateName(name: string): string {
  return (
    hashText(name, 1).toString(16).padStart(8, "0") + hashText(name, 2).toString(16).padStart(8, "0")
  ).toUpperCase();
}

function duration(minutes: number): string {
  return minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`;
}

function local(time: number, utcOffsetMinutes: number): string {
  return new Date(Math.floor((time + utcOffsetMinutes * MINUTE) / 1000)).toISOString().slice(0, 19);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
