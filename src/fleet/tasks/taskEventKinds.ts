import type { EventKind, EventSource } from "../eventLog";

/** Provider and channel of the Task Scheduler's own log. */
export const TASK_SOURCE: EventSource = {
  provider: "Microsoft-Windows-TaskScheduler",
  providerGuid: "DE7B24EA-73C8-4A09-985D-5BDADCFA9017",
  channel: "Microsoft-Windows-TaskScheduler/Operational",
  userSid: "S-1-5-18",
};

const PLAIN = "0x8000000000000000";
const JOB = "0x8000000000000001";

function kind(eventId: number, dataName: string, opcode = 0, level = 4, version = 0): EventKind {
  return { eventId, dataName, version, level, task: eventId, opcode, keywords: PLAIN };
}

function job(eventId: number, dataName: string, opcode: number, level = 4): EventKind {
  return { ...kind(eventId, dataName, opcode, level), keywords: JOB };
}

/**
 * The events of the Task Scheduler log that the fleet writes, by what they say.
 *
 * Source: the provider's events in real logs of Windows 10 (version, level, opcode and keywords as found there).
 */
export const TASK_EVENTS = {
  started: job(100, "TaskStartEvent", 1),
  startFailed: job(101, "TaskStartFailedEvent", 101, 2),
  completed: job(102, "TaskSuccessEvent", 2),
  failed: job(103, "TaskFailureEvent", 102, 2),
  registered: kind(106, "TaskRegisteredEvent"),
  time: kind(107, "TimeTriggerEvent"),
  event: kind(108, "EventTriggerEvent"),
  registration: kind(109, "RegistrationTriggerEvent"),
  demand: kind(110, "TaskRunEvent"),
  terminated: job(111, "TaskTerminationEvent", 103),
  missed: kind(114, "MissedTaskLaunched", 0, 3),
  boot: kind(118, "BootTrigger"),
  logon: kind(119, "LogonTrigger"),
  process: kind(129, "CreatedTaskProcess"),
  updated: kind(140, "TaskUpdated"),
  deleted: kind(141, "TaskDeleted"),
  disabled: kind(142, "TaskDisabled"),
  actionStarted: kind(200, "ActionStart", 1, 4, 1),
  actionCompleted: kind(201, "ActionSuccess", 2, 4, 2),
  actionFailed: kind(202, "ActionFailure", 102, 2, 1),
  serviceStarted: kind(400, "ServiceStartEvent", 1),
  serviceStopped: kind(402, "ServiceStopEvent", 2),
  timeChanged: kind(411, "TimeChangeSignaled"),
  compatibility: kind(700, "CompatibilityAdapterLaunch"),
} as const;
