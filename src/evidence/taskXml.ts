import { SaxesParser } from "saxes";

/** What the definition of a scheduled task says, as far as a hunt asks; null where it is silent. */
export interface TaskDefinition {
  /** `RegistrationInfo/URI`: the task's name with its folders. */
  readonly uri: string | null;
  readonly author: string | null;
  /** `RegistrationInfo/Date` as written. */
  readonly date: string | null;
  /** What the actions run: programs, or `COM {class id}`; several joined by ` | `. */
  readonly command: string | null;
  /** Their arguments, in the same order. */
  readonly arguments: string | null;
  /** The principal's user, or group. */
  readonly runAs: string | null;
  /** Kinds of trigger in words, such as `logon`, `calendar by day`, `time`; joined by `, `. */
  readonly trigger: string | null;
  /** `Settings/Hidden`. */
  readonly hidden: boolean;
}

const MAX_XML = 2 ** 20;
const MAX_DEPTH = 64;

/**
 * Reads the XML of a scheduled task (namespace mit/task), as in task files and in events 4698 and 4702.
 *
 * XML that was escaped once more (`&lt;Task`) is unescaped first. Throws a `SyntaxError` for text that is not such
 * XML, and for more than a million characters or 64 levels. Entities are never expanded beyond XML's own five. O(n).
 *
 * Source: [MS-TSCH] 2.5, Task Scheduler XML schema.
 */
export function parseTaskXml(xml: string): TaskDefinition {
  if (xml.length > MAX_XML)
    throw new SyntaxError(`parseTaskXml: xml must be at most ${MAX_XML} characters, got more`);
  const text = /^\s*&lt;/.test(xml) ? unescapeXml(xml) : xml;
  const task = new TaskBuilder();
  const path: string[] = [];
  const parser = new SaxesParser({ fragment: false });
  let content = "";
  parser.on("error", (error) => {
    throw new SyntaxError(`parseTaskXml: not task XML: ${error.message.slice(0, 120)}`);
  });
  parser.on("opentag", ({ name }) => {
    if (path.length >= MAX_DEPTH) throw new SyntaxError(`parseTaskXml: more than ${MAX_DEPTH} levels`);
    path.push(name.slice(name.indexOf(":") + 1));
    content = "";
    task.open(path);
  });
  parser.on("text", (piece) => {
    content += piece;
  });
  parser.on("cdata", (piece) => {
    content += piece;
  });
  parser.on("closetag", () => {
    task.close(path, content.trim());
    path.pop();
    content = "";
  });
  parser.write(text.replace(/^[\ufeff\s]+/, "").replace(/\0+$/, "")).close();
  return task.finish();
}

class TaskBuilder {
  private readonly values = new Map<string, string>();
  private readonly actions: { command: string; arguments: string }[] = [];
  private readonly triggers: string[] = [];
  private isTask = false;

  open(path: readonly string[]): void {
    const [root, group, item] = path;
    if (path.length === 1 && root === "Task") this.isTask = true;
    if (path.length === 3 && group === "Actions") this.actions.push({ command: "", arguments: "" });
    if (path.length === 3 && group === "Triggers") this.triggers.push(triggerName(item!));
    const schedule = path[3]?.match(/^ScheduleBy(\w+)$/)?.[1];
    if (path.length === 4 && group === "Triggers" && schedule) {
      this.triggers[this.triggers.length - 1] +=
        ` by ${schedule.replace(/(?!^)[A-Z]/g, " $&").toLowerCase()}`;
    }
  }

  close(path: readonly string[], content: string): void {
    const key = path.slice(1).join("/");
    const action = this.actions.at(-1);
    if (action && path[1] === "Actions" && path.length === 4) {
      if (path[3] === "Command") action.command = content;
      else if (path[3] === "ClassId") action.command = `COM ${content}`;
      else if (path[3] === "Arguments" || path[3] === "Data") action.arguments = content;
    } else if (path.length <= 4 && content !== "" && !this.values.has(key)) {
      this.values.set(key, content);
    }
  }

  finish(): TaskDefinition {
    if (!this.isTask) throw new SyntaxError("parseTaskXml: the root element must be Task, got another");
    const value = (key: string) => this.values.get(key) ?? null;
    const joined = (texts: readonly string[], separator: string) =>
      texts.every((text) => text === "") ? null : texts.join(separator);
    return {
      uri: value("RegistrationInfo/URI"),
      author: value("RegistrationInfo/Author"),
      date: value("RegistrationInfo/Date"),
      command: joined(
        this.actions.map((action) => action.command),
        " | ",
      ),
      arguments: joined(
        this.actions.map((action) => action.arguments),
        " | ",
      ),
      runAs: value("Principals/Principal/UserId") ?? value("Principals/Principal/GroupId"),
      trigger: joined([...new Set(this.triggers)], ", "),
      hidden: value("Settings/Hidden") === "true",
    };
  }
}

function triggerName(element: string): string {
  return element
    .replace(/Trigger$/, "")
    .replace(/(?!^)[A-Z]/g, " $&")
    .toLowerCase();
}

function unescapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => entities[entity]!);
}
