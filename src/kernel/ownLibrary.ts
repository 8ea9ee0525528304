import { join } from "node:path";

/** The library by name, and the folder of the copy that this kernel is part of: for notebooks whose project has none. */
export const OWN_LIBRARY = { name: "huntbook", folder: join(__dirname, "..", "..") } as const;
