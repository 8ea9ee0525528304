import type { DisplayMessage } from "../../core/display";
import { kernelDisplaySymbol } from "../../core/display";
import type { KernelRequest } from "../io/ioMessages";
import type { IoThread } from "../io/ioThread";
import { KeyboardInterrupt } from "../run/keyboardInterrupt";
import { installPrompts } from "./askUser";
import { captureChildOutput } from "./childOutput";
import { capturePrinted } from "./printedText";
import { type TslabShim, tslabShim } from "./tslabShim";
import { sentBundle } from "./valueBundle";

/** Everything that a cell can show or ask. */
export interface KernelOutput {
  /** What follows belongs to this request. */
  begin(io: IoThread, request: KernelRequest): void;
  /** Prints as the cell does. */
  print(stream: "stdout" | "stderr", text: string): void;
  /** Sends printed text that still waits. */
  flush(): void;
  /** What the cell's request is answered with on the output channel, behind what was printed so far. */
  publish(type: string, content: object): void;
  /** Keeps or stops sending: a silent request shows nothing. */
  setSilent(silent: boolean): void;
  /** What the module `tslab` is. */
  readonly tslab: TslabShim;
}

/** Takes over the process's output, and offers cells displays and questions. */
export function kernelOutput(info: Record<string, unknown>): KernelOutput {
  let io: IoThread | undefined;
  let request: KernelRequest | undefined;
  let isSilent = false;
  const send = (type: string, content: object) => {
    if (!isSilent) io?.publish(type, request?.header ?? {}, content);
  };
  const printed = capturePrinted((name, text) => send("stream", { name, text }));
  captureChildOutput(printed.write);
  const publish = (type: string, content: object) => {
    printed.flush();
    send(type, content);
  };
  const write = ({ data, metadata, transient }: DisplayMessage, update = false) => {
    const type = update ? "update_display_data" : "display_data";
    publish(type, { data: sentBundle(data), metadata, transient });
  };
  const clear = (wait = false) => publish("clear_output", { wait });
  Object.defineProperty(globalThis, kernelDisplaySymbol, { value: Object.assign(write, { clear }) });
  installPrompts((question) => {
    printed.flush();
    if (io === undefined || request?.content.allow_stdin !== true) {
      throw new Error("prompt: this front end takes no input");
    }
    const line = io.ask(request, question, false);
    if (line === undefined) throw new KeyboardInterrupt();
    return line;
  });
  const { version } = info.language_info as { version: string };
  const versions = { tslab: "1.0.22", typescript: version, node: process.version };
  return {
    begin(thread, next) {
      printed.flush();
      io = thread;
      request = next;
    },
    print: printed.write,
    flush: printed.flush,
    publish,
    setSilent(silent) {
      printed.flush();
      isSilent = silent;
    },
    tslab: tslabShim(write, versions),
  };
}
