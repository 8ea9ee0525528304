import type { ContentsRoot } from "../contents/contentsRoot";
import type { KernelList } from "../kernels/kernelList";
import type { SessionList } from "../kernels/sessionList";

/** What the interface works on. */
export interface Lab {
  readonly contents: ContentsRoot;
  readonly kernels: KernelList;
  readonly sessions: SessionList;
  readonly started: Date;
}

/** A request to the interface. */
export interface ApiRequest {
  readonly method: string;
  /** The parts of the path behind the resource's name, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  /** The JSON object that was sent; read when it is asked for. */
  body(): Promise<Record<string, unknown>>;
}

/** An answer of the interface. */
export interface ApiAnswer {
  readonly status: number;
  /** Undefined for none. */
  readonly body?: unknown;
  /** Where a new thing is. */
  readonly location?: string;
}

/** Answers the requests to one resource; undefined for what it does not know. */
export type Resource = (lab: Lab, request: ApiRequest) => Promise<ApiAnswer | undefined>;
