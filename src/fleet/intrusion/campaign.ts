import type { Random } from "../../core/random";
import { type Account, accountOf } from "../activity/accounts";
import type { Device } from "../activity/devices";
import { type HostRecords, noRecords } from "../activity/records";
import { running, SECOND } from "../calendar";
import type { FleetModel } from "../fleetPlan";
import { hostStage } from "../hostStage";
import type { Host } from "../hosts";
import { eventCacheManagerTime } from "../planted/eventCacheManager";
import { hijackedTaskTime } from "../planted/hijackedTask";
import { momentAt } from "../planted/plantedItem";
import type { Setting } from "../tasks/taskRuns";

/** Tasks that are made or changed over the network. */
const TASK_TIMES = {
  "event-cache-manager": eventCacheManagerTime,
  "hijacked-task": hijackedTaskTime,
} as const;

/** Where the intruders go, with whose account, and what they leave there. */
export class Campaign {
  /** The account in their hands. */
  readonly stolen: Account;
  /** The monitoring servers: all get the bad update. */
  readonly platforms: readonly Host[];
  /** The one that they work from. */
  readonly entry: Host;
  /** The workstation by way of which they reach the first servers. */
  readonly foothold: Host;
  /** The server on which they make a service. */
  readonly served: Host;
  readonly controller: Host | undefined;
  /** Hosts with planted tasks, by item. */
  readonly planted: ReadonlyMap<string, Host>;
  private readonly records = new Map<Host, HostRecords>();
  private readonly settings = new Map<Host, Setting>();

  constructor(
    readonly model: FleetModel,
    readonly random: Random,
  ) {
    const { hosts, assignment, domain } = model;
    const settled = hosts.filter((host) => host.installedOn === 0);
    const pool = settled.length > 0 ? settled : hosts;
    this.stolen = accountOf(assignment.stolen, domain);
    this.planted = new Map(
      [...assignment.items].flatMap(([host, items]) => items.map((item) => [item.id, host] as const)),
    );
    const platforms = pool.filter((host) => host.role === "monitoring");
    this.platforms = platforms.length > 0 ? platforms : [this.choose(pool, "entry", ["application", "web"])];
    const seen = this.platforms.filter((host) => this.sees(host));
    this.entry = random.fork("entry platform").pick(seen.length > 0 ? seen : this.platforms);
    this.foothold = hosts.find((host) => host.name === assignment.from)!;
    const free = pool.filter((host) => ![...this.planted.values(), this.entry, this.foothold].includes(host));
    this.served = this.choose(free.length > 0 ? free : pool, "served", ["database", "web"]);
    this.controller = pool.find((host) => host.role === "domain-controller");
  }

  /** What the intruders leave on a host. */
  on(host: Host): HostRecords {
    const known = this.records.get(host);
    if (known !== undefined) return known;
    const fresh = noRecords();
    this.records.set(host, fresh);
    return fresh;
  }

  /** All of it. */
  all(): ReadonlyMap<Host, HostRecords> {
    return this.records;
  }

  /** When a planted task is made or changed from another machine; undefined when it is not planted. */
  taskTime(item: keyof typeof TASK_TIMES): { readonly host: Host; readonly time: number } | undefined {
    const host = this.planted.get(item);
    if (host === undefined) return undefined;
    const { setting, random } = hostStage(this.model, host);
    return { host, time: TASK_TIMES[item](setting, random.fork("tasks").fork(`planted:${item}`)) };
  }

  /** The machine that each task is reached from: the workstation while it runs, else the monitoring server. */
  taskSources(): ReadonlyMap<string, Host> {
    const sources = new Map([["quiet-runs", this.entry]]);
    for (const item of Object.keys(TASK_TIMES) as (keyof typeof TASK_TIMES)[]) {
      const made = this.taskTime(item);
      if (made === undefined) continue;
      const runs = running(this.setting(this.foothold).calendar.up, made.time - 10 * SECOND);
      sources.set(item, runs && this.foothold !== made.host ? this.foothold : this.entry);
    }
    return sources;
  }

  device(host: Host): Device {
    return this.model.devices.of(host);
  }

  /** A moment on a host: at a share of the period, on a working day, between two local hours. */
  moment(host: Host, share: number, fromHour: number, hours: number, random: Random): number {
    return momentAt(this.setting(host), share, fromHour, hours, random);
  }

  setting(host: Host): Setting {
    const known = this.settings.get(host);
    if (known !== undefined) return known;
    const { setting } = hostStage(this.model, host);
    this.settings.set(host, setting);
    return setting;
  }

  /** Of the hosts with one of the roles, or of all, one whose processes are logged in full if there is one. */
  private choose(hosts: readonly Host[], name: string, roles: readonly Host["role"][]): Host {
    const fitting = hosts.filter((host) => roles.includes(host.role));
    const some = fitting.length > 0 ? fitting : hosts;
    const seen = some.filter((host) => this.sees(host));
    return this.random.fork(name).pick(seen.length > 0 ? seen : some);
  }

  private sees(host: Host): boolean {
    return hostStage(this.model, host).sysmon && host.audits;
  }
}
