import { systemTime } from "./eventLog";
import type { FleetPlan } from "./fleetPlan";
import { hostStage } from "./hostStage";
import { ROLLOUTS, rolloutDay } from "./tasks/rollouts";

/** The harmless oddities of a fleet that a hunter will meet: for the truth file, to check false alarms against. */
export interface Background {
  readonly rollouts: readonly { readonly task: string; readonly day: number }[];
  readonly renamed: readonly { readonly host: string; readonly formerly: string; readonly until: string }[];
  readonly installed_late: readonly { readonly host: string; readonly day: number }[];
  readonly log_gaps: readonly { readonly host: string; readonly from: string; readonly to: string }[];
  readonly password_fault: { readonly account: string; readonly from: string; readonly to: string };
}

/** Lists the background of a plan. */
export function fleetBackground(plan: FleetPlan): Background {
  const { hosts, settings, fault } = plan;
  const calendars = hosts.map((host) => ({ host, calendar: hostStage(plan, host).setting.calendar }));
  return {
    rollouts:
      settings.days < 3
        ? []
        : ROLLOUTS.map((one) => ({ task: one.spec.name, day: rolloutDay(one, settings.days) })),
    renamed: calendars.flatMap(({ host, calendar }) =>
      host.formerly === undefined
        ? []
        : [{ host: host.name, formerly: host.formerly.name, until: systemTime(calendar.renamedAt) }],
    ),
    installed_late: hosts
      .filter((host) => host.installedOn > 0)
      .map((host) => ({ host: host.name, day: host.installedOn })),
    log_gaps: calendars.flatMap(({ host, calendar }) =>
      calendar.gaps.map((gap) => ({ host: host.name, from: systemTime(gap.from), to: systemTime(gap.to) })),
    ),
    password_fault: { account: fault.account, from: systemTime(fault.from), to: systemTime(fault.to) },
  };
}
