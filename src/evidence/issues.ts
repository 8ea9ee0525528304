import { displaySymbol, inspectSymbol, type MimeBundle } from "../core/display";
import { escapeHtml, visible } from "../core/html";
import type { Issue, IssueSink } from "../core/issue";

const MOST_OF_A_FILE = 1000;

/** Issues of one read; shows itself as a short list. */
export class Issues extends Array<Issue> {
  [displaySymbol](): MimeBundle {
    const text = this.summary();
    return { "text/plain": text, "text/html": `<pre>${escapeHtml(text)}</pre>` };
  }

  [inspectSymbol](): string {
    return this.summary();
  }

  private summary(): string {
    if (this.length === 0) return "no issues: everything was read";
    const lines = this.slice(0, 10).map(
      ({ path, place, reason }) => `  ${visible([path, place, reason].filter(Boolean).join(": "))}`,
    );
    const more = this.length > lines.length ? [`  … and ${this.length - lines.length} more`] : [];
    return [`${this.length} ${this.length === 1 ? "issue" : "issues"}:`, ...lines, ...more].join("\n");
  }

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/**
 * Takes the issues of one read.
 *
 * Of each file the first thousand are kept; the others are counted, and `finish` adds one issue with their number.
 */
export function collectIssues(): { readonly issues: Issues; readonly note: IssueSink; finish(): void } {
  const issues = new Issues();
  const counts = new Map<string, { seen: number; lost: number }>();
  return {
    issues,
    note(issue) {
      const count = counts.get(issue.path) ?? { seen: 0, lost: 0 };
      counts.set(issue.path, count);
      count.seen += 1;
      if (count.seen <= MOST_OF_A_FILE) issues.push(issue);
      else count.lost += issue.lost ?? 0;
    },
    finish() {
      for (const [path, { seen, lost }] of counts) {
        const more = seen - MOST_OF_A_FILE;
        if (more > 0) issues.push({ path, place: "", reason: `${more} more issues of this file`, lost });
      }
    },
  };
}
