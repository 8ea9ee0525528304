/** Numbers that both threads see at once, also while one of them is busy. */
export const SLOT = {
  /** 1 from an interrupt request until the main thread has noticed it. */
  interrupt: 0,
  /** 0 while a front end is asked for input, 1 when it has answered, 2 when the question is void. */
  input: 1,
  /** Kilobytes handed to the socket thread and not sent yet. */
  waiting: 2,
  /** 1 when the socket thread has come to its end. */
  closed: 3,
} as const;

/** Memory for {@link SLOT}. */
export function newSharedState(): Int32Array {
  const state = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SLOT).length));
  state[SLOT.input] = 2;
  return state;
}
