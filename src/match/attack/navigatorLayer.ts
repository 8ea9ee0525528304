import type { Coverage } from "../sigma/coverage";

/** A layer of ATT&CK's Navigator, as it goes into a JSON file. */
export interface NavigatorLayer {
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly domain: string;
  readonly description: string;
  readonly techniques: readonly NavigatorTechnique[];
  readonly legendItems: readonly { readonly label: string; readonly color: string }[];
  readonly gradient: {
    readonly colors: readonly string[];
    readonly minValue: number;
    readonly maxValue: number;
  };
}

/** One technique of a layer. */
export interface NavigatorTechnique {
  readonly techniqueID: string;
  readonly score: number;
  readonly color: string;
  readonly comment: string;
  readonly enabled: boolean;
}

const FIRED = "#d55e00";
const QUIET = "#56b4e9";
const BLIND = "#bbbbbb";

/**
 * A layer for ATT&CK's Navigator: what fired, what was looked for and not found, and what could not be seen.
 *
 * The score is the number of hits. Colours are safe for colour-blind readers; vermilion means "look here".
 *
 * @example
 * navigatorLayer({ rules: 1, ran: 0, fired: 0, lost: 1, lostBy: { "log source": 1, field: 0, feature: 0 }, techniques: [{ technique: "T1053", name: null, rules: 1, ran: 0, fired: 0, hits: 0 }] }).techniques[0].comment // "1 rule, none of which could run"
 *
 * Source: https://github.com/mitre-attack/attack-navigator, layer format 4.5.
 */
export function navigatorLayer(coverage: Coverage, name = "huntbook"): NavigatorLayer {
  const most = coverage.techniques.reduce((top, { hits }) => Math.max(top, hits), 1);
  return {
    name,
    versions: { attack: "17", navigator: "5.1.0", layer: "4.5" },
    domain: "enterprise-attack",
    description: `${coverage.rules} rules, ${coverage.ran} ran, ${coverage.fired} with hits`,
    techniques: coverage.techniques.map(({ technique, rules, ran, fired, hits }) => ({
      techniqueID: technique,
      score: hits,
      color: fired > 0 ? FIRED : ran > 0 ? QUIET : BLIND,
      comment: comment(rules, ran, fired, hits),
      enabled: true,
    })),
    legendItems: [
      { label: "rules with hits", color: FIRED },
      { label: "looked for, not found", color: QUIET },
      { label: "could not be seen: no rule could run", color: BLIND },
    ],
    gradient: { colors: ["#ffffff", FIRED], minValue: 0, maxValue: most },
  };
}

function comment(rules: number, ran: number, fired: number, hits: number): string {
  const all = rules === 1 ? "1 rule" : `${rules} rules`;
  if (ran === 0) return `${all}, none of which could run`;
  return fired === 0 ? `${all}, ${ran} ran, no hit` : `${all}, ${ran} ran, ${fired} with ${hits} hits`;
}
