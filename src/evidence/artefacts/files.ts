import { type ArtefactView, TASK_FILE } from "./artefactView";
import { SYSMON } from "./channels";
import { eventFields, wholeNumber } from "./eventFields";
import { pathPattern, userPattern } from "./patterns";

const created = eventFields(["TargetFilename", "CreationUtcTime", "Image", "User", "ProcessId"]);
const task = eventFields(["TaskName"]);

const TASKS_FOLDER = "C:\\Windows\\System32\\Tasks";

const NAME = "nullif(regexp_extract(path, '[^\\\\/]*$'), '')";
const FOLDER = "nullif(regexp_extract(path, '^(.*)[\\\\/][^\\\\/]*$', 1), '')";

/** Files: one row for each Sysmon 11, each file that a tool lists, and each task file, where Windows keeps it. */
export const files: ArtefactView = {
  name: "files",
  columns: {
    path: "varchar",
    name: "varchar",
    folder: "varchar",
    size: "bigint",
    created: "timestamp",
    modified: "timestamp",
    hash: "varchar",
    image: "varchar",
    user: "varchar",
    pid: "bigint",
  },
  sources: [
    {
      where: `channel = '${SYSMON}' and event_id = 11`,
      list: created.list,
      columns: {
        path: created.field("TargetFilename"),
        created: created.field("CreationUtcTime"),
        image: created.field("Image"),
        user: created.field("User"),
        pid: wholeNumber(created.field("ProcessId")),
      },
    },
    {
      where: `event_id is null and provider = '${TASK_FILE}'`,
      list: task.list,
      columns: { path: `'${TASKS_FOLDER}\\' || ltrim(${task.field("TaskName")}, '\\')` },
    },
  ],
  finish: (rows) => `select * replace (${NAME} as name, ${FOLDER} as folder) from (${rows})`,
  patterns: {
    path_pattern: pathPattern("path"),
    name_pattern: pathPattern(NAME),
    image_pattern: pathPattern("image"),
    user_pattern: userPattern('"user"'),
  },
};
