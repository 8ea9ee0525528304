import { describe } from "../core/check";
import type { Relation } from "../engine/engine";
import { join, raw, type Sql, sql } from "../engine/sql";

/** One gold image, or several by name. */
export type GoldImages = Relation | Readonly<Record<string, Relation>>;

/** The name of an only gold image. */
export const ONLY_IMAGE = "gold";

/**
 * Gold images by name. Throws a `TypeError` for none, for what is no relation, and for one of another hunt.
 */
export function imagesOf(where: string, gold: GoldImages, fleet: Relation): ReadonlyMap<string, Relation> {
  const images = new Map(isRelation(gold) ? [[ONLY_IMAGE, gold]] : Object.entries(gold ?? {}));
  for (const [image, relation] of images) {
    if (!isRelation(relation) || relation.engine !== fleet.engine) {
      throw new TypeError(
        `${where}: gold must be relations of the fleet's own hunt, got ${describe(relation)} for ${JSON.stringify(image)}`,
      );
    }
  }
  if (images.size === 0) throw new TypeError(`${where}: gold must hold one image or more, got none`);
  return images;
}

/** Some expressions of every image's rows, with the image's name in `_image`. */
export function allImages(images: ReadonlyMap<string, Relation>, columns: Sql): Sql {
  const each = [...images].map(
    ([image, relation]) => sql`select ${image}::varchar as _image, ${columns} from ${relation}`,
  );
  return join(each, raw(" union all ").text[0]);
}

function isRelation(value: unknown): value is Relation {
  return typeof (value as Partial<Relation> | null)?.where === "function";
}
