import type { Artefact, HostArtefact, HostFile, TruthEvent } from "../artefact";
import { EventLog, type EventSource, type FleetEvent, systemTime } from "../eventLog";
import type { HostLife } from "../hostLife";
import { intrusionOn } from "../intrusion/intrusion";
import { SECURITY_SOURCE } from "../tasks/taskSecurityEvents";
import { fileBackground } from "./fileBackground";
import { logonBackground } from "./logonBackground";
import { writeExplicitLogon, writeLogon, writeSecurityClear } from "./logonEvents";
import { networkBackground } from "./networkBackground";
import { processBackground } from "./processBackground";
import { ProcessWriter, SYSMON_SOURCE } from "./processEvents";
import { serviceBackground } from "./serviceBackground";
import {
  SYSTEM_SOURCE,
  writeInstall,
  writeInstallAudit,
  writeRename,
  writeState,
  writeSystemClear,
} from "./serviceEvents";

/** Security 4624, 4625, 4634, 4647, 4648 and 1102. */
export const logonArtefact: Artefact = (life) => {
  const log = new HostLog(life, "Security-logons.jsonl.gz", SECURITY_SOURCE, "logons");
  const background = logonBackground(life, log.random);
  const { logons, explicitLogons, clears } = intrusionOn(life);
  const { host, setting } = life;
  for (const logon of [...background.logons, ...logons]) {
    log.note(logon.step, writeLogon(log.events, logon, host, setting.domain));
  }
  for (const logon of [...background.explicitLogons, ...explicitLogons]) {
    log.note(logon.step, [writeExplicitLogon(log.events, logon)]);
  }
  for (const clear of clears.filter(({ channel }) => channel === "Security")) {
    log.note(clear.step, [writeSecurityClear(log.events, clear)]);
  }
  return artefactOf(life, [log], "logon_events");
};

/** Sysmon 1 and 11; Security 4688 where Sysmon does not run. */
export const processArtefact: Artefact = (life) => {
  const log = life.sysmon
    ? new HostLog(life, "Sysmon-processes.jsonl.gz", SYSMON_SOURCE, "processes")
    : new HostLog(life, "Security-processes.jsonl.gz", SECURITY_SOURCE, "processes");
  const { processes, files } = intrusionOn(life);
  const writer = new ProcessWriter(log.events, life.host, life.setting.domain.netbios);
  for (const start of [...processBackground(life, log.random), ...processes]) {
    log.note(start.step, [life.sysmon ? writer.start(start) : writer.audit(start)]);
  }
  const written = life.sysmon ? [...fileBackground(life, log.random.fork("files")), ...files] : [];
  for (const file of written) log.note(file.step, [writer.file(file)]);
  return artefactOf(life, [log], "process_events");
};

/** From the renaming to the restart that makes it effective, in microseconds. */
const RENAME_TO_START = 40e6;

/** System 7045, 7036, 104 and 6011; Security 4697 where the host audits it. */
export const serviceArtefact: Artefact = (life) => {
  const system = new HostLog(life, "System-services.jsonl.gz", SYSTEM_SOURCE, "services");
  const security = new HostLog(life, "Security-services.jsonl.gz", SECURITY_SOURCE, "services audited");
  const background = serviceBackground(life, system.random);
  const { services, states, clears } = intrusionOn(life);
  for (const install of [...background.services, ...services]) {
    system.note(install.step, [writeInstall(system.events, install)]);
    if (life.host.audits) security.note(install.step, [writeInstallAudit(security.events, install)]);
  }
  const { host, setting } = life;
  if (host.formerly !== undefined) {
    writeRename(system.events, setting.calendar.renamedAt - RENAME_TO_START, host.formerly.name, host.name);
  }
  for (const state of [...background.states, ...states]) {
    system.note(state.step, [writeState(system.events, state)]);
  }
  for (const clear of [...background.clears, ...clears].filter(({ channel }) => channel !== "Security")) {
    system.note(clear.step, [writeSystemClear(system.events, clear)]);
  }
  return artefactOf(life, [system, security], "service_events");
};

/** Sysmon 3 and 22; nothing where Sysmon does not run. */
export const networkArtefact: Artefact = (life) => {
  const log = new HostLog(life, "Sysmon-network.jsonl.gz", SYSMON_SOURCE, "network");
  if (life.sysmon) {
    const background = networkBackground(life, log.random);
    const { connections, queries } = intrusionOn(life);
    const { plan, host, setting } = life;
    const writer = new ProcessWriter(log.events, host, setting.domain.netbios);
    const source = { address: plan.devices.of(host).address, name: `${host.name}.${setting.domain.dns}` };
    for (const one of [...background.connections, ...connections]) {
      log.note(one.step, [writer.connection(one, source)]);
    }
    for (const one of [...background.queries, ...queries]) log.note(one.step, [writer.query(one)]);
  }
  return artefactOf(life, [log], "network_events");
};

/** One log file of a host, and which of its events belong to the intrusion. */
class HostLog {
  readonly events: EventLog;
  readonly random;
  private readonly planted: { readonly step: string; readonly event: FleetEvent }[] = [];

  constructor(
    private readonly life: HostLife,
    private readonly name: string,
    private readonly source: EventSource,
    fork: string,
  ) {
    this.events = new EventLog(source);
    this.random = life.source(fork);
  }

  /** Remembers events that belong to a step. */
  note(step: string | undefined, events: readonly FleetEvent[]): void {
    if (step === undefined) return;
    for (const event of events) this.planted.push({ step, event });
  }

  /** The finished file. These logs were forwarded while they were written: gaps and clearing took nothing from them. */
  file(): HostFile & { readonly lines: readonly string[] } {
    const { host, setting } = this.life;
    const ids = this.random.fork("record ids");
    const first = 100_000 + ids.integer(9_000_000);
    const calendar = { ...setting.calendar, gaps: [] };
    const lines = this.events.lines(host, setting.domain.dns, calendar, first, () => 1 + ids.integer(4));
    return { folder: "activity", name: this.name, lines };
  }

  /** The planted events, once the file is made. */
  truth(): { readonly step: string; readonly event: TruthEvent }[] {
    return this.planted
      .filter(({ event }) => event.line > 0)
      .map(({ step, event }) => ({
        step,
        event: {
          file: `activity/${this.life.host.name}/${this.name}`,
          channel: this.source.channel,
          event_id: event.kind.eventId,
          record_id: event.recordId,
          line: event.line,
          time: systemTime(event.time),
        },
      }));
  }
}

function artefactOf(life: HostLife, logs: readonly HostLog[], counter: string): HostArtefact {
  const files = logs.map((log) => log.file());
  return {
    files,
    counts: { [counter]: files.reduce((sum, file) => sum + file.lines.length, 0) },
    planted: [],
    omitted: [],
    steps: logs
      .flatMap((log) => log.truth())
      .map(({ step, event }) => ({ step, host: life.host.name, event })),
  };
}
