/** `locked`: a server answers, but does not know this page's cookie: it was started anew. */
export type ServerState = "there" | "gone" | "locked";

const CALM_MS = 10_000;
const URGENT_MS = 2_000;

/** Watches whether the server answers. Tells every change through a `change` event. */
export class Connection extends EventTarget {
  #state: ServerState = "there";
  #timer: number | undefined;

  constructor() {
    super();
    addEventListener("online", () => void this.check());
    addEventListener("focus", () => void this.check());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.check();
    });
    this.#plan();
  }

  /** What the last look found. */
  get state(): ServerState {
    return this.#state;
  }

  /** Looks now. */
  async check(): Promise<ServerState> {
    const found = await lookAtServer();
    if (found !== this.#state) {
      this.#state = found;
      this.dispatchEvent(new Event("change"));
    }
    this.#plan();
    return found;
  }

  /** Hidden pages wait: browsers slow their timers down, and nobody looks. */
  #plan(): void {
    clearTimeout(this.#timer);
    const pause = this.#state === "there" ? CALM_MS : URGENT_MS;
    this.#timer = window.setTimeout(() => (document.hidden ? this.#plan() : void this.check()), pause);
  }
}

async function lookAtServer(): Promise<ServerState> {
  try {
    const response = await fetch("/api/status", { signal: AbortSignal.timeout(5_000), cache: "no-store" });
    return response.status === 401 || response.status === 403 ? "locked" : "there";
  } catch {
    return "gone";
  }
}
