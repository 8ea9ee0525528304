import { join, name, raw, type Sql, sql } from "../engine/sql";

/** A combination seen as two parts that stand together: a and b, or the pair ab and c. */
type Split = readonly [whole: readonly string[], rest: readonly string[]];

/**
 * Adds to counts of pairs or triples how often they would stand together by chance, and how surprising fewer are.
 *
 * `counts` gives the columns `by` and `count`. Adds
 * - `expected`: n_a * n_b / n for a pair. A triple is compared with every way to put a pair and the third value
 *   together by chance, and the smallest expectation counts: what a rare pair explains is no news of the triple.
 * - `lift`: count / expected; log2 of it is the pointwise mutual information.
 * - `surprise`: bits, -log2 of an upper bound of the chance that independent parts meet this rarely; 0 when they
 *   meet as often as expected. n_a draws without return from n rows of which n_b hit give k or fewer hits with a
 *   chance of at most exp(-n_a * KL(k / n_a, n_b / n)), for every sample size: an expectation of 3 can never show
 *   more than 2 bits. That is the guard for small samples; it needs no minimum count. (The exponent is half of the
 *   G statistic of the draws.)
 * - `tail_probability`: that chance times the number of combinations seen (Bonferroni), at most 1: how likely any
 *   of them would be this rare.
 *
 * Windows over the counted combinations only: the rows are not touched again.
 *
 * Source: Hoeffding, Probability inequalities for sums of bounded random variables (1963), theorem 1 and section 6;
 * Church and Hanks, Word association norms, mutual information (1990).
 */
export function expectedTogether(counts: Sql, by: readonly string[]): Sql {
  const splits: readonly Split[] =
    by.length === 2
      ? [[[by[0]!], [by[1]!]]]
      : by.map((column) => [by.filter((other) => other !== column), [column]] as const);
  const sums = splits.flatMap(([a, b], i) => [
    sql`${total(a)} as ${raw(`_a${i}`)}`,
    sql`${total(b)} as ${raw(`_b${i}`)}`,
  ]);
  const counted = sql`select *, sum(count) over ()::double as _n, count(*) over () as _combinations, ${join(sums)} from (${counts})`;
  const each = splits.flatMap((_, i) => [
    raw(`_a${i} * _b${i} / _n as _e${i}`),
    raw(`greatest(${bound(`_a${i}`, `_b${i}`)}, ${bound(`_b${i}`, `_a${i}`)}) as _s${i}`),
  ]);
  const least = (letter: string) => raw(`least(${splits.map((_, i) => `_${letter}${i}`).join(", ")})`);
  const judged = sql`select *, ${least("e")} as expected, greatest(0, ${least("s")}) / ln(2) as surprise from (select *, ${join(each)} from (${counted}))`;
  return sql`select *, count / expected as lift, least(1, _combinations * pow(2, -surprise)) as tail_probability from (${judged})`;
}

function total(columns: readonly string[]): Sql {
  return sql`sum(count) over (partition by ${join(columns.map(name))})::double`;
}

/** `draws` * KL(count / draws, hits / n) where fewer than expected came, else 0; natural units. */
function bound(draws: string, hits: string): string {
  const [q, p] = [`(count / ${draws})`, `(${hits} / _n)`];
  const rest = `(case when count = ${draws} then 0 else (1 - ${q}) * ln((1 - ${q}) / (1 - ${p})) end)`;
  return `(case when ${q} >= ${p} then 0 else ${draws} * (${q} * ln(${q} / ${p}) + ${rest}) end)`;
}
