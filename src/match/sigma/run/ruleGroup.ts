import type { DetectionRule, LogSource, Test } from "../rule/model";
import type { SourceVariant } from "../sources/sourceMap";
import { anchorsOf } from "./anchors";
import { AtomTable, type CompiledTest, compileTest } from "./compileTest";
import { type EventFields, type FieldValue, mappedFields } from "./eventFields";
import { FieldIndex } from "./fieldIndex";
import { type ValueTest, valueTest } from "./matchValue";

/** Fields that nearly every event of a log shares: expected to be found often, however long their values are. */
const COMMON_FIELDS: ReadonlySet<string> = new Set(["EventID", "Channel", "Provider_Name", "EventType"]);
const COMMON_COST = 0.5;
/** Numbers of events after which anchors are chosen anew, by what was found so far. */
const CHOICES: ReadonlySet<number> = new Set([256, 2048, 16_384, 131_072]);
/** The field of atoms that look in the whole event. */
const WHOLE_EVENT = "";

/**
 * The rules of one log source, compiled together.
 *
 * An event's values are searched once for the literals of all rules; only rules of which one was found are judged.
 * So cost follows what an event contains, not the number of rules. By which of its literals a rule is called is chosen
 * by length at first, and then by how rare they are among the events seen: `powershell` is long, but common.
 */
export class RuleGroup {
  private readonly table = new AtomTable();
  private readonly tests: CompiledTest[];
  private readonly indexes: { readonly field: number; readonly index: FieldIndex }[] = [];
  private readonly fieldNames: string[] = [];
  /** Of an atom: its field, whether an index decides it, and its own test where that is not enough. */
  private readonly fieldOf: Int32Array;
  private readonly isIndexed: Uint8Array;
  private readonly valueTests: (ValueTest | undefined)[];
  private rulesOf: (number[] | undefined)[] = [];
  private always: number[] = [];
  /** Expected finds of an atom for each event before any was seen, and events in which it was found. */
  private readonly guess: Float64Array;
  private readonly finds: Float64Array;
  /** Number of the event at which an atom was found, answered, or a rule was called. */
  private readonly found: Int32Array;
  private readonly answered: Int32Array;
  private readonly answer: Uint8Array;
  private readonly called: Int32Array;
  private readonly values: FieldValue[];
  private readonly seen: Uint8Array;
  private event: EventFields | undefined;
  private serial = 0;
  /** Events that the group was shown. */
  events = 0;

  constructor(
    readonly source: LogSource,
    readonly variants: readonly SourceVariant[],
    readonly rules: readonly DetectionRule[],
  ) {
    this.tests = rules.map((rule) => compileTest(rule.test, this.table));
    const { atoms } = this.table;
    this.fieldOf = new Int32Array(atoms.length);
    this.isIndexed = new Uint8Array(atoms.length);
    this.valueTests = new Array(atoms.length);
    this.found = new Int32Array(atoms.length);
    this.answered = new Int32Array(atoms.length);
    this.answer = new Uint8Array(atoms.length);
    this.called = new Int32Array(rules.length);
    this.finds = new Float64Array(atoms.length);
    this.guess = new Float64Array(atoms.length);
    this.indexAtoms();
    this.values = new Array(this.fieldNames.length);
    this.seen = new Uint8Array(this.fieldNames.length);
    this.chooseAnchors();
  }

  /** Calls `hit` with the number of every rule that holds for an event of a variant. */
  judge(event: EventFields, variant: SourceVariant, hit: (rule: number) => void): void {
    if (CHOICES.has(this.events)) this.chooseAnchors();
    this.events += 1;
    this.serial += 1;
    this.event = mappedFields(event, variant.fields);
    this.load(this.event);
    const { serial, found, finds, rulesOf, called, always } = this;
    const calls: number[] = [];
    for (const { field, index } of this.indexes) {
      for (const atom of index.idsOf(this.values[field])) {
        found[atom] = serial;
        finds[atom]! += 1;
        const rules = rulesOf[atom];
        if (rules === undefined) continue;
        for (const rule of rules) {
          if (called[rule] === serial) continue;
          called[rule] = serial;
          calls.push(rule);
        }
      }
    }
    for (const rule of calls) if (this.tests[rule]!(this.probe)) hit(rule);
    for (const rule of always) if (this.tests[rule]!(this.probe)) hit(rule);
  }

  /** Fields that a rule needs and that no event had; empty when the rule could have held. */
  absentFields(rule: number): string[] {
    const absent = new Set<string>();
    return this.isPossible(this.rules[rule]!.test, absent) ? [] : [...absent];
  }

  private readonly probe = (atom: number): boolean => {
    const { serial } = this;
    if (this.isIndexed[atom] === 1) {
      if (this.found[atom] !== serial) return false;
      if (this.valueTests[atom] === undefined) return true;
    }
    if (this.answered[atom] !== serial) {
      this.answered[atom] = serial;
      const value = this.values[this.fieldOf[atom]!];
      this.answer[atom] = this.valueTests[atom]!(value, this.event!) ? 1 : 0;
    }
    return this.answer[atom] === 1;
  };

  private load(event: EventFields): void {
    const { values, fieldNames, seen } = this;
    for (let i = 0; i < fieldNames.length; i++) {
      const name = fieldNames[i]!;
      const value = name === WHOLE_EVENT ? event.all : event.get(name);
      values[i] = value;
      if (value !== undefined) seen[i] = 1;
    }
  }

  /** Says by which atoms each rule is called. Changes the cost of what follows, and no result. */
  private chooseAnchors(): void {
    const { events, finds, guess, isIndexed } = this;
    const cost = (atom: number) =>
      isIndexed[atom] === 1 ? (finds[atom]! + guess[atom]!) / (events + 1) : undefined;
    this.always = [];
    this.rulesOf = new Array(this.table.atoms.length);
    this.rules.forEach((rule, i) => {
      const anchors = anchorsOf(rule.test, this.table, cost);
      if (anchors === undefined) this.always.push(i);
      for (const atom of new Set(anchors?.atoms)) {
        const list = this.rulesOf[atom];
        if (list === undefined) this.rulesOf[atom] = [i];
        else list.push(i);
      }
    });
  }

  /** Puts atoms into the indexes of their fields. */
  private indexAtoms(): void {
    const numbers = new Map<string, number>();
    const indexes: (FieldIndex | undefined)[] = [];
    this.table.atoms.forEach(({ field, match }, atom) => {
      const name = field ?? WHOLE_EVENT;
      let number = numbers.get(name);
      if (number === undefined) {
        number = this.fieldNames.push(name) - 1;
        numbers.set(name, number);
      }
      this.fieldOf[atom] = number;
      indexes[number] ??= new FieldIndex();
      const strength = indexes[number]!.add(match, atom);
      this.guess[atom] = COMMON_FIELDS.has(name) ? COMMON_COST : 2 ** -Math.min(strength, 30);
      this.isIndexed[atom] = strength > 0 ? 1 : 0;
      if (strength === 0 || match.kind !== "text") this.valueTests[atom] = valueTest(match);
    });
    indexes.forEach((index, field) => {
      if (index === undefined) return;
      index.build();
      this.indexes.push({ field, index });
    });
  }

  private isPossible(test: Test, absent: Set<string>): boolean {
    if (test.kind === "not") return true;
    if (test.kind !== "atom") {
      const parts = test.items.map((item) => this.isPossible(item, absent));
      return test.kind === "and" ? parts.every(Boolean) : parts.some(Boolean);
    }
    const { field, match } = test;
    if (match.kind === "null" || (match.kind === "exists" && !match.wanted) || field === null) return true;
    if (this.seen[this.fieldOf[this.table.numberOf(test)]!] === 1) return true;
    absent.add(field);
    return false;
  }
}
