import type { ApiAnswer, ApiRequest, Lab } from "./lab";

/** `/api/kernels`: running kernels. */
export async function kernelsResource(lab: Lab, request: ApiRequest): Promise<ApiAnswer | undefined> {
  const { method, parts } = request;
  const [id, action, ...more] = parts;
  if (more.length > 0) return undefined;
  if (id === undefined) {
    if (method === "GET") return { status: 200, body: lab.kernels.all().map((kernel) => kernel.model()) };
    if (method !== "POST") return undefined;
    const { name, path } = await request.body();
    const kernel = await lab.kernels.start(name, typeof path === "string" ? path : "");
    return { status: 201, body: kernel.model(), location: `/api/kernels/${kernel.id}` };
  }
  const kernel = lab.kernels.get(id);
  switch (`${method} ${action ?? ""}`) {
    case "GET ":
      return { status: 200, body: kernel.model() };
    case "DELETE ":
      await lab.kernels.remove(id);
      return { status: 204 };
    case "POST interrupt":
      await kernel.interrupt();
      return { status: 204 };
    case "POST restart":
      await kernel.restart();
      return { status: 200, body: kernel.model() };
    default:
      return undefined;
  }
}

/** `/api/sessions`: which notebook runs in which kernel. */
export async function sessionsResource(
  { sessions }: Lab,
  request: ApiRequest,
): Promise<ApiAnswer | undefined> {
  const { method, parts } = request;
  const [id, ...more] = parts;
  if (more.length > 0) return undefined;
  if (id === undefined) {
    if (method === "GET") return { status: 200, body: sessions.all() };
    if (method !== "POST") return undefined;
    const session = await sessions.open(await request.body());
    return { status: 201, body: session, location: `/api/sessions/${session.id}` };
  }
  switch (method) {
    case "GET":
      return { status: 200, body: sessions.get(id) };
    case "PATCH":
      return { status: 200, body: await sessions.change(id, await request.body()) };
    case "DELETE":
      await sessions.remove(id);
      return { status: 204 };
    default:
      return undefined;
  }
}
