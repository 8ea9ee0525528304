import { hostName } from "../hostName";

/** A folder or archive whose files come from one machine. */
export interface MachineSet {
  /** Its path; the files' paths begin with it. */
  readonly root: string;
  /** The machine that its name says, or null. */
  readonly named: string | null;
  /** Whether the caller said that its name is the machine's. */
  readonly isTold?: true;
  /** The name of the folder, which may be the machine's or anything. */
  readonly folder: string | null;
}

/** Velociraptor's offline collector: `Collection-WS01.corp.example-2024-05-01T08_15_00Z.zip`. */
const COLLECTION = /^Collection-(.{1,255})-\d{4}-\d\d-\d\dT[\d_]{1,12}Z?(\.zip)?$/i;
/** KAPE's containers: `2024-05-01T081500_WS01.zip`. */
const KAPE = /^\d{4}-\d\d-\d\dT\d{6}_(.{1,255})\.(zip|7z|vhdx?)$/i;
/** A drive, also as a URL or a path of NTFS says it. */
const DRIVE = /^(\\\\\.\\|%5C%5C\.%5C)?[A-Za-z](:|%3A)?$/i;
const ON_A_DRIVE =
  /^(Windows|Users|Documents and Settings|Program Files( \(x86\))?|ProgramData|inetpub|\$Extend|\$MFT|\$LogFile|\$Recycle\.Bin)$/i;

/**
 * The machine's set that a file lies in, by the layouts of collectors; undefined for none.
 *
 * `hostFolder` is the name of a folder whose sub-folders are machines. Else it is a Velociraptor collection, or the
 * folder above a drive's (`WS01/C/Windows/…`, as KAPE writes it).
 *
 * @example
 * machineSet("case/WS01/C/Windows/System32/Tasks/Tidy").root // "case/WS01"
 */
export function machineSet(path: string, hostFolder?: string): MachineSet | undefined {
  const parts = [...path.matchAll(/[^\\/!]+/g)].map((found) => ({
    name: found[0],
    from: found.index,
    end: found.index + found[0].length,
  }));
  const upTo = (at: number, named: string | null): MachineSet => ({
    root: path.slice(0, parts[at]!.end),
    named: hostName(named),
    folder: hostName(parts[at]!.name),
  });
  if (hostFolder !== undefined) {
    const names = parts.slice(0, -2).map(({ name }) => name);
    const at = names.lastIndexOf(hostFolder);
    if (at >= 0) return { ...upTo(at + 1, parts[at + 1]!.name), isTold: true };
  }
  for (const [at, { name }] of parts.entries()) {
    const named = COLLECTION.exec(name)?.[1] ?? KAPE.exec(name)?.[1];
    if (named !== undefined && at < parts.length - 1) return upTo(at, named);
    const next = parts[at + 1]?.name;
    if (at > 0 && DRIVE.test(name) && next !== undefined && ON_A_DRIVE.test(next)) {
      // Velociraptor keeps files by the way it read them: `uploads/ntfs/C%3A/…`.
      const isUpload = at > 2 && parts[at - 2]!.name === "uploads";
      return upTo(isUpload ? at - 3 : at - 1, null);
    }
  }
  return undefined;
}
