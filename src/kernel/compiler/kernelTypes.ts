/** Types of what only the kernel has: input from the front end, and tslab's displays. */
export const KERNEL_TYPES = `
/** Asks in the notebook for a line of text; null when there is none. */
declare function prompt(message?: string, defaultValue?: string): string | null;
/** Asks in the notebook for yes or no. */
declare function confirm(message?: string): boolean;
declare module "tslab" {
  export interface Display {
    javascript(s: string): void;
    html(s: string): void;
    markdown(s: string): void;
    latex(s: string): void;
    svg(s: string): void;
    png(b: Uint8Array): void;
    jpeg(b: Uint8Array): void;
    gif(b: Uint8Array): void;
    pdf(b: Uint8Array): void;
    text(s: string): void;
    raw(contentType: string, b: unknown): any;
  }
  /** A display that each call overwrites. */
  export function newDisplay(): Display;
  /** Shows rich contents below the cell. */
  export const display: Display;
  export const versions: { tslab: string; typescript: string; node: string };
}
`;
