import { compareTexts } from "../core/compareTexts";
import type { TruthEntry, TruthEvent } from "./artefact";
import { fleetBackground } from "./background";
import type { FleetPlan } from "./fleetPlan";
import type { FleetTally } from "./fleetTally";
import { KNOWN_AFTER, KNOWN_BEFORE } from "./intrusion/indicators";
import { STEPS } from "./intrusion/steps";

/** A step of the intrusion in the truth: what it was, and its rows. */
export interface TruthStep {
  readonly id: string;
  readonly title: string;
  readonly techniques: readonly string[];
  /** Whose it is: the intrusion's, or another intruder's. */
  readonly campaign: string;
  readonly hosts: readonly string[];
  readonly first_seen: string;
  readonly last_seen: string;
  readonly why: string;
  readonly seen_by: string;
  readonly events: readonly TruthEvent[];
}

/** What is planted and what is merely odd; made for measuring methods, which must not read it. */
export function fleetTruth(plan: FleetPlan, tally: FleetTally): object {
  const benign = Object.entries(tally.counts).filter(([name]) => name.startsWith("benign_"));
  return {
    planted: plantedInOrder(plan, tally),
    omitted: [...plan.assignment.omitted, ...tally.omitted],
    intrusion: {
      entry: plan.intrusion.entry.name,
      foothold: plan.intrusion.foothold.name,
      account: plan.assignment.stolen.name,
      steps: stepsOf(tally),
      indicators: {
        before: KNOWN_BEFORE.map(({ type, value, verdict }) => ({ type, value, verdict })),
        after: KNOWN_AFTER.map(({ type, value, verdict }) => ({ type, value, verdict })),
      },
    },
    benign: {
      ...fleetBackground(plan),
      counts: Object.fromEntries(benign.map(([name, count]) => [name.slice("benign_".length), count])),
    },
  };
}

/** The planted tasks, earliest first. */
export function plantedInOrder(plan: FleetPlan, tally: FleetTally): TruthEntry[] {
  const order = new Map(plan.hosts.map((host, index) => [host.name, index]));
  return [...tally.planted].sort(
    (a, b) => compareTexts(a.first_seen, b.first_seen) || order.get(a.host)! - order.get(b.host)!,
  );
}

function stepsOf(tally: FleetTally): TruthStep[] {
  return STEPS.flatMap((step) => {
    const rows = tally.steps.filter((one) => one.step === step.id);
    if (rows.length === 0) return [];
    const events = rows.map(({ event }) => event).sort((a, b) => compareTexts(a.time, b.time));
    const { id, title, techniques, campaign, why, seenBy } = step;
    return [
      {
        id,
        title,
        techniques,
        campaign,
        hosts: [...new Set(rows.map(({ host }) => host))],
        first_seen: events[0]!.time,
        last_seen: events.at(-1)!.time,
        why,
        seen_by: seenBy,
        events,
      },
    ];
  });
}
