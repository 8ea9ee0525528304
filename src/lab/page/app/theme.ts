/** What the reader chose; `system` follows the machine. */
export type ThemeChoice = "system" | "light" | "dark";

const KEY = "huntbook-theme";
const CHOICES: readonly ThemeChoice[] = ["system", "light", "dark"];
const darkSystem = matchMedia("(prefers-color-scheme: dark)");

/** Sets the page's theme from what was chosen before, and follows the system from then on. */
export function startTheme(): void {
  apply();
  darkSystem.addEventListener("change", apply);
  // Another tab chose.
  addEventListener("storage", (event) => {
    if (event.key === KEY) apply();
  });
}

/** The choice in force. */
export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === stored) ?? "system";
}

/** Goes on to the next choice and remembers it. */
export function switchTheme(): ThemeChoice {
  const next = CHOICES[(CHOICES.indexOf(themeChoice()) + 1) % CHOICES.length]!;
  localStorage.setItem(KEY, next);
  apply();
  return next;
}

/** Whether the page is dark now. */
export function isDark(): boolean {
  return document.documentElement.dataset.theme === "dark";
}

/** Told after every change of the page's colours. */
export const themeChanges = new EventTarget();

function apply(): void {
  const choice = themeChoice();
  const dark = choice === "dark" || (choice === "system" && darkSystem.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  // JupyterLab's own sheets ask this one.
  document.body.dataset.jpThemeLight = String(!dark);
  themeChanges.dispatchEvent(new Event("change"));
}
