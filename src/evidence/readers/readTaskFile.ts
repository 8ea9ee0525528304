import { TASK_FILE } from "../artefacts/artefactView";
import { decodeHead } from "../detectKind";
import { parseTime } from "../parseTime";
import { parseTaskXml, type TaskDefinition } from "../taskXml";
import type { Source } from "../unpack";
import type { Reading, ReadTarget } from "./reader";

const MAX_TASK_XML = 4 * 2 ** 20;

/** A task file that is damaged still is a row; what its XML lacks is told when tasks are made of the rows. */
export async function readTaskFile(source: Source, { events, hostOf }: ReadTarget): Promise<Reading> {
  const xml = decodeHead(await source.bytes.all(MAX_TASK_XML));
  const task = parseQuietly(xml);
  events.add(
    {
      record: 1,
      time: parseTime(task?.date),
      computer: null,
      channel: null,
      provider: TASK_FILE,
      eventId: null,
      level: null,
      userSid: task?.runAs ?? null,
      recordId: null,
      data: { TaskName: task?.uri ?? `\\${source.path.split(/[\\/!]/).pop()}`, TaskXml: xml },
      system: {},
    },
    source.path,
    hostOf(source.path),
  );
  return { tableRows: 0 };
}

function parseQuietly(xml: string): TaskDefinition | undefined {
  try {
    return parseTaskXml(xml);
  } catch {
    return undefined;
  }
}
