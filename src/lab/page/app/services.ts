import { PageConfig } from "@jupyterlab/coreutils";
import {
  type Contents,
  Drive,
  type Event,
  ServerConnection,
  ServiceManager,
  type User,
} from "@jupyterlab/services";

/** JupyterLab's clients of the server that this page came from; signed in by the page's cookie. */
export function createServices(): ServiceManager {
  PageConfig.setOption("baseUrl", "/");
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: `${location.origin}/`,
    wsUrl: `${location.origin.replace(/^http/, "ws")}/`,
    token: "",
    appendToken: false,
  });
  // There is one user, and no event log: without these two, both would be asked for over and over.
  const events = { dispose: () => {} } as Event.IManager;
  const user = { dispose: () => {} } as User.IManager;
  return new ServiceManager({
    serverSettings,
    events,
    user,
    defaultDrive: new GuardedDrive({ serverSettings }),
  });
}

/**
 * Tells the server, with each save, which state of the file the page saw last.
 *
 * JupyterLab looks at the file and then writes; whoever writes in between would be overwritten. The server refuses
 * to write over a state that is not the named one.
 */
class GuardedDrive extends Drive {
  readonly #seen = new Map<string, string>();

  override async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    const model = await super.get(path, options);
    if (typeof model.hash === "string") this.#seen.set(path, model.hash);
    return model;
  }

  override async save(path: string, options: Partial<Contents.IModel> = {}): Promise<Contents.IModel> {
    const hash = this.#seen.get(path);
    return super.save(path, hash === undefined ? options : { ...options, hash });
  }

  /** A checkpoint that cannot be made (a full disk) must not keep a notebook from being opened or saved. */
  override async createCheckpoint(path: string): Promise<Contents.ICheckpointModel> {
    try {
      return await super.createCheckpoint(path);
    } catch (error) {
      // The context takes a refusal calmly, and nothing else.
      throw new ServerConnection.ResponseError(new Response(null, { status: 403 }), (error as Error).message);
    }
  }
}
