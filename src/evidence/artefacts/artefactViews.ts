import type { Engine } from "../../engine/engine";
import { raw } from "../../engine/sql";
import { viewQuery } from "./artefactView";
import { files } from "./files";
import { logons } from "./logons";
import { network } from "./network";
import { processes } from "./processes";
import { services } from "./services";

const VIEWS = [logons, processes, services, network, files];

/** Makes the views of harmonised artefacts (DESIGN section 5) that are queries over the table of records. */
export async function createViews(engine: Engine): Promise<void> {
  for (const view of VIEWS) {
    await engine.execute(raw(`create or replace view ${view.name} as ${viewQuery(view)}`));
    engine.artefacts.add(view.name);
  }
}
