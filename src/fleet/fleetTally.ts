import { createHash } from "node:crypto";
import type { HostArtefact, PlantedEvent, TruthEntry } from "./artefact";
import type { ArtefactName } from "./fleetOptions";

/** Sums over the hosts, and the truth as it grows. */
export class FleetTally {
  readonly counts: Record<string, number> = {};
  readonly planted: TruthEntry[] = [];
  readonly steps: PlantedEvent[] = [];
  readonly omitted: { readonly id: string; readonly reason: string }[] = [];
  bytes = 0;
  private readonly hashes = new Map<ArtefactName, ReturnType<typeof createHash>>();

  /** Takes in what an artefact gave for one host. */
  add(artefact: HostArtefact): void {
    for (const [name, count] of Object.entries(artefact.counts)) this.counts[name] = this.of(name) + count;
    this.planted.push(...artefact.planted);
    this.steps.push(...artefact.steps);
    this.omitted.push(...artefact.omitted);
  }

  /** Adds uncompressed content to the hash of its artefact: compressed bytes may differ between versions of zlib. */
  digest(artefact: ArtefactName, ...content: readonly (string | Buffer)[]): void {
    const hash = this.hashes.get(artefact) ?? createHash("sha256");
    this.hashes.set(artefact, hash);
    for (const part of content) hash.update(part);
  }

  /** A count by name; 0 for one that nobody gave. */
  of(name: string): number {
    return this.counts[name] ?? 0;
  }

  /** Hexadecimal digests by artefact. */
  sha256(): Record<string, string> {
    return Object.fromEntries([...this.hashes].map(([name, hash]) => [name, hash.copy().digest("hex")]));
  }

  /** One digest over all artefacts: of lines of their names and digests. */
  sha256OfAll(): string {
    const lines = Object.entries(this.sha256()).map(([name, digest]) => `${name} ${digest}\n`);
    return createHash("sha256").update(lines.join("")).digest("hex");
  }
}
