import type { Expression } from "./model";
import { SigmaError } from "./sigmaError";

/** Deepest nesting of brackets and `not`; deeper ones are refused, so that nothing recurses far. */
export const MAX_CONDITION_DEPTH = 64;
/** Longest condition, in characters. */
export const MAX_CONDITION_LENGTH = 65_536;

/**
 * Parses a condition: names, `1 of` and `all of` a pattern or `them`, `not`, `and`, `or`, brackets.
 *
 * `not` binds strongest, then `and`, then `or`; words in any case. Throws a {@link SigmaError} whose `offset` is the
 * place in the text. O(n).
 *
 * @example
 * parseCondition("a and not 1 of b_*").kind // "and"
 *
 * Source: Sigma specification 2.1, "Condition".
 */
export function parseCondition(text: string): Expression {
  if (text.length > MAX_CONDITION_LENGTH) {
    throw new SigmaError(
      `sigma: condition must have at most ${MAX_CONDITION_LENGTH} characters, got ${text.length}`,
    );
  }
  const parser = new ConditionParser(text, tokensOf(text));
  const expression = parser.either(0);
  parser.end();
  return expression;
}

interface Token {
  readonly text: string;
  readonly word: string;
  readonly offset: number;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[()|]|[^\s()|]+/g)].map(([found], i, all) => ({
    text: found!,
    word: found!.toLowerCase(),
    offset: (all as unknown as { index: number }[])[i]!.index,
  }));
}

class ConditionParser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  either(depth: number): Expression {
    return this.chain("or", () => this.both(depth));
  }

  end(): void {
    const token = this.tokens[this.at];
    if (token === undefined) return;
    if (token.text === "|") {
      throw this.fault("aggregations (`| count() …`) are obsolete; write a correlation rule", token.offset);
    }
    throw this.fault(
      `\`and\`, \`or\` or the end was expected, got ${JSON.stringify(token.text)}`,
      token.offset,
    );
  }

  private both(depth: number): Expression {
    return this.chain("and", () => this.single(depth));
  }

  private chain(kind: "and" | "or", part: () => Expression): Expression {
    const items = [part()];
    while (this.tokens[this.at]?.word === kind) {
      this.at += 1;
      items.push(part());
    }
    return items.length === 1 ? items[0]! : { kind, items };
  }

  private single(depth: number): Expression {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.fault("a name was expected, got the end", this.text.length);
    if (depth > MAX_CONDITION_DEPTH) {
      throw this.fault(
        `condition must be at most ${MAX_CONDITION_DEPTH} levels deep, got more`,
        token.offset,
      );
    }
    this.at += 1;
    if (token.word === "not") return { kind: "not", item: this.single(depth + 1) };
    if (token.text === "(") {
      const inner = this.either(depth + 1);
      if (this.tokens[this.at]?.text !== ")") {
        throw this.fault("bracket is not closed", token.offset);
      }
      this.at += 1;
      return inner;
    }
    if (this.tokens[this.at]?.word === "of" && ["1", "any", "all"].includes(token.word))
      return this.of(token);
    if (["and", "or", "of", ")", "|"].includes(token.word)) {
      throw this.fault(`a name was expected, got ${JSON.stringify(token.text)}`, token.offset);
    }
    return { kind: "name", name: token.text, offset: token.offset };
  }

  private of({ word, offset }: Token): Expression {
    const pattern = this.tokens[this.at + 1];
    if (pattern === undefined || "()|".includes(pattern.text)) {
      throw this.fault("a pattern of names or `them` was expected behind `of`", offset);
    }
    this.at += 2;
    return { kind: "of", all: word === "all", pattern: pattern.text, offset: pattern.offset };
  }

  private fault(fault: string, offset: number): SigmaError {
    return new SigmaError(`sigma: ${fault}`, [], offset);
  }
}
