import { randomUUID } from "node:crypto";
import { type KernelLink, openKernelLink } from "../../notebook/client/kernelLink";
import { kernelSpec } from "../../notebook/client/kernelSpec";
import { newHeader } from "../../notebook/client/wire";
import { HttpError } from "../httpError";
import { openRequests } from "./openRequests";
import { type PageMessage, toPageMessage } from "./pageMessage";
import { noPages } from "./pages";
import { printedLimit } from "./printedLimit";

/** A kernel as Jupyter's kernels interface has it. */
export interface KernelModel {
  readonly id: string;
  readonly name: string;
  readonly last_activity: string;
  readonly execution_state: string;
  /** How many pages are connected. */
  readonly connections: number;
}

/** A kernel that keeps its id through restarts, with the pages that are connected to it. */
export interface LabKernel {
  readonly id: string;
  model(): KernelModel;
  /** Connects a page; returns how it leaves. What it missed under this session is sent first. */
  connect(session: string, send: (message: PageMessage) => void): () => void;
  /** Passes a page's message on, as soon as the kernel is up. Throws an `HttpError` when too many wait. */
  send(message: PageMessage, session: string): void;
  interrupt(): Promise<void>;
  /** Ends the process and starts a new one; resolves when that answers. */
  restart(): Promise<void>;
  shutdown(): Promise<void>;
}

const MOST_PRINTED = 500_000;
/** Messages that wait for a kernel to come up. */
const MOST_WAITING = 1000;
/** A kernel that ends as often as this within a minute is not started again. */
const MOST_DEATHS = 5;

/** Starts a kernel in a folder. It comes up by itself; a kernel that ends unasked is started again. */
export function startLabKernel(specName: string, folder: string): LabKernel {
  const kernel = new RunningKernel(specName, folder);
  void kernel.start();
  return kernel;
}

class RunningKernel implements LabKernel {
  readonly id = randomUUID();
  readonly #name: string;
  readonly #folder: string;
  readonly #pages = noPages();
  readonly #requests = openRequests();
  readonly #limited = printedLimit(MOST_PRINTED);
  #state = "starting";
  #lastActivity = new Date();
  #waiting: { message: PageMessage; session: string }[] = [];
  #deaths: number[] = [];
  #link: Promise<KernelLink | undefined> = Promise.resolve(undefined);
  #current: KernelLink | undefined;
  // Each start has a number, so that what an earlier process still says or does changes nothing.
  #generation = 0;

  constructor(name: string, folder: string) {
    this.#name = name;
    this.#folder = folder;
  }

  model(): KernelModel {
    return {
      id: this.id,
      name: this.#name,
      last_activity: this.#lastActivity.toISOString(),
      execution_state: this.#state,
      connections: this.#pages.count,
    };
  }

  connect(session: string, send: (message: PageMessage) => void): () => void {
    return this.#pages.connect(session, send);
  }

  send(message: PageMessage, session: string): void {
    if (this.#current !== undefined) this.#passOn(this.#current, message, session);
    else if (this.#state !== "dead") this.#wait(message, session);
  }

  async interrupt(): Promise<void> {
    await (await this.#link)?.interrupt();
  }

  async restart(): Promise<void> {
    await this.#end("restarting");
    this.#deaths = [];
    await this.start();
    if (this.#state === "dead") throw new HttpError(500, "The kernel does not start.", "kernel");
  }

  async shutdown(): Promise<void> {
    await this.#end("dead");
  }

  /** Never rejects: a kernel that does not start is dead, and its pages are told. */
  async start(): Promise<void> {
    const generation = ++this.#generation;
    let reason = "";
    this.#link = openKernelLink(kernelSpec(this.#name), {
      folder: this.#folder,
      onMessage: (channel, message) => {
        if (generation === this.#generation) this.#receive(toPageMessage(channel, message));
      },
    }).catch((error: Error) => {
      reason = error.message;
      return undefined;
    });
    const link = await this.#link;
    if (generation !== this.#generation) return link?.shutdown();
    if (link === undefined) return this.#die(`The kernel does not start (${reason}).`);
    void link.child.ended.then((how) => this.#onEnded(generation, how));
    this.#current = link;
    this.#state = "idle";
    for (const { message, session } of this.#waiting.splice(0)) this.#passOn(link, message, session);
  }

  #wait(message: PageMessage, session: string): void {
    if (this.#waiting.length >= MOST_WAITING)
      throw new HttpError(503, "Too many messages wait for the kernel to start.", "busy");
    this.#waiting.push({ message, session });
  }

  #passOn({ channels }: KernelLink, message: PageMessage, session: string): void {
    const { channel, header, content, parent, metadata, buffers } = message;
    if (channel === "iopub") return;
    this.#lastActivity = new Date();
    this.#requests.asked(message, session);
    channels.send(channel, header, content, { parent, metadata, buffers }).catch(() => {});
  }

  #receive(message: PageMessage): void {
    this.#lastActivity = new Date();
    const asker = this.#requests.askerOf(message);
    this.#requests.answered(message);
    if (message.channel === "iopub" && message.header.msg_type === "status")
      this.#state = String(message.content.execution_state);
    for (const one of this.#limited(message)) this.#pages.send(one, asker);
  }

  async #onEnded(generation: number, how: string): Promise<void> {
    // What it said last may still be on its way.
    await new Promise((done) => setTimeout(done, 200));
    if (generation !== this.#generation) return;
    this.#current?.channels.close();
    this.#current = undefined;
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < 60_000), now];
    if (this.#deaths.length > MOST_DEATHS)
      return this.#die(`The kernel ended (${how}) for the ${MOST_DEATHS + 1}th time in a minute.`);
    this.#tell(`The kernel ended (${how}) and is started again; its variables are gone.`, "restarting");
    await this.start();
  }

  async #end(state: "restarting" | "dead"): Promise<void> {
    const link = this.#link;
    // Its words from now on are nobody's.
    this.#generation += 1;
    this.#current = undefined;
    this.#state = state;
    await (await link)?.shutdown();
    for (const { message, session } of this.#requests.abort()) this.#pages.send(message, session);
  }

  #die(note: string): void {
    for (const { message, session } of this.#waiting.splice(0)) this.#requests.asked(message, session);
    this.#tell(note, "dead");
  }

  #tell(note: string, state: "restarting" | "dead"): void {
    this.#state = state;
    for (const { message, session } of this.#requests.abort(note)) this.#pages.send(message, session);
    this.#pages.send({
      channel: "iopub",
      header: newHeader("status", this.id),
      parent: {},
      metadata: {},
      content: { execution_state: state },
      buffers: [],
    });
  }
}
