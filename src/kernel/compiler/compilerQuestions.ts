import type { CompilerAnswer, CompilerCall, CompilerQuestions } from "./compilerMessages";

/** Asks the compiler's thread; answers come in the order of the questions. */
export type AskCompiler = <K extends keyof CompilerQuestions>(
  name: K,
  ...args: Parameters<CompilerQuestions[K]>
) => Promise<ReturnType<CompilerQuestions[K]>>;

/** A line to the compiler's thread: the worker as the main thread has it, or a port. */
export interface CompilerLine {
  postMessage(call: CompilerCall): void;
  on(event: "message", listener: (answer: CompilerAnswer) => void): unknown;
}

/** Asks over a line that nothing else is sent over. */
export function askOver(line: CompilerLine): AskCompiler {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let calls = 0;
  line.on("message", ({ id, value, fault }) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) one?.resolve(value as never);
    else one?.reject(compilerFault(fault));
  });
  return (name, ...args) => {
    const call: CompilerCall = { id: ++calls, name, args };
    return new Promise((resolve, reject) => {
      waiting.set(call.id, { resolve, reject });
      line.postMessage(call);
    });
  };
}

/** What went wrong inside the compiler, as an error here. */
export function compilerFault(fault: string): Error {
  return new Error(`compiler: ${fault}`);
}
