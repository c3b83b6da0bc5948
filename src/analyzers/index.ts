/** The one door of the engine. */
export { analyze, judgeDocument } from './analyze';
export type { Analysis, Finding, Fix, StatementReport, Verdict } from './finding';
export { findQuery } from './find-query';
export { findIndexUses } from './index-uses';
export { dutiesOf } from './indexes/index-duties';
export { findQueryIndexes } from './query-indexes';
export { type JudgedPlanReading, judgePlans, judgePlansOf, judgeTrialOf } from './judge-plans';
export { formatMessage, type Message } from './message';
export { RULES as rules } from './rules/rules';
export { snapshotFromCatalog } from './schema/from-catalog';
export type {
  AnalysisInput,
  EmbeddedSqlFinder,
  EnclosingNameFinder,
  WrittenNumberFinder,
} from './read-document';
export { readSchema } from './schema/from-ddl';
export { mergeMigrations } from './schema/merge-migrations';
export { arrangeMigrations } from './schema/migrations/arrange';
export type { CodeMigrationReader } from './schema/migrations/code-migration';
export { EMPTY_SNAPSHOT, type Snapshot } from './schema/snapshot';
export { DEFAULT_SETTINGS, type AnalysisSettings } from './settings';
export { createLibpgFeeder } from './sql/libpg/libpg-feeder';
export { createFeeder } from './sql/parse';
export { createPgsqlAstFeeder } from './sql/pgsql-ast/pgsql-ast-feeder';
export { readStatisticsFile } from './statistics-file/read-statistics-file';
export type { StatisticsFile } from './statistics-file/statistics-file';
export { withStatistics } from './statistics-file/with-statistics';
