import type { Notices } from "../app/notices";
import type { OpenNotebook } from "../notebook/openNotebook";
import type { Connection } from "./connection";

/** Tells when the server is gone and when it is back; then the kernel's channel is opened again. */
export function tellServerState(
  connection: Connection,
  notices: Notices,
  notebook: OpenNotebook | undefined,
): void {
  connection.addEventListener("change", () => {
    switch (connection.state) {
      case "gone":
        return notices.show("server", {
          role: "alert",
          text: "The server does not answer. Go on writing: changes are kept in this browser and saved when it is back.",
          actions: { "Try now": () => connection.check() },
        });
      case "locked":
        return notices.show("server", {
          role: "alert",
          text: "The server was started anew. Open the address that it printed in another tab, then come back here: nothing is lost.",
          actions: { "Try now": () => connection.check() },
        });
      case "there":
        notices.hide("server");
        void reconnect(notebook);
    }
  });
}

async function reconnect(notebook: OpenNotebook | undefined): Promise<void> {
  const kernel = notebook?.context.sessionContext.session?.kernel;
  if (notebook === undefined || !kernel) return;
  // A new server does not know the old one's kernels: then the session ends here, and the page says so.
  await notebook.services.sessions.refreshRunning();
  if (kernel.isDisposed || kernel.connectionStatus === "connected") return;
  await kernel.reconnect().catch((error) => console.warn("The kernel's channel stays closed:", error));
}
