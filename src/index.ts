// The one public door of the library, by topic. Everything here is covered by tests, docs and examples that run.

export type { LfoOptions } from "./baseline/lfo";
// Rarity
export { lfo } from "./baseline/lfo";
export type { Displayable, MimeBundle } from "./core/display";
// Showing things, and chance
export { displaySymbol, inNotebook, show } from "./core/display";
export type { Issue } from "./core/issue";
export type { ColumnKind, Matrix, MatrixColumn } from "./core/matrix";
export { numberMatrix } from "./core/matrix";
export type { Random } from "./core/random";
export { random } from "./core/random";
export type { Column, Columns, Row } from "./core/table";
export { numbers, strings } from "./core/table";
export type { Collapsed } from "./detect/collapse";
export { collapse, spread } from "./detect/collapse";
export type { ColumnRarityOptions } from "./detect/columnRarity";
export { columnRarity, restoreColumnRarity } from "./detect/columnRarity";
// Detectors
export type { Detector, FitOptions, Model } from "./detect/detector";
export type { EncodedKind, EncoderOptions, FittedEncoder } from "./encode/encoder";
// From columns to a matrix
export { encoder, restoreEncoder } from "./encode/encoder";
export type { EngineOptions } from "./engine/duckdb";
export type { Engine, Field, Relation } from "./engine/engine";
export type { Sql } from "./engine/sql";
export { join, name, raw, sql } from "./engine/sql";
export type { FileReport, Hunt, Issues, ReadOptions, ReadResult } from "./evidence/open";
// Evidence: reading it, and asking SQL
export { open } from "./evidence/open";
export type { TaskDefinition } from "./evidence/taskXml";
export { parseTaskXml } from "./evidence/taskXml";
// Sample data
export { ensureFleet } from "./fleet/ensureFleet";
export type { FleetOptions } from "./fleet/fleetOptions";
export type { FleetSummary, GenerateOptions } from "./fleet/generateFleet";
export { generateFleet } from "./fleet/generateFleet";
export type { AutoencoderDetector, AutoencoderOptions } from "./nets/autoencoder";
export { autoencoder, restoreAutoencoder } from "./nets/autoencoder";
export type { AutoencoderModel } from "./nets/autoencoderModel";
export type { Mask } from "./nets/masks";
export type { TrainingPoint } from "./nets/train";
export { explanationBars } from "./plot/explanationBars";
// Figures
export type { Figure } from "./plot/figure";
export { hostHeatmap } from "./plot/hostHeatmap";
export { hostTimeline } from "./plot/hostTimeline";
export { longTail } from "./plot/longTail";
export { rarityScore } from "./plot/rarityScore";
export { scoreDistribution } from "./plot/scoreDistribution";
export { timeline } from "./plot/timeline";
// Scores
export { byBudget } from "./score/byBudget";
export type { ExplainOptions, Explanation, Reason } from "./score/explainInWords";
export { explainInWords } from "./score/explainInWords";
export { averagePrecision, precisionAtK, rankOf, recallAtBudget } from "./score/metrics";
export type { TailOptions } from "./score/tailProbability";
export { tailProbability } from "./score/tailProbability";
export type { Tier } from "./score/tiers";
export { TIER_LIMITS, tiers } from "./score/tiers";
