import { userInfo } from "node:os";
import { kernelSpec, kernelsHere } from "../../notebook/client/kernelSpec";
import type { ApiAnswer, ApiRequest, Lab } from "./lab";

/** `/api`: which version of Jupyter's interface this is like. */
export async function versionResource(_lab: Lab, request: ApiRequest): Promise<ApiAnswer | undefined> {
  return isRead(request) ? { status: 200, body: { version: "2.17.0" } } : undefined;
}

/** `/api/status`: how busy the server is. */
export async function statusResource(lab: Lab, request: ApiRequest): Promise<ApiAnswer | undefined> {
  if (!isRead(request)) return undefined;
  const kernels = lab.kernels.all().map((kernel) => kernel.model());
  const times = [lab.started.toISOString(), ...kernels.map((kernel) => kernel.last_activity)];
  const connections = kernels.reduce((sum, kernel) => sum + kernel.connections, 0);
  const body = {
    ...{ connections, kernels: kernels.length },
    last_activity: times.sort().at(-1),
    started: lab.started.toISOString(),
  };
  return { status: 200, body };
}

/** `/api/me`: the person at this machine, under the name that the system has for them. */
export async function meResource(_lab: Lab, request: ApiRequest): Promise<ApiAnswer | undefined> {
  if (!isRead(request)) return undefined;
  const name = systemName();
  const identity = {
    ...{ username: name, name, display_name: name, initials: name.slice(0, 1).toUpperCase() },
    ...{ avatar_url: null, color: null },
  };
  return { status: 200, body: { identity, permissions: {} } };
}

/** `/api/kernelspecs`: our kernel, tslab, and Deno's where it is found. */
export async function kernelSpecsResource(_lab: Lab, request: ApiRequest): Promise<ApiAnswer | undefined> {
  if (request.method !== "GET") return undefined;
  const [name, ...more] = request.parts;
  const names = kernelsHere();
  if (name === undefined) {
    const specs = Object.fromEntries(names.map((one) => [one, specModel(one)]));
    return { status: 200, body: { default: names[0], kernelspecs: specs } };
  }
  return names.includes(name) && more.length === 0 ? { status: 200, body: specModel(name) } : undefined;
}

/** `/api/config/<section>`: nothing is configured here. */
export async function configResource(_lab: Lab, request: ApiRequest): Promise<ApiAnswer | undefined> {
  const { method, parts } = request;
  return method === "GET" && parts.length === 1 ? { status: 200, body: {} } : undefined;
}

function isRead({ method, parts }: ApiRequest): boolean {
  return method === "GET" && parts.length === 0;
}

function specModel(name: string): unknown {
  const { argv, displayName, language, interruptMode } = kernelSpec(name);
  const spec = { argv, display_name: displayName, language, interrupt_mode: interruptMode };
  return { name, spec: { ...spec, env: {}, metadata: {} }, resources: {} };
}

/** Some systems have no name for the person. */
function systemName(): string {
  try {
    return userInfo().username || "hunter";
  } catch {
    return "hunter";
  }
}
