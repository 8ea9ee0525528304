import { randomUUID } from "node:crypto";
import { HttpError } from "../httpError";
import type { KernelList } from "./kernelList";
import type { KernelModel, LabKernel } from "./labKernel";

/** Which notebook runs in which kernel, as Jupyter's sessions interface has it. */
export interface SessionModel {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly kernel: KernelModel;
  /** The same as `path`, for old clients. */
  readonly notebook: { readonly path: string; readonly name: string };
}

/** The sessions of a server. */
export interface SessionList {
  all(): SessionModel[];
  get(id: string): SessionModel;
  /** The session of a path: the one that is there, or a new one with a kernel of that id or name. */
  open(sent: Readonly<Record<string, unknown>>): Promise<SessionModel>;
  /** Renames a session or gives it another kernel; the earlier kernel ends when no other session has it. */
  change(id: string, sent: Readonly<Record<string, unknown>>): Promise<SessionModel>;
  /** Ends a session and its kernel. */
  remove(id: string): Promise<void>;
}

interface Session {
  readonly id: string;
  path: string;
  name: string;
  type: string;
  kernel: LabKernel;
}

/** No sessions yet. */
export function sessionList(kernels: KernelList): SessionList {
  const sessions = new Map<string, Session>();
  const living = () => {
    const ids = new Set(kernels.all().map((kernel) => kernel.id));
    for (const [id, { kernel }] of sessions) if (!ids.has(kernel.id)) sessions.delete(id);
    return [...sessions.values()];
  };
  const find = (id: string) => {
    const session = living().find((one) => one.id === id);
    if (session === undefined) throw new HttpError(404, "There is no such session.", "session");
    return session;
  };
  const isUsed = (kernel: LabKernel) => living().some((one) => one.kernel.id === kernel.id);
  const opening = new Map<string, Promise<Session>>();
  const create = async (path: string, sent: Readonly<Record<string, unknown>>) => {
    const kernel = await chooseKernel(kernels, sent.kernel, path);
    const session = { id: randomUUID(), path, name: text(sent.name), type: text(sent.type), kernel };
    sessions.set(session.id, session);
    return session;
  };
  return {
    all: () => living().map(model),
    get: (id) => model(find(id)),
    async open(sent) {
      const path = text(sent.path);
      if (path === "") throw new HttpError(400, "A session needs a path.", "path");
      const existing = living().find((one) => one.path === path);
      if (existing !== undefined) return model(existing);
      // Two pages that open one notebook at once share one kernel.
      const pending = opening.get(path) ?? create(path, sent).finally(() => opening.delete(path));
      opening.set(path, pending);
      return model(await pending);
    },
    async change(id, sent) {
      const session = find(id);
      const earlier = session.kernel;
      if (sent.kernel) session.kernel = await chooseKernel(kernels, sent.kernel, session.path);
      if (typeof sent.path === "string" && sent.path !== "") session.path = sent.path;
      if (typeof sent.name === "string") session.name = sent.name;
      if (typeof sent.type === "string") session.type = sent.type;
      if (!isUsed(earlier)) await kernels.remove(earlier.id);
      return model(session);
    },
    async remove(id) {
      const { kernel } = find(id);
      sessions.delete(id);
      if (!isUsed(kernel)) await kernels.remove(kernel.id);
    },
  };
}

async function chooseKernel(kernels: KernelList, wanted: unknown, path: string): Promise<LabKernel> {
  const { id, name } = (wanted ?? {}) as { id?: unknown; name?: unknown };
  return typeof id === "string" && id !== "" ? kernels.get(id) : kernels.start(name || undefined, path);
}

function model({ id, path, name, type, kernel }: Session): SessionModel {
  return { id, path, name, type, kernel: kernel.model(), notebook: { path, name } };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
