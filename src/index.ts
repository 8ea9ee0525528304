// The one public door of the library, by topic. Everything here is covered by tests, docs and examples that run.

// Evidence: reading it, and asking SQL
export { open } from "./evidence/open";
export type { FileReport, Hunt, ReadOptions, ReadResult } from "./evidence/open";
export type { Issues } from "./evidence/issues";
export { detect } from "./evidence/detect";
export type { Detected } from "./evidence/detect";
export type { Issue } from "./core/issue";
export type { Engine, Field, Relation } from "./engine/engine";
export type { EngineOptions } from "./engine/duckdb";
export { join, name, raw, sql } from "./engine/sql";
export type { Sql } from "./engine/sql";
export { numbers, strings } from "./core/table";
export type { Column, Columns, Row } from "./core/table";
export { parseTaskXml } from "./evidence/taskXml";
export type { TaskDefinition } from "./evidence/taskXml";

// Indicators
export { readIndicators } from "./match/ioc/readIndicators";
export type { IndicatorText } from "./match/ioc/readIndicators";
export { INDICATOR_TYPES } from "./match/ioc/indicator";
export type { Indicator, IndicatorSet, IndicatorType, LeftOut, ListReport } from "./match/ioc/indicator";
export { indicatorTable } from "./match/ioc/indicatorTable";
export { matchIndicators } from "./match/ioc/matchIndicators";
export type { MatchOptions } from "./match/ioc/matchIndicators";
export { retroHunt } from "./match/ioc/retroHunt";
export { readAllowLists, withoutAllowed } from "./match/ioc/allowLists";
export type { AllowedSplit, AllowLists } from "./match/ioc/allowLists";
export { parsePattern } from "./match/ioc/stix/parsePattern";
export type { Comparison, Condition, Operator, Pattern, PatternValue } from "./match/ioc/stix/pattern";

// Techniques: Sigma rules, ATT&CK
export { readRules } from "./match/sigma/rule/readRules";
export type { ReadRulesOptions, RuleSet } from "./match/sigma/rule/readRules";
export { readPipelines } from "./match/sigma/pipeline/readPipelines";
export type { Pipeline } from "./match/sigma/pipeline/readPipelines";
export { ownRules } from "./match/sigma/ownRules";
export type {
  CorrelationRule,
  DetectionRule,
  FilterRule,
  Level,
  Rule,
  RuleEvents,
} from "./match/sigma/rule/model";
export { runRules } from "./match/sigma/runRules";
export type { RunRulesOptions, SigmaResult } from "./match/sigma/runRules";
export type { Coverage, TechniqueCoverage } from "./match/sigma/coverage";
export { testRule } from "./match/sigma/testRule";
export type { RuleTest, RuleTestCase } from "./match/sigma/testRule";
export { readSourceMap } from "./match/sigma/sources/readSourceMap";
export { WINDOWS_SOURCES } from "./match/sigma/sources/windows";
export type { SourceEntry } from "./match/sigma/sources/sourceMap";
export { attackTags } from "./match/attack/attack";
export type { Attack, AttackTag, Technique } from "./match/attack/attack";
export { knownAttack } from "./match/attack/knownAttack";
export { readAttack } from "./match/attack/readAttack";
export { navigatorLayer } from "./match/attack/navigatorLayer";
export type { NavigatorLayer } from "./match/attack/navigatorLayer";
export { fetchData, fetchedPath } from "./match/fetched/fetchData";
export type { Fetched, FetchOptions } from "./match/fetched/fetchData";
export { readLolbas } from "./match/fetched/readLolbas";
export type { Lolbin, LolbinCommand } from "./match/fetched/readLolbas";

// Rarity
export { lfo } from "./baseline/lfo";
export type { LfoOptions } from "./baseline/lfo";
export type { Tolerances } from "./baseline/flexible";
export { rarity } from "./baseline/rarity";
export type { RarityOptions } from "./baseline/rarity";

// Baselines: what is usual, and what departs from it
export { baseline } from "./baseline/baseline";
export type { BaselineOptions } from "./baseline/baseline";
export type { AllowRule } from "./baseline/allowRules";
export type { GoldImages } from "./baseline/goldImages";
export { nearestGold } from "./baseline/nearestGold";
export type { NearestGoldOptions } from "./baseline/nearestGold";
export { firstSeen } from "./baseline/firstSeen";
export type { FirstSeenOptions } from "./baseline/firstSeen";
export { hourProfile, workingHours } from "./baseline/workingHours";
export type { WorkingHoursOptions } from "./baseline/workingHours";
export { periodicity } from "./baseline/periodicity";
export type { PeriodicityOptions } from "./baseline/periodicity";
export { logGaps } from "./baseline/logGaps";
export type { LogGapsOptions } from "./baseline/logGaps";

// Statistics
export { binomialTail } from "./stats/binomialTail";
export { chiSquareTail } from "./stats/chiSquareTail";
export { fisherPeriod } from "./stats/fisherPeriod";
export type { FisherPeriod } from "./stats/fisherPeriod";
export { gTest } from "./stats/gTest";
export type { GTest } from "./stats/gTest";
export { hypergeometricTail } from "./stats/hypergeometricTail";
export { median } from "./stats/median";
export { medianInterval } from "./stats/medianInterval";
export type { MedianInterval } from "./stats/medianInterval";
export { medianAbsoluteDeviation } from "./stats/medianAbsoluteDeviation";
export { tailBound } from "./stats/tailBound";

// From findings to a queue
export { pivot } from "./score/pivot";
export type { Pivot, PivotCounts, PivotOptions } from "./score/pivot";
export { plan } from "./score/plan";
export type { Plan, PlanOptions } from "./score/plan";
export { triage } from "./score/triage";
export type { Triage, TriageCount, TriageOptions } from "./score/triage";
export type { Method, NamedFindings } from "./score/findings";
export { processTree } from "./score/processTree";
export type { ProcessNode, ProcessTree, ProcessTreeOptions } from "./score/processTree";
export { entityPage } from "./score/entityPage";
export type { Entity, EntityKind, EntityPage, EntityPageOptions } from "./score/entityPage";

// From columns to a matrix
export { encoder, restoreEncoder } from "./encode/encoder";
export type { EncoderOptions, FittedEncoder } from "./encode/encoder";
export type { ColumnCoding, EncodedKind } from "./encode/kinds";
export { numberMatrix } from "./core/matrix";
export type { ColumnKind, Matrix, MatrixColumn } from "./core/matrix";
export { collapse, spread, takeRows } from "./detect/collapse";
export type { Collapsed } from "./detect/collapse";

// Detectors
export type { Detector, FitOptions, Model } from "./detect/detector";
export { columnRarity, restoreColumnRarity } from "./detect/columnRarity";
export type { ColumnRarityOptions } from "./detect/columnRarity";
export { ecod, restoreEcod } from "./detect/ecod";
export { isolationForest, restoreIsolationForest } from "./detect/forest/isolationForest";
export type { IsolationForestOptions } from "./detect/forest/isolationForest";
export { randomForest, restoreRandomForest } from "./detect/forest/randomForest";
export type { RandomForestOptions } from "./detect/forest/randomForest";
export { hbos, restoreHbos } from "./detect/hbos";
export type { HbosOptions } from "./detect/hbos";
export { oneClassSvm, restoreOneClassSvm } from "./detect/kernel/oneClassSvm";
export type { OneClassSvmOptions } from "./detect/kernel/oneClassSvm";
export { ellipticEnvelope, restoreEllipticEnvelope } from "./detect/linear/ellipticEnvelope";
export type { EllipticEnvelopeOptions } from "./detect/linear/ellipticEnvelope";
export { pca, restorePca } from "./detect/linear/pca";
export type { PcaOptions } from "./detect/linear/pca";
export { knn, restoreKnn } from "./detect/neighbours/knn";
export type { KnnOptions } from "./detect/neighbours/knn";
export { lof, restoreLof } from "./detect/neighbours/lof";
export type { LofOptions } from "./detect/neighbours/lof";
export { restoreZScore, zScore } from "./detect/zScore";
export type { ZScoreOptions } from "./detect/zScore";
export { autoencoder, restoreAutoencoder } from "./nets/autoencoder";
export { defaultDetector, restoreDefaultDetector } from "./nets/defaultDetector";
export type { DefaultDetectorOptions } from "./nets/defaultDetector";
export { ds4n6Lstm, ds4n6Multilayer, ds4n6Simple } from "./nets/ds4n6";
export { ensemble, restoreEnsemble } from "./detect/ensemble";
export type { EnsembleOptions } from "./detect/ensemble";
export { onRarities, restoreOnRarities } from "./detect/onRarities";
export { labelCodes, onLabelCodes, restoreOnLabelCodes } from "./nets/labelCodes";
export { lstmAutoencoder, restoreLstmAutoencoder } from "./nets/lstmAutoencoder";
export type { LstmAutoencoderOptions } from "./nets/lstmOptions";
export type { LstmAutoencoderDetector, LstmAutoencoderModel, LstmFitOptions } from "./nets/lstmTypes";
export { sequences } from "./encode/sequences";
export type { SequencesOptions } from "./encode/sequences";
export { windows } from "./encode/windows";
export type { WindowList, WindowsOptions } from "./encode/windows";
export type { Sequences } from "./core/sequences";
export { loadBundle, saveBundle } from "./nets/bundle";
export type { Bundle } from "./nets/bundle";
export { anyLayersModel, restoreAnyLayersModel } from "./nets/anyLayersModel";
export type { AnyLayersModelOptions, LayersSource } from "./nets/anyLayersModel";
export { fromLayersModel, layersRows } from "./nets/layersExchange";
export { loadLayersModel, saveLayersModel } from "./nets/layersFiles";
export type { LayersModelLike } from "./nets/layersTypes";
export type { NumberLoss } from "./nets/layout";
export type { AutoencoderOptions, NetworkTrainingOptions } from "./nets/autoencoderOptions";
export type {
  AutoencoderDetector,
  AutoencoderFitOptions,
  AutoencoderModel,
  Restart,
  TrainingPoint,
} from "./nets/autoencoderTypes";
export type { Mask } from "./nets/masks";

// Scores
export { tailProbability } from "./score/tailProbability";
export type { TailOptions } from "./score/tailProbability";
export { TIER_LIMITS, tiers } from "./score/tiers";
export type { Tier } from "./score/tiers";
export { byBudget } from "./score/byBudget";
export { explainInWords } from "./score/explainInWords";
export type { Explanation, ExplainOptions, Reason } from "./score/explainInWords";
export { alike } from "./score/alike";
export type { AlikeGroup, AlikeOptions } from "./score/alike";
export { anomalyKind } from "./score/anomalyKind";
export type { AnomalyFacts, AnomalyKind, KindOfAnomaly } from "./score/anomalyKind";
export { bootstrapInterval } from "./score/bootstrapInterval";
export type { BootstrapOptions, Interval } from "./score/bootstrapInterval";
export { calibrate } from "./score/calibrate";
export type { CalibrateOptions, Calibration } from "./score/calibrate";
export { fuse, restoreFuse } from "./detect/fuse";
export type { FuseOptions } from "./detect/fuse";
export { averagePrecision, precisionAtK, rankOf, recallAtBudget } from "./score/metrics";

// Figures
export type { Figure } from "./plot/figure";
export { burnDown } from "./plot/burnDown";
export { explanationBars } from "./plot/explanationBars";
export { growth } from "./plot/growth";
export { hostHeatmap } from "./plot/hostHeatmap";
export { hostTimeline } from "./plot/hostTimeline";
export { latentSpace } from "./plot/latentSpace";
export { learningCurve } from "./plot/learningCurve";
export { longTail } from "./plot/longTail";
export { precisionRecall } from "./plot/precisionRecall";
export { prevalenceRarity } from "./plot/prevalenceRarity";
export { processForest } from "./plot/processForest";
export { rarityScore } from "./plot/rarityScore";
export { scoreDistribution } from "./plot/scoreDistribution";
export { timeline } from "./plot/timeline";

// Showing things, and chance
export { displaySymbol, inNotebook, show } from "./core/display";
export type { Displayable, MimeBundle } from "./core/display";
export { random } from "./core/random";
export type { Random } from "./core/random";

// Sample data
export { ensureFleet } from "./fleet/ensureFleet";
export type { ArtefactName, FleetOptions } from "./fleet/fleetOptions";
export { generateFleet } from "./fleet/generateFleet";
export type { FleetSummary, GenerateOptions } from "./fleet/generateFleet";
