/** Asks the front end for a line; undefined when interrupted. Throws when it takes no input. */
export type AskLine = (question: string) => string | undefined;

/** Makes `prompt()` and `confirm()` of browsers ask in the notebook; both wait for the answer. */
export function installPrompts(ask: AskLine): void {
  const prompt = (message = "", defaultValue = ""): string | null => {
    const answer = ask(message === "" ? "" : `${message} `);
    return answer === "" && defaultValue !== "" ? defaultValue : (answer ?? null);
  };
  const confirm = (message = ""): boolean =>
    /^(y|yes|true|1)$/i.test((ask(`${message} [y/N] `) ?? "").trim());
  const property = (value: unknown) => ({ value, writable: true, configurable: true, enumerable: false });
  Object.defineProperties(globalThis, { prompt: property(prompt), confirm: property(confirm) });
}
