/*
 * The kernels of the networks, compiled to WebAssembly with SIMD. They know addresses and sizes and nothing else;
 * `../network` puts them together.
 */
export {
  activate,
  activateBack,
  add,
  addColumns,
  clear,
  fillRows,
  gatherRows,
  placeColumns,
  repeat,
  scatterRows,
  sumBlocks,
  takeColumns,
} from "./arrays";
export { ln } from "./functions";
export {
  categoryLoss,
  categoryProbability,
  categoryScratch,
  numberLoss,
  sampleLatent,
  sampleLatentBack,
} from "./losses";
export { lstm, lstmBack } from "./lstm";
export { multiply, multiplyTransposed } from "./multiply";
export { adadelta, adam, follow } from "./optimizers";

/** The first address behind what the kernels keep for themselves. */
export function firstFree(): usize {
  return (__heap_base + 15) & ~15;
}
