import {
  createCheckpoint,
  listCheckpoints,
  removeCheckpoint,
  restoreCheckpoint,
} from "../contents/checkpoints";
import { contentsModel } from "../contents/contentsModel";
import { moveContents, removeContents } from "../contents/moveContents";
import { newContents } from "../contents/newContents";
import { saveContents } from "../contents/saveContents";
import { HttpError } from "../httpError";
import type { ApiAnswer, ApiRequest, Lab } from "./lab";

/** `/api/contents/<path>`: files, notebooks, folders and their checkpoints. */
export async function contentsResource(lab: Lab, request: ApiRequest): Promise<ApiAnswer | undefined> {
  const { method, parts, query } = request;
  const place = parts.lastIndexOf("checkpoints");
  // A file may be called so, too; behind it stands an id at most.
  if (place > 0 && place >= parts.length - 2 && (method !== "GET" || place === parts.length - 1)) {
    const answer = await checkpointsOf(lab, request, parts.slice(0, place), parts[place + 1]);
    if (answer !== undefined) return answer;
  }
  switch (method) {
    case "GET": {
      const options = {
        content: query.get("content") !== "0",
        hash: query.get("hash") === "1",
        type: query.get("type") ?? undefined,
        format: query.get("format") ?? undefined,
      };
      const model = await contentsModel(lab.contents, parts, options);
      if (options.type === "directory" && model.type !== "directory")
        throw new HttpError(400, "This is not a folder.", "type");
      return { status: 200, body: model };
    }
    case "PUT": {
      const { model, isNew } = await saveContents(lab.contents, parts, await request.body());
      return { status: isNew ? 201 : 200, body: model, location: isNew ? locationOf(model.path) : undefined };
    }
    case "POST": {
      const model = await newContents(lab.contents, parts, await request.body());
      return { status: 201, body: model, location: locationOf(model.path) };
    }
    case "PATCH":
      return { status: 200, body: await moveContents(lab.contents, parts, (await request.body()).path) };
    case "DELETE":
      await removeContents(lab.contents, parts);
      return { status: 204 };
    default:
      return undefined;
  }
}

async function checkpointsOf(
  { contents }: Lab,
  { method }: ApiRequest,
  file: readonly string[],
  id: string | undefined,
): Promise<ApiAnswer | undefined> {
  if (method === "GET" && id === undefined)
    return { status: 200, body: await listCheckpoints(contents, file) };
  if (method === "POST" && id === undefined)
    return { status: 201, body: await createCheckpoint(contents, file) };
  if (method === "POST") {
    await restoreCheckpoint(contents, file, id!);
    return { status: 204 };
  }
  if (method !== "DELETE" || id === undefined) return undefined;
  await removeCheckpoint(contents, file, id);
  return { status: 204 };
}

function locationOf(path: string): string {
  return `/api/contents/${path.split("/").map(encodeURIComponent).join("/")}`;
}
