import { didYouMean } from "../../../core/suggest";
import { type CompareOperator, TIME_PARTS, type TimePart } from "./scalars";
import { SigmaError } from "./sigmaError";

/** A value as YAML has it. */
export type Scalar = string | number | boolean | null;

/** What a chain of modifiers makes of a field's values. Each modifier gives a changed copy. */
export interface Draft {
  readonly kind: "text" | "regex" | "cidr" | "compare" | "exists" | "fieldref";
  /** The field with the chain, as it stands in the rule, for messages. */
  readonly place: string;
  readonly values: readonly Scalar[];
  /** Encodings in order; they make bytes of the text. */
  readonly encodings: readonly Encoding[];
  /** Anything may stand in front, or behind. */
  readonly openStart: boolean;
  readonly openEnd: boolean;
  readonly all: boolean;
  readonly cased: boolean;
  readonly differs: boolean;
  readonly dashes: boolean;
  readonly expand: boolean;
  readonly flags: { readonly i: boolean; readonly m: boolean; readonly s: boolean };
  readonly operator: CompareOperator;
  readonly part: TimePart | null;
}

/** An encoding that a modifier names. */
export type Encoding = "base64" | "base64offset" | "utf16" | "utf16le" | "utf16be";

type Modifier = (draft: Draft) => Partial<Draft>;

const kind =
  (wanted: Draft["kind"], more: Partial<Draft> = {}): Modifier =>
  (draft) => {
    if (draft.kind !== "text" && draft.kind !== wanted)
      throw fault(draft, `cannot follow a modifier of ${draft.kind}`);
    return { kind: wanted, ...more };
  };

const flag =
  (name: "i" | "m" | "s"): Modifier =>
  (draft) => {
    if (draft.kind !== "regex") throw fault(draft, `"${name}" must follow "re"`);
    return { flags: { ...draft.flags, [name]: true } };
  };

const open =
  (sides: Partial<Draft>): Modifier =>
  (draft) => {
    if (draft.kind !== "text" && draft.kind !== "fieldref")
      throw fault(draft, `text was expected, got ${draft.kind}`);
    return sides;
  };

const encode =
  (encoding: Encoding): Modifier =>
  (draft) => ({ encodings: [...draft.encodings, encoding] });

const compare =
  (operator: CompareOperator): Modifier =>
  (draft) =>
    kind("compare", { operator })(draft);

const part =
  (name: TimePart): Modifier =>
  (draft) =>
    kind("compare", { part: name })(draft);

/** Every modifier of the specification; a new one is one line. */
const MODIFIERS: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  ["all", () => ({ all: true })],
  ["contains", open({ openStart: true, openEnd: true })],
  ["startswith", open({ openEnd: true })],
  ["endswith", open({ openStart: true })],
  ["exists", kind("exists")],
  ["cased", () => ({ cased: true })],
  ["neq", () => ({ differs: true })],
  ["windash", () => ({ dashes: true })],
  ["re", kind("regex")],
  ["i", flag("i")],
  ["ignorecase", flag("i")],
  ["m", flag("m")],
  ["multiline", flag("m")],
  ["s", flag("s")],
  ["dotall", flag("s")],
  ["base64", encode("base64")],
  ["base64offset", encode("base64offset")],
  ["utf16", encode("utf16")],
  ["utf16le", encode("utf16le")],
  ["utf16be", encode("utf16be")],
  ["wide", encode("utf16le")],
  ["lt", compare("lt")],
  ["lte", compare("lte")],
  ["gt", compare("gt")],
  ["gte", compare("gte")],
  ...TIME_PARTS.map((name): [string, Modifier] => [name, part(name)]),
  ["cidr", kind("cidr")],
  ["expand", () => ({ expand: true })],
  ["fieldref", kind("fieldref")],
]);

/** Names of the modifiers that are known. */
export const MODIFIER_NAMES: readonly string[] = [...MODIFIERS.keys()];

/**
 * Applies the modifiers of a field, from left to right.
 *
 * Throws a {@link SigmaError} for an unknown one, with a suggestion, and for ones that do not go together.
 *
 * Source: Sigma specification 2.1, appendix on modifiers.
 */
export function applyModifiers(place: string, names: readonly string[], values: readonly Scalar[]): Draft {
  let draft: Draft = {
    kind: "text",
    place,
    values,
    encodings: [],
    openStart: false,
    openEnd: false,
    all: false,
    cased: false,
    differs: false,
    dashes: false,
    expand: false,
    flags: { i: false, m: false, s: false },
    operator: "eq",
    part: null,
  };
  for (const name of names) {
    const modifier = MODIFIERS.get(name);
    if (modifier === undefined) {
      throw new SigmaError(
        `sigma: unknown modifier ${JSON.stringify(name)} in ${place}${didYouMean(name, MODIFIER_NAMES)}`,
      );
    }
    draft = { ...draft, ...modifier(draft) };
  }
  if (draft.encodings.length > 0 && draft.kind !== "text") {
    throw fault(draft, `encodings are for text, got ${draft.kind}`);
  }
  return draft;
}

function fault(draft: Draft, what: string): SigmaError {
  return new SigmaError(`sigma: modifiers of ${draft.place} do not go together: ${what}`);
}
