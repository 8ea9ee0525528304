import type { Message, MessageHeader } from "../../notebook/client/wire";

/** The answer to a request on the control channel. */
export interface ControlReply {
  readonly type: string;
  readonly content: Record<string, unknown>;
}

/** Answers a request on the control channel without the main thread, which may be busy for ever. */
export function controlReply(
  { header, content }: Pick<Message, "header" | "content">,
  info: Record<string, unknown>,
): ControlReply {
  const type = replyType(header);
  switch (header.msg_type) {
    case "kernel_info_request":
      return { type, content: info };
    case "interrupt_request":
      return { type, content: { status: "ok" } };
    case "shutdown_request":
      return { type, content: { status: "ok", restart: content.restart === true } };
    case "debug_request":
      return { type, content: refusedDebugging(content) };
    default:
      return { type, content: refused(header.msg_type) };
  }
}

/** The type of the answer to a request. */
export function replyType({ msg_type }: Pick<MessageHeader, "msg_type">): string {
  return msg_type.replace(/_request$/, "_reply");
}

/** What a request that the kernel does not know is answered with. */
export function refused(type: string): Record<string, unknown> {
  const evalue = `this kernel does not answer ${type}`;
  return { status: "error", ename: "NotImplementedError", evalue, traceback: [] };
}

/** A refusal in the debugger's own protocol, which is what the front end reads. */
function refusedDebugging(content: Record<string, unknown>): Record<string, unknown> {
  const { seq = 0, command = "" } = content;
  const message = "this kernel has no debugger";
  return { type: "response", request_seq: seq, success: false, command, message, body: {} };
}
