import { cell, isoTime, others, timeCell } from "./cells";
import { type Tool, viewTool } from "./tool";

const MFT = ["ParentPath", "FileName", "FileSize", "Created0x10", "LastModified0x10"];
const JOURNAL = ["ParentPath", "Name", "UpdateTimestamp"];

/** Files of MFTECmd's CSV: one row for each name in an `$MFT`, and each entry of a `$J`. */
export const mftECmd: readonly Tool[] = [
  viewTool("mftecmd", [["EntryNumber"], ["ParentPath"], ["FileName"], ["Created0x10"], ["InUse"]], (row) => {
    const created = timeCell(row, "Created0x10", "Created0x30");
    return {
      view: "files",
      time: created,
      computer: null,
      cells: {
        path: pathOf(cell(row, "ParentPath"), cell(row, "FileName")),
        size: cell(row, "FileSize"),
        created: isoTime(created),
        modified: isoTime(timeCell(row, "LastModified0x10", "LastModified0x30")),
      },
      rest: others(row, MFT),
    };
  }),
  viewTool("mftecmd journal", [["UpdateTimestamp"], ["UpdateReasons"], ["ParentPath"], ["Name"]], (row) => ({
    view: "files",
    time: timeCell(row, "UpdateTimestamp"),
    computer: null,
    cells: {
      path: pathOf(cell(row, "ParentPath"), cell(row, "Name")),
      modified: isoTime(timeCell(row, "UpdateTimestamp")),
    },
    rest: others(row, JOURNAL),
  })),
];

/** MFTECmd writes a volume's root as a dot; which drive it was is not in the file. */
function pathOf(folder: string | null, name: string | null): string | null {
  if (name === null) return folder;
  return folder === null ? name : `${folder.replace(/^\.(?=\\|$)/, "")}\\${name}`;
}
