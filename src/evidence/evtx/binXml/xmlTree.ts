/** A place in a template that each record fills with a value of its own. */
export interface XmlSlot {
  readonly kind: "slot";
  /** Index into the record's values. */
  readonly index: number;
  /** An optional slot without a value leaves its attribute out. */
  readonly optional: boolean;
}

/** An attribute: literal text and slots, joined. */
export interface XmlAttribute {
  readonly name: string;
  readonly parts: readonly (string | XmlSlot)[];
}

/** An element of a template or of a fragment without one. */
export interface XmlElement {
  readonly kind: "element";
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly content: readonly XmlPart[];
}

/** What stands between two tags. References and CDATA are already text. */
export type XmlPart = string | XmlSlot | XmlElement;
