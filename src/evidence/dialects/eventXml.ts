import { SaxesParser } from "saxes";
import { setOwn } from "../../core/setOwn";
import type { EventRecord } from "../event";
import { parseTime } from "../parseTime";
import { channelOf, integer, text } from "./fields";

const MAX_XML = 2 ** 20;
const MAX_DEPTH = 64;

/**
 * An event as Windows' own XML, as timelines carry it; `record` is its place in the file.
 *
 * Throws a `SyntaxError` for text that is no such XML, and for more than a million characters or 64 levels. O(n).
 *
 * Source: Windows event schema, http://schemas.microsoft.com/win/2004/08/events/event.
 */
export function eventXml(xml: string, record: number): EventRecord {
  if (xml.length > MAX_XML)
    throw new SyntaxError(`eventXml: xml must be at most ${MAX_XML} characters, got more`);
  const event = new EventBuilder();
  const path: string[] = [];
  const parser = new SaxesParser({ fragment: false });
  let content = "";
  const fail = (reason: string): never => {
    throw new SyntaxError(`eventXml: not the XML of an event: ${reason}`);
  };
  parser.on("error", (error) => fail(error.message.slice(0, 120)));
  parser.on("opentag", (tag) => {
    if (path.length >= MAX_DEPTH) fail(`more than ${MAX_DEPTH} levels`);
    path.push(tag.name.slice(tag.name.indexOf(":") + 1));
    content = "";
    event.open(path, tag.attributes as Record<string, string>);
  });
  parser.on("text", (piece) => {
    content += piece;
  });
  parser.on("cdata", (piece) => {
    content += piece;
  });
  parser.on("closetag", () => {
    event.close(path, content);
    path.pop();
    content = "";
  });
  parser.write(xml.trim()).close();
  return event.finish(record) ?? fail("no System in it");
}

/** Takes what stands in System, and in EventData or the one element of UserData. */
class EventBuilder {
  private readonly system: Record<string, unknown> = {};
  private readonly data: Record<string, unknown> = {};
  private provider: string | null = null;
  private userSid: string | null = null;
  private time: number | null = null;
  private dataName: string | undefined;
  private unnamed = 0;

  open(path: readonly string[], attributes: Readonly<Record<string, string>>): void {
    const [, group, element] = path;
    if (group === "EventData" && element === "Data" && path.length === 3) this.dataName = attributes.Name;
    if (group !== "System" || path.length !== 3) return;
    if (element === "Provider") this.provider = attributes.Name ?? attributes.EventSourceName ?? null;
    else if (element === "TimeCreated") this.time = parseTime(attributes.SystemTime);
    else if (element === "Security") this.userSid = attributes.UserID || null;
    else if (element === "Execution" || element === "Correlation") {
      for (const [name, value] of Object.entries(attributes)) setOwn(this.system, name, value);
    }
  }

  close(path: readonly string[], content: string): void {
    const [, group, element] = path;
    if (group === "System" && path.length === 3) {
      if (content.trim() !== "") setOwn(this.system, element!, content.trim());
    } else if (group === "EventData" && path.length === 3) {
      const name = element === "Data" ? (this.dataName ?? `Data${this.unnamed++}`) : element!;
      setOwn(this.data, name, content);
    } else if (group === "UserData" && path.length === 4) setOwn(this.data, path[3]!, content);
  }

  finish(record: number): EventRecord | undefined {
    const { EventID, Level, Channel, Computer, EventRecordID, ...system } = this.system;
    if (EventID === undefined) return undefined;
    const found = { EventID, Level, Channel, Computer, EventRecordID };
    return {
      record,
      time: this.time,
      computer: text(found, "Computer"),
      channel: channelOf(text(found, "Channel")),
      provider: this.provider,
      eventId: integer(found, "EventID"),
      level: integer(found, "Level"),
      userSid: this.userSid,
      recordId: integer(found, "EventRecordID"),
      data: this.data,
      system,
    };
  }
}
