import type { MessagePort } from "node:worker_threads";
import type { MessageHeader } from "../../notebook/client/wire";

/** A request of a front end, as the socket thread hands it to the main thread. */
export interface KernelRequest {
  /** Routing parts: whom the answer goes to. */
  readonly ids: readonly Uint8Array[];
  readonly header: MessageHeader;
  readonly content: Record<string, unknown>;
  /** When it came in, by {@link import("./clock").preciseNow}. */
  readonly receivedAt: number;
}

/** What the socket thread tells the main thread. */
export type FromIo =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "request"; readonly request: KernelRequest }
  /** The running code is to stop; the main thread answers by clearing the flag. */
  | { readonly kind: "interrupt" }
  | { readonly kind: "shutdown" };

/** What the main thread tells the socket thread. Content is JSON text: what cannot be sent fails where it is made. */
export type ToIo =
  | { readonly kind: "publish"; readonly type: string; readonly parent: object; readonly content: string }
  | { readonly kind: "reply"; readonly request: KernelRequest; readonly content: string }
  | { readonly kind: "input"; readonly request: KernelRequest; readonly content: string }
  | { readonly kind: "close" };

/** What the socket thread is started with. */
export interface IoWorkerData {
  readonly connection: unknown;
  readonly shared: SharedArrayBuffer;
  /** A line to the compiler. */
  readonly compiler: MessagePort;
  /** The answer to `kernel_info_request`. */
  readonly info: Record<string, unknown>;
}
