import type { CodingRequest } from "./coding";
import type { KindDefinition, Made, Source } from "./kind";
import { characterEntropy, numbersOfTexts, pathDepth, pathExtension, pathName, textsOfTexts } from "./texts";

const PLAIN: CodingRequest = { kind: "number", scale: "standard", flag: "none" };

/** Length (logarithmic) and entropy of a text. */
export const textKind: KindDefinition<object> = {
  ...{ reads: "other", options: {} },
  make: (source) => [
    lengthOf(source),
    {
      name: `${source.name} entropy`,
      column: numbersOfTexts(source.column, characterEntropy),
      request: PLAIN,
    },
  ],
};

/** Length, depth, extension, and the entropy of the last name of a path. */
export const pathKind: KindDefinition<object> = {
  ...{ reads: "other", options: {} },
  make(source) {
    const { name, column } = source;
    const { maxLevels, minCount, numbers } = source.setting;
    return [
      lengthOf(source),
      { name: `${name} depth`, column: numbersOfTexts(column, pathDepth), request: PLAIN },
      {
        name: `${name} extension`,
        column: textsOfTexts(column, pathExtension),
        request: numbers ? { kind: "frequency" } : { kind: "category", maxLevels, minCount },
      },
      {
        name: `${name} name entropy`,
        column: numbersOfTexts(column, (text) => characterEntropy(pathName(text))),
        request: PLAIN,
      },
    ];
  },
};

/** The one of the columns that says whether the text is missing. */
function lengthOf({ name, column, setting }: Source): Made {
  return {
    name: `${name} length`,
    column: numbersOfTexts(column, (text) => text.length),
    request: { kind: "number", scale: "log", flag: setting.numbers ? "number" : "category" },
  };
}
