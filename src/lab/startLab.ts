import { realpath } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { checkInteger, checkOptions } from "../core/check";
import type { Lab } from "./api/lab";
import { openContentsRoot } from "./contents/contentsRoot";
import { kernelList } from "./kernels/kernelList";
import { sessionList } from "./kernels/sessionList";
import { answer, type Site } from "./route";
import { newDoor } from "./security/door";
import { acceptSockets } from "./sockets";
import { userDataFolder } from "./trust/userDataFolder";

/** Options of {@link startLab}. */
export interface LabOptions {
  /** Port; 0 for any free one. @default 0 */
  readonly port?: number;
  /** A folder of finished pages, shown at `/pages/`. @default none */
  readonly pages?: string;
  /** Where it is kept which notebooks are trusted. @default the person's own data folder */
  readonly dataFolder?: string;
}

/** A running server. */
export interface LabServer {
  readonly port: number;
  /** Address of a page, with the token that opens the door: for the person at this machine only. */
  url(path?: string): string;
  /** Ends the server and all its kernels. */
  close(): Promise<void>;
}

/**
 * Serves the notebook page and a folder of notebooks to the person at this machine, on 127.0.0.1, with the parts of
 * Jupyter's server that the page needs.
 *
 * Who has no cookie must bring the token of the printed address once. Whoever comes in can run code, so that each
 * request is checked: our own host name, our own origin, paths inside the folder also behind symbolic links, no hidden
 * files. Throws when the folder does not exist or the port is taken.
 */
export async function startLab(folder: string, options: LabOptions = {}): Promise<LabServer> {
  checkOptions("startLab", options, ["port", "pages", "dataFolder"]);
  const { port = 0, dataFolder = userDataFolder() } = options;
  checkInteger("startLab", "port", port, 0, 65_535);
  const root = await realpath(folder);
  const pages = options.pages === undefined ? undefined : await realpath(options.pages);
  const kernels = kernelList(root);
  const lab: Lab = {
    ...{ kernels, sessions: sessionList(kernels), started: new Date() },
    contents: openContentsRoot(root, dataFolder),
  };
  const site: Site = { lab, root, pages, door: newDoor(), port: () => portOf(server) };
  const server = createServer((request, response) => void answer(site, request, response));
  const closeSockets = acceptSockets(server, site);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: portOf(server),
    url(path = "/") {
      const url = new URL(`http://127.0.0.1:${portOf(server)}`);
      url.pathname = path;
      url.searchParams.set("token", site.door.token);
      return url.href;
    },
    async close() {
      closeSockets();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await Promise.all([closed, kernels.close()]);
    },
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
