import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../../../src/core/random";
import { parsePipeline, readPipelines } from "../../../../src/match/sigma/pipeline/readPipelines";
import type { DetectionRule } from "../../../../src/match/sigma/rule/model";
import { parseRules, readRules } from "../../../../src/match/sigma/rule/readRules";
import { testRule } from "../../../../src/match/sigma/testRule";
import { testFolder } from "../../../support/folder";
import { event } from "../../../support/madeEvents";
import { run } from "../support";

const RULE = `title: Task
id: r1
name: task_made
level: high
status: test
tags: [attack.t1053.005]
logsource: {product: windows, category: process_creation}
detection:
  selection: {Image|endswith: '\\schtasks.exe', CommandLine|contains: [create, change]}
  filter: {ParentImage: null}
  condition: selection and not filter
`;

/** The rule behind a pipeline of these steps. */
function through(steps: string, rule = RULE, more = ""): DetectionRule {
  const pipelines = [parsePipeline(`name: p\n${more}transformations:\n${steps}`, "p.yml")];
  const [found] = parseRules({ path: "r.yml", text: rule }, ({ reason }) => assert.fail(reason), {
    pipelines,
  });
  return found as DetectionRule;
}

/** Whether the rule behind a pipeline holds for an event. */
function hits(steps: string, fields: Record<string, unknown>, rule = RULE, more = ""): boolean {
  const found = through(steps, rule, more);
  assert.equal(found.obstacle, null);
  return testRule(found, { hits: [fields] }).passed;
}

const TASK = { Image: "C:\\W\\schtasks.exe", CommandLine: "schtasks /create", ParentImage: "C:\\W\\cmd.exe" };

describe("readPipelines", () => {
  const folder = testFolder();

  it("field_name_mapping renames fields; of several names one must hold", () => {
    const steps = " - {type: field_name_mapping, mapping: {Image: process.path, CommandLine: [cmd, line]}}";
    const renamed = { "process.path": TASK.Image, ParentImage: TASK.ParentImage };
    assert.equal(hits(steps, { ...renamed, cmd: TASK.CommandLine }), true);
    assert.equal(hits(steps, { ...renamed, line: TASK.CommandLine }), true);
    assert.equal(hits(steps, { ...renamed, other: TASK.CommandLine }), false);
    assert.equal(hits(steps, TASK), false);
  });

  it("a step runs only where its rule_conditions hold: all, any, negated, or by an expression", () => {
    const step = (conditions: string) =>
      ` - {type: field_name_mapping, mapping: {Image: path}, ${conditions}}`;
    const isRenamed = (conditions: string) => through(step(conditions)).renamed("Image") === "path";
    const windows = "{type: logsource, product: windows}";
    const linux = "{type: logsource, product: linux}";
    assert.equal(isRenamed(`rule_conditions: [${windows}]`), true);
    assert.equal(isRenamed(`rule_conditions: [${windows}, ${linux}]`), false);
    assert.equal(isRenamed(`rule_conditions: [${windows}, ${linux}], rule_cond_op: or`), true);
    assert.equal(isRenamed(`rule_conditions: [${linux}], rule_cond_not: true`), true);
    const named = `rule_conditions: {w: ${windows}, l: ${linux}}`;
    assert.equal(isRenamed(`${named}, rule_cond_expr: w and not l`), true);
    assert.equal(isRenamed(`${named}, rule_cond_expr: w and l`), false);
  });

  for (const [condition, holds] of [
    ["{type: contains_detection_item, field: CommandLine, value: create}", true],
    ["{type: contains_detection_item, field: CommandLine, value: delete}", false],
    ["{type: contains_field, field: ParentImage}", true],
    ["{type: contains_field, field: Hashes}", false],
    ["{type: is_sigma_rule}", true],
    ["{type: is_sigma_correlation_rule}", false],
    ["{type: tag, tag: attack.T1053.005}", true],
    ["{type: rule_attribute, attribute: level, op: gte, value: medium}", true],
    ["{type: rule_attribute, attribute: level, op: lt, value: high}", false],
    ["{type: rule_attribute, attribute: status, value: stable}", false],
    ["{type: processing_state, key: index, val: main}", false],
    ["{type: processing_item_applied, processing_item_id: earlier}", true],
  ] as const) {
    it(`the rule condition ${condition} ${holds ? "holds" : "does not hold"} for the rule at hand`, () => {
      const steps = ` - {type: set_state, id: earlier, key: index, val: other}
 - {type: field_name_prefix, prefix: x., rule_conditions: [${condition}]}`;
      assert.equal(through(steps).renamed("Image"), holds ? "x.Image" : "Image");
    });
  }

  it("field_name_conditions and detection_item_conditions choose fields", () => {
    const prefix = (conditions: string) => ` - {type: field_name_prefix, prefix: x., ${conditions}}`;
    const only = "field_name_conditions: [{type: include_fields, fields: ['*Image']}]";
    const moved = { "x.Image": TASK.Image, "x.ParentImage": TASK.ParentImage, CommandLine: TASK.CommandLine };
    assert.equal(hits(prefix(only), moved), true);
    const but = "field_name_conditions: [{type: exclude_fields, fields: ['^Comm'], mode: re}]";
    assert.equal(hits(prefix(but), moved), true);
    const ending = "detection_item_conditions: [{type: match_string, pattern: '^\\*.*exe$'}]";
    assert.equal(hits(prefix(ending), { ...TASK, Image: "", "x.Image": TASK.Image }), true);
    const isNull = "detection_item_conditions: [{type: is_null}]";
    assert.equal(hits(prefix(isNull), { Image: TASK.Image, CommandLine: TASK.CommandLine }), false);
    assert.equal(hits(prefix(isNull), { ...TASK, "x.ParentImage": "a" }), true);
  });

  it("drop_detection_item leaves the rest of the rule; a rule of which nothing is left does not run", () => {
    const drop = (fields: string) =>
      ` - {type: drop_detection_item, field_name_conditions: [{type: include_fields, fields: [${fields}]}]}`;
    assert.equal(hits(drop("CommandLine"), { ...TASK, CommandLine: "schtasks" }), true);
    assert.equal(hits(drop("ParentImage"), { Image: TASK.Image, CommandLine: TASK.CommandLine }), true);
    assert.equal(through(drop("'*'")).obstacle, "pipeline: nothing of the rule is left");
  });

  it("replace_string, map_string, set_value, case and convert_type change values", () => {
    const slash = " - {type: replace_string, regex: '\\\\+', replacement: /}";
    assert.equal(hits(slash, { ...TASK, Image: "C:/W/schtasks.exe" }), true);
    const groups = " - {type: replace_string, regex: '(sch)(tasks)', replacement: '\\2-\\1'}";
    assert.equal(hits(groups, { ...TASK, Image: "C:\\tasks-sch.exe" }), true);
    const kept = RULE.replace("'\\schtasks.exe'", "'\\sch*.exe'");
    const special = (skip: boolean) =>
      ` - {type: replace_string, regex: '[^a-z.\\\\]', replacement: Q, skip_special: ${skip}}`;
    assert.equal(hits(special(true), TASK, kept), true);
    assert.equal(hits(special(false), TASK, kept), false);
    const map = " - {type: map_string, mapping: {create: [make, build]}}";
    assert.equal(hits(map, { ...TASK, CommandLine: "schtasks /build" }), true);
    assert.equal(hits(map, TASK), false);
    const only = "field_name_conditions: [{type: include_fields, fields: [CommandLine]}]";
    assert.equal(hits(` - {type: set_value, value: 7, ${only}}`, { ...TASK, CommandLine: "a 7 b" }), true);
    const cased = RULE.replace("CommandLine|contains", "CommandLine|contains|cased");
    assert.equal(hits(" - {type: case, method: upper}", { ...TASK, CommandLine: "CREATE" }, cased), true);
    assert.equal(hits(" - {type: convert_type, target_type: str}", TASK), true);
  });

  it("add_condition adds fields, also negated, and later steps change them", () => {
    const steps = ` - {type: add_condition, conditions: {EventID: 1, Host: $product}, template: true}
 - {type: field_name_mapping, mapping: {EventID: event.code}}
 - {type: add_condition, conditions: {User: SYSTEM}, negated: true}`;
    const more = { "event.code": 1, Host: "windows" };
    assert.equal(hits(steps, { ...TASK, ...more }), true);
    assert.equal(hits(steps, { ...TASK, ...more, "event.code": 2 }), false);
    assert.equal(hits(steps, { ...TASK, ...more, User: "SYSTEM" }), false);
  });

  it("placeholders take the pipeline's vars, and what has none may be anything", () => {
    const rule = RULE.replace(
      "CommandLine|contains: [create, change]",
      "CommandLine|expand: '%verb% %what%'",
    );
    const vars = "vars: {verb: [create, change]}\n";
    assert.equal(through(" - {type: value_placeholders}", rule, vars).obstacle, null);
    const steps = " - {type: value_placeholders}\n - {type: wildcard_placeholders, include: [what]}";
    assert.equal(hits(steps, { ...TASK, CommandLine: "change it" }, rule, vars), true);
    assert.equal(hits(steps, { ...TASK, CommandLine: "delete it" }, rule, vars), false);
  });

  it("nest puts several steps under one condition", () => {
    const nest = (product: string) => ` - type: nest
   rule_conditions: [{type: logsource, product: ${product}}]
   items:
   - {type: field_name_suffix, suffix: .a}
   - {type: field_name_transform, transform_func: upper_case}`;
    assert.equal(through(nest("windows")).renamed("Image"), "IMAGE.A");
    assert.equal(through(nest("linux")).renamed("Image"), "Image");
  });

  for (const [spelling, name] of [
    ["snake_case", "original_file_name"],
    ["camel_case", "originalFileName"],
    ["pascal_case", "OriginalFileName"],
    ["title_case", "Original File Name"],
    ["lower_case", "originalfilename"],
  ]) {
    it(`field_name_transform with ${spelling} calls OriginalFileName ${name}`, () => {
      const steps = ` - {type: field_name_transform, transform_func: ${spelling}}`;
      assert.equal(through(steps).renamed("OriginalFileName"), name);
    });
  }

  it("rule_failure and detection_item_failure keep a rule from running, and say why", () => {
    const rule = through(" - {type: rule_failure, message: not here}");
    assert.equal(rule.obstacle, "pipeline: not here");
    const item = through(
      " - {type: detection_item_failure, message: no nulls, detection_item_conditions: [{type: is_null}]}",
    );
    assert.equal(item.obstacle, "pipeline: no nulls (ParentImage: null)");
  });

  for (const [text, expected] of [
    ["[]", /^readPipelines: file must hold a map, got an array of 0 in /],
    [
      "transformations: [{type: field_name_maping}]",
      /got "field_name_maping"; did you mean "field_name_mapping"\? at transformations\.0\.type in /,
    ],
    [
      "transformations: [{type: drop_detection_item, rule_conditions: [{type: logsourc}]}]",
      /did you mean "logsource"\? at transformations\.0\.rule_conditions\.0\.type in /,
    ],
    [
      "transformations: [{type: nest, rule_conditions: {a: {type: is_sigma_rule}}, rule_cond_expr: b}]",
      /expression must name conditions of the step, got "b"/,
    ],
    [
      "transformations: [{type: replace_string, regex: '(', replacement: a}]",
      /regex must be a regular expression/,
    ],
    ["a: [b", /^readPipelines: yaml: /],
    [`a: ${"[".repeat(1000)}`, /nesting must be at most/],
  ] as const) {
    it(`readPipelines(file) says what is wrong with ${text.slice(0, 70)}`, () => {
      const file = folder.write("bad.yml", text);
      assert.throws(() => readPipelines(file), { name: "SyntaxError", message: expected });
    });
  }

  it("readPipelines(files) gives them in order of priority", () => {
    const files = [
      folder.write("b.yml", "name: b\npriority: 20"),
      folder.write("a.yml", "name: a\npriority: 10"),
      folder.write("none.yml", "transformations: []"),
    ];
    assert.deepEqual(
      readPipelines(files).map(({ priority }) => priority),
      [0, 10, 20],
    );
  });

  it("rules for Sysmon made by a pipeline of log sources find what our own map finds", async () => {
    const pipeline = folder.write(
      "sysmon.yml",
      `name: sysmon
priority: 10
transformations:
 - {id: only, type: add_condition, conditions: {EventID: 1}, rule_conditions: [{type: logsource, category: process_creation}]}
 - {type: change_logsource, product: windows, service: sysmon, rule_conditions: [{type: processing_item_applied, processing_item_id: only}]}
`,
    );
    const rules = folder.write("rule.yml", RULE);
    const log = folder.write(
      "log.jsonl",
      [
        event(1, TASK, { Channel: "Microsoft-Windows-Sysmon/Operational" }),
        event(11, TASK, { Channel: "Microsoft-Windows-Sysmon/Operational" }),
        event(4688, { NewProcessName: TASK.Image, CommandLine: TASK.CommandLine, ParentProcessName: "a" }),
      ].join("\n"),
    );
    const plain = await run(log, (await readRules(rules)).rules);
    const mapped = await run(log, (await readRules(rules, { pipelines: readPipelines(pipeline) })).rules);
    assert.deepEqual(
      plain.hits.map((hit) => hit._record),
      [1, 3],
    );
    assert.deepEqual(
      mapped.hits.map((hit) => hit._record),
      [1],
    );
  });

  it("a correlation groups by the names that pipelines give its fields", async () => {
    const pipeline = folder.write(
      "names.yml",
      `transformations:
 - {type: field_name_mapping, mapping: {User: SubjectUserName}, rule_conditions: [{type: logsource, product: windows}]}
`,
    );
    const rules = folder.write(
      "two.yml",
      `title: Deleted
name: deleted
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4699}, condition: selection}
---
title: Many deleted
correlation: {type: event_count, rules: [deleted], group-by: [User], timespan: 1h, condition: {gte: 2}}
`,
    );
    const log = folder.write(
      "log.jsonl",
      ["ann", "bob", "ann"].map((SubjectUserName) => event(4699, { SubjectUserName })).join("\n"),
    );
    const { rules: renamed } = await readRules(rules, { pipelines: readPipelines(pipeline) });
    const { hits: found } = await run(log, renamed);
    assert.deepEqual(
      found.map((hit) => hit.title),
      ["Many deleted"],
    );
    assert.match(String(found[0]!.why), /User: ann|User=ann|ann/);
  });

  it("readPipelines(damaged files) only ever throws a SyntaxError (seed 5)", () => {
    const draw = random(5);
    const whole = `name: p\npriority: 3\nvars: {a: [b]}\ntransformations:\n - {id: x, type: replace_string, regex: 'a+', replacement: b, rule_conditions: {a: {type: logsource, product: windows}}, rule_cond_expr: not a}\n - {type: nest, items: [{type: case, method: upper}]}\n`;
    let refused = 0;
    for (let round = 0; round < 500; round++) {
      const at = draw.integer(whole.length);
      const put = draw.pick(["", "{", "]", ":", "null", "\t", "- ", "\u0000", "~", "&a", "*a"]);
      const text = whole.slice(0, at) + put + whole.slice(at + draw.integer(6));
      try {
        parsePipeline(text, "p.yml");
      } catch (error) {
        refused += 1;
        assert.ok(error instanceof SyntaxError || error instanceof RangeError, String(error));
      }
    }
    assert.ok(refused > 50, `${refused} refused`);
  });
});
