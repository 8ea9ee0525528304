// Jupyter starts kernels and says so; others may start one and go on their way.
const STARTED_BY_JUPYTER = "JPY_PARENT_PID";
const LOOK_EVERY_MS = 2000;

/** Calls `onGone` when the front end that started this process is gone without ending it. */
export function watchParent(onGone: () => void): void {
  if (process.env[STARTED_BY_JUPYTER] === undefined || process.platform === "win32") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, LOOK_EVERY_MS);
  timer.unref();
}
