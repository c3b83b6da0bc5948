import type { IndexDraft } from '../analyzers/maintenance/maintenance-question';

/** Every id that package.json and the code share. A test compares both sides. */

export const EXTENSION_NAME = 'Indexwright';

/** Shown before each finding in the Problems view. */
export const DIAGNOSTIC_SOURCE = 'indexwright';

/** What users see in the Command Palette, with the arguments each takes. */
interface PublicCommands extends MaintenanceCommands {
  'indexwright.checkWorkspace': [];
  'indexwright.tuneIndexes': [];
  'indexwright.whyNoFinding': [];
  'indexwright.openRuleDocumentation': [ruleId?: string];
  'indexwright.explainQuery': [];
  'indexwright.explainAndRun': [];
  'indexwright.explainWithValues': [];
  'indexwright.readMigrationsAgain': [];
  'indexwright.showLog': [];
  'indexwright.openSample': [];
  'indexwright.openWalkthrough': [];
  'indexwright.addConnection': [];
  'indexwright.editConnections': [];
  'indexwright.selectConnection': [];
  'indexwright.connect': [node?: unknown];
  'indexwright.disconnect': [node?: unknown];
  'indexwright.reconnect': [node?: unknown];
  'indexwright.testConnection': [node?: unknown];
  'indexwright.forgetPassword': [node?: unknown];
  'indexwright.readDatabaseAgain': [node?: unknown];
  'indexwright.writeRoleScript': [node?: unknown];
  'indexwright.openPlanAsText': [];
  'indexwright.copyPlanAsText': [];
  'indexwright.copyPlanAsMarkdown': [];
  'indexwright.savePlan': [];
  'indexwright.comparePlanWithPrevious': [];
  'indexwright.showInPlan': [];
  'indexwright.openPlan': [];
  'indexwright.openPlanFile': [uri?: unknown];
  'indexwright.showQueryIndexes': [];
  'indexwright.openTableStatistics': [node?: unknown];
  'indexwright.exportStatistics': [node?: unknown];
  'indexwright.showMonitoring': [node?: unknown];
  'indexwright.refreshIndexes': [node?: unknown];
  'indexwright.filterIndexes': [];
  'indexwright.clearIndexFilter': [];
  'indexwright.sortIndexes': [];
  'indexwright.copyIndexDefinition': [node?: unknown];
  'indexwright.measureBloat': [node?: unknown];
}

/** What changes indexes and tables. From the Command Palette they ask what they are about; in the index tree they get its row. */
interface MaintenanceCommands {
  'indexwright.createIndex': [node?: unknown];
  'indexwright.reindexIndex': [node?: unknown];
  'indexwright.replaceIndex': [node?: unknown];
  'indexwright.dropIndex': [node?: unknown];
  'indexwright.renameIndex': [node?: unknown];
  'indexwright.summarizeBrin': [node?: unknown];
  'indexwright.repairIndex': [node?: unknown];
  'indexwright.analyzeTable': [node?: unknown];
  'indexwright.vacuumTable': [node?: unknown];
  'indexwright.setStatisticsTarget': [node?: unknown];
  'indexwright.setAutovacuumOptions': [node?: unknown];
  'indexwright.addConstraint': [node?: unknown];
  'indexwright.planPartitioning': [node?: unknown];
  'indexwright.cancelMaintenance': [node?: unknown];
  'indexwright.showMaintenanceHistory': [];
}

/** What code actions and status items run; not contributed, so not in the Command Palette. */
export interface InternalCommands {
  'indexwright.openDdlDocument': [ddl: string];
  'indexwright.copyDdl': [ddl: string];
  'indexwright.disableRule': [ruleId: string, documentUri: string];
  'indexwright.openSettings': [];
  /** Of the report of a folder. */
  'indexwright.insertTuning': [folderUri: string];
  'indexwright.copyTuningSql': [folderUri: string];
  'indexwright.copyTuningReport': [folderUri: string];
  /** @param line from 1 */
  'indexwright.openTunedQuery': [documentUri: string, line: number];
  /** The number of a lens of the document. */
  'indexwright.explainLens': [documentUri: string, lens: number];
  /** A finding by its rule and where it begins. */
  'indexwright.proveFinding': [documentUri: string, ruleId: string, offset: number];
  'indexwright.showPlaceInPlan': [documentUri: string, offset: number];
  /** The index of a proposal, on a database that is connected. */
  'indexwright.createProposedIndex': [index: IndexDraft, connectionId: string];
}

export type CommandArguments = PublicCommands & InternalCommands;
export type CommandId = keyof CommandArguments;
export type MaintenanceCommandId = keyof MaintenanceCommands | 'indexwright.createProposedIndex';

export const COMMANDS = {
  checkWorkspace: 'indexwright.checkWorkspace',
  tuneIndexes: 'indexwright.tuneIndexes',
  whyNoFinding: 'indexwright.whyNoFinding',
  openRuleDocumentation: 'indexwright.openRuleDocumentation',
  explainQuery: 'indexwright.explainQuery',
  explainAndRun: 'indexwright.explainAndRun',
  explainWithValues: 'indexwright.explainWithValues',
  readMigrationsAgain: 'indexwright.readMigrationsAgain',
  showLog: 'indexwright.showLog',
  openSample: 'indexwright.openSample',
  openWalkthrough: 'indexwright.openWalkthrough',
  addConnection: 'indexwright.addConnection',
  editConnections: 'indexwright.editConnections',
  selectConnection: 'indexwright.selectConnection',
  connect: 'indexwright.connect',
  disconnect: 'indexwright.disconnect',
  reconnect: 'indexwright.reconnect',
  testConnection: 'indexwright.testConnection',
  forgetPassword: 'indexwright.forgetPassword',
  readDatabaseAgain: 'indexwright.readDatabaseAgain',
  writeRoleScript: 'indexwright.writeRoleScript',
  openPlanAsText: 'indexwright.openPlanAsText',
  copyPlanAsText: 'indexwright.copyPlanAsText',
  copyPlanAsMarkdown: 'indexwright.copyPlanAsMarkdown',
  savePlan: 'indexwright.savePlan',
  comparePlanWithPrevious: 'indexwright.comparePlanWithPrevious',
  showInPlan: 'indexwright.showInPlan',
  openPlan: 'indexwright.openPlan',
  openPlanFile: 'indexwright.openPlanFile',
  showQueryIndexes: 'indexwright.showQueryIndexes',
  openTableStatistics: 'indexwright.openTableStatistics',
  exportStatistics: 'indexwright.exportStatistics',
  showMonitoring: 'indexwright.showMonitoring',
  createIndex: 'indexwright.createIndex',
  reindexIndex: 'indexwright.reindexIndex',
  replaceIndex: 'indexwright.replaceIndex',
  dropIndex: 'indexwright.dropIndex',
  renameIndex: 'indexwright.renameIndex',
  summarizeBrin: 'indexwright.summarizeBrin',
  repairIndex: 'indexwright.repairIndex',
  analyzeTable: 'indexwright.analyzeTable',
  vacuumTable: 'indexwright.vacuumTable',
  setStatisticsTarget: 'indexwright.setStatisticsTarget',
  setAutovacuumOptions: 'indexwright.setAutovacuumOptions',
  addConstraint: 'indexwright.addConstraint',
  planPartitioning: 'indexwright.planPartitioning',
  cancelMaintenance: 'indexwright.cancelMaintenance',
  showMaintenanceHistory: 'indexwright.showMaintenanceHistory',
  refreshIndexes: 'indexwright.refreshIndexes',
  filterIndexes: 'indexwright.filterIndexes',
  clearIndexFilter: 'indexwright.clearIndexFilter',
  sortIndexes: 'indexwright.sortIndexes',
  copyIndexDefinition: 'indexwright.copyIndexDefinition',
  measureBloat: 'indexwright.measureBloat',
} as const satisfies Record<string, keyof PublicCommands>;

export const INTERNAL_COMMANDS = {
  openDdlDocument: 'indexwright.openDdlDocument',
  copyDdl: 'indexwright.copyDdl',
  disableRule: 'indexwright.disableRule',
  openSettings: 'indexwright.openSettings',
  insertTuning: 'indexwright.insertTuning',
  copyTuningSql: 'indexwright.copyTuningSql',
  copyTuningReport: 'indexwright.copyTuningReport',
  openTunedQuery: 'indexwright.openTunedQuery',
  explainLens: 'indexwright.explainLens',
  proveFinding: 'indexwright.proveFinding',
  showPlaceInPlan: 'indexwright.showPlaceInPlan',
  createProposedIndex: 'indexwright.createProposedIndex',
} as const satisfies Record<string, keyof InternalCommands>;

/** The part of every setting's key that `workspace.getConfiguration` takes. */
export const SETTINGS_SECTION = 'indexwright';

/** Keys below the section, as `getConfiguration(SETTINGS_SECTION).get` takes them. */
export const SETTINGS = {
  lintEnabled: 'lint.enabled',
  lintRun: 'lint.run',
  lintRules: 'lint.rules',
  lintExpectedArraySize: 'lint.expectedArraySize',
  requireSuppressionReason: 'lint.requireSuppressionReason',
  embeddedSqlTags: 'lint.embeddedSql.tags',
  embeddedSqlCallees: 'lint.embeddedSql.callees',
  codeLens: 'codeLens',
  explainTimeoutMs: 'explain.timeoutMs',
  explainRunTimeoutMs: 'explain.runTimeoutMs',
  assumedRows: 'planner.assumedRows',
  proofInBackground: 'proof.inBackground',
  proofBudgetMs: 'proof.budgetMs',
  tuneBudget: 'tune.budget',
  migrationsFolder: 'migrations.folder',
  targetVersion: 'targetVersion',
  connections: 'connections',
  defaultConnection: 'defaultConnection',
  envFile: 'envFile',
  passwordCommand: 'passwordCommand',
  snapshotMaxAgeMinutes: 'snapshot.maxAgeMinutes',
} as const;

/** An untrusted workspace's own value of these is withheld by VS Code (`restrictedConfigurations`). */
export const RESTRICTED_SETTINGS = [
  SETTINGS.migrationsFolder,
  SETTINGS.connections,
  SETTINGS.defaultConnection,
  SETTINGS.envFile,
] as const;

/** Only the user's own value counts: a workspace must not name a program to run. */
export const USER_SETTINGS: readonly string[] = [SETTINGS.passwordCommand];

/** What a password's key begins with in the secret store; its target follows. */
export const SECRET_PREFIX = 'indexwright.password:';

/** As `workbench.action.openWalkthrough` takes it: publisher, name and the id in package.json. */
export const WALKTHROUGH = 'indexwright.indexwright#start';

export const CONNECTIONS_VIEW = 'indexwright.connections';
export const INDEXES_VIEW = 'indexwright.indexes';

/** Schemes of read-only documents that the extension makes. */
export const DOCUMENT_SCHEMES = {
  documentation: 'indexwright-docs',
  explanation: 'indexwright-why',
  plan: 'indexwright-plan',
  maintenance: 'indexwright-maintenance',
  page: 'indexwright-page',
} as const;

/** The panel of the plan view. */
export const PLAN_VIEW_TYPE = 'indexwright.plan';

/** The panel of a table's statistics. */
export const TABLE_STATISTICS_VIEW_TYPE = 'indexwright.tableStatistics';

/** The panel of the indexes for a folder. */
export const TUNING_VIEW_TYPE = 'indexwright.tuning';

/** What the `when` of menus asks for. */
export const CONTEXT_KEYS = {
  /** A plan has been shown in this window. */
  hasPlan: 'indexwright.hasPlan',
  /** Some of the rows of the tree of indexes are left out. */
  hasIndexFilter: 'indexwright.hasIndexFilter',
} as const;

export const STATUS_ITEM_ID = 'indexwright.status';
