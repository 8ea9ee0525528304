import type { OpenNotebook } from "../notebook/openNotebook";
import { element } from "./dom";
import type { Notices } from "./notices";

// What JupyterLab calls it; what we say, and the colour of the dot.
const WORDS: Readonly<Record<string, readonly [text: string, look: string]>> = {
  idle: ["ready", "calm"],
  busy: ["running", "busy"],
  starting: ["starting", "wait"],
  initializing: ["starting", "wait"],
  connecting: ["connecting", "wait"],
  restarting: ["restarting", "wait"],
  autorestarting: ["restarting", "wait"],
  terminating: ["ending", "wait"],
  disconnected: ["not connected", "loud"],
  dead: ["dead", "loud"],
};

/** The line that says what the kernel is doing; a kernel that is dead or gone is told in a notice with a way out. */
export function kernelStatus({ panel }: OpenNotebook, notices: Notices): HTMLElement {
  const session = panel.sessionContext;
  const dot = element("span", { class: "hb-dot" });
  const text = element("span");
  const node = element("div", { class: "hb-kernel", role: "status", "aria-label": "Kernel" }, dot, text);
  let wasThere = false;
  const update = () => {
    const status = session.kernelDisplayStatus;
    const [word, look] = WORDS[status] ?? ["no kernel", "none"];
    const name = session.kernelDisplayName;
    text.textContent = session.hasNoKernel ? "No kernel" : `${name}: ${word}`;
    node.dataset.look = session.hasNoKernel ? "none" : look;
    node.dataset.status = session.hasNoKernel ? "none" : status;
    wasThere ||= status === "idle" || status === "busy";
    if (status === "dead") {
      notices.show("kernel", {
        role: "alert",
        text: "The kernel has ended: variables are gone, the notebook is not.",
        actions: { "Start it again": () => session.restartKernel() },
      });
    } else if (session.hasNoKernel && wasThere) {
      notices.show("kernel", {
        role: "alert",
        text: "The kernel is no longer there; its server may have been started anew. The notebook is as it was.",
        actions: { "Start a kernel": () => session.startKernel().then(() => session.changeKernel()) },
      });
    } else if (!session.hasNoKernel) notices.hide("kernel");
  };
  session.statusChanged.connect(update);
  session.connectionStatusChanged.connect(update);
  session.kernelChanged.connect(update);
  session.sessionChanged.connect(update);
  update();
  return node;
}
