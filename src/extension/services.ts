import * as vscode from 'vscode';
import { AnalysisClient } from '../runtime/analysis-client';
import { checkWorkspace } from './check-workspace/check-command';
import { WorkspaceCheck } from './check-workspace/workspace-check';
import { FindingActionProvider } from './code-actions/finding-action-provider';
import { copyDdl, openDdlDocument } from './code-actions/fix-commands';
import { type CommandHandlers, registerCommands } from './commands';
import { DocumentLinter } from './diagnostics/document-linter';
import { openRuleDocumentation, RulePages } from './documentation/rule-pages';
import { folderOf } from './documents';
import { createReport, type Report } from './errors';
import { WhyNoFinding } from './explanation/why-no-finding';
import { WorkspaceUses } from './index-uses/workspace-uses';
import { Judge } from './judge';
import { DisposableStore } from './lifecycle';
import { localize } from './localize';
import { createLog, type Log } from './log';
import { COMMANDS, INTERNAL_COMMANDS, type InternalCommands, SETTINGS_SECTION } from './manifest';
import { createTree } from './create-tree';
import { createExplaining } from './create-explaining';
import { ProvenFindings } from './proven-findings';
import { WorkspaceSchemas } from './schema/workspace-schemas';
import { turnRuleOff } from './settings';
import { ShownFindings } from './shown-findings';
import { SQL_LANGUAGES } from './sql-languages';
import { createConnections } from './connections/create-connections';
import { troubleOf } from './connections/connection-trouble';
import { createInspecting } from './create-inspecting';
import { createMaintaining } from './create-maintaining';
import { createTuning } from './create-tuning';
import { postgresLoader } from './load-postgres';
import { openSample, openWalkthrough } from './welcome/first-steps';
import { LanguageStatus } from './status/language-status';

/** Builds everything and joins it up. Starts no worker and reads no file: the first document with SQL does. */
export function createServices({
  secrets,
  workspaceState,
  ...places
}: Pick<
  vscode.ExtensionContext,
  'extensionUri' | 'globalStorageUri' | 'secrets' | 'workspaceState'
>): DisposableStore {
  const { extensionUri } = places;
  const store = new DisposableStore();
  const log = store.add(createLog());
  const report = createReport(log);
  const client = store.add(createClient(extensionUri, log));
  const schemas = store.add(new WorkspaceSchemas(client, log));
  const loadPostgres = postgresLoader(vscode.Uri.joinPath(extensionUri, 'dist').fsPath);
  const connected = createConnections({ loadPostgres, secrets, workspaceState, schemas, log });
  store.add(connected.store);
  const judge = new Judge(client, schemas);
  const proofs = new ProvenFindings(localize);
  const findings = store.add(new ShownFindings(proofs));
  const linter = store.add(new DocumentLinter(judge, findings, log));
  const check = store.add(
    new WorkspaceCheck(judge, (document, signal) => linter.check(document, signal), findings, log),
  );
  store.add(offerOnFirstQueries(linter, connected, report));
  const uses = store.add(new WorkspaceUses(judge, schemas.onDidChange, log));
  const why = store.add(new WhyNoFinding(judge));
  store.add(
    schemas.onDidChange(() => {
      linter.lintAll();
      check.rejudgeAll();
    }),
  );
  const tree = createTree({ connected, findings, uses, client, loadPostgres, workspaceState, log, report });
  store.add(tree.store);
  const known = { client, extensionUri, judge, linter, connected, loadPostgres, proofs, report };
  const explaining = createExplaining({ ...known, ...places, schemas, log });
  store.add(explaining.store);
  const maintaining = createMaintaining({ ...known, schemas, uses, workspaceState, log });
  store.add(maintaining.store);
  const inspecting = createInspecting({ judge, schemas, ports: maintaining.ports });
  store.add(inspecting.store);
  const tuning = createTuning({ ...known, ...places, schemas, log });
  store.add(tuning.store);
  store.add(createStatus({ linter, schemas, connected, explaining }));
  store.add(registerProviders({ ...known, schemas, why, isPlanOf: explaining.isPlanOf }));
  const handlers: CommandHandlers = {
    ...ownHandlers({ check, why, schemas, log, extensionUri }),
    ...connected.handlers,
    ...explaining.handlers,
    ...maintaining.handlers,
    ...tree.handlers,
    ...inspecting.handlers,
    ...tuning.handlers,
    ...INTERNAL_HANDLERS,
  };
  store.add(registerCommands(handlers, report));
  linter.lintAll();
  return store;
}

function ownHandlers({
  check,
  why,
  schemas,
  log,
  extensionUri,
}: {
  readonly check: WorkspaceCheck;
  readonly why: WhyNoFinding;
  readonly schemas: WorkspaceSchemas;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
}) {
  return {
    [COMMANDS.checkWorkspace]: () => checkWorkspace(check),
    [COMMANDS.whyNoFinding]: () => why.explain(),
    [COMMANDS.openRuleDocumentation]: openRuleDocumentation,
    [COMMANDS.readMigrationsAgain]: () => schemas.readAgain(),
    [COMMANDS.showLog]: () => log.show(),
    [COMMANDS.openSample]: () => openSample(extensionUri),
    [COMMANDS.openWalkthrough]: openWalkthrough,
  };
}

type Connected = ReturnType<typeof createConnections>;

type Explaining = ReturnType<typeof createExplaining>;

function createStatus({
  linter,
  schemas,
  connected: { connections },
  explaining: { activity },
}: {
  readonly linter: DocumentLinter;
  readonly schemas: WorkspaceSchemas;
  readonly connected: Connected;
  readonly explaining: Explaining;
}): LanguageStatus {
  return new LanguageStatus({
    onDidProgress: linter.onDidProgress,
    progressOf: (uri) => linter.progressOf(uri),
    schemaOf: (folder) => schemas.known(folder),
    onDidChangeSchema: schemas.onDidChange,
    connectionOf: (folder) => troubleOf(connections.selected(folder)),
    onDidChangeConnection: connections.onDidChange,
    isExplaining: () => activity.isBusy,
    onDidChangeExplaining: activity.onDidChange,
  });
}

const INTERNAL_HANDLERS: Pick<
  CommandHandlers,
  Exclude<
    keyof InternalCommands,
    | typeof INTERNAL_COMMANDS.explainLens
    | typeof INTERNAL_COMMANDS.createProposedIndex
    | typeof INTERNAL_COMMANDS.proveFinding
    | typeof INTERNAL_COMMANDS.showPlaceInPlan
    | typeof INTERNAL_COMMANDS.insertTuning
    | typeof INTERNAL_COMMANDS.copyTuningSql
    | typeof INTERNAL_COMMANDS.copyTuningReport
    | typeof INTERNAL_COMMANDS.openTunedQuery
  >
> = {
  [INTERNAL_COMMANDS.openDdlDocument]: openDdlDocument,
  [INTERNAL_COMMANDS.copyDdl]: copyDdl,
  [INTERNAL_COMMANDS.disableRule]: (ruleId, uri) => turnRuleOff(ruleId, vscode.Uri.parse(uri)),
  [INTERNAL_COMMANDS.openSettings]: () =>
    vscode.commands.executeCommand('workbench.action.openSettings', `${SETTINGS_SECTION}.`),
};

function createClient(extensionUri: vscode.Uri, log: Log): AnalysisClient {
  return new AnalysisClient({
    workerFile: vscode.Uri.joinPath(extensionUri, 'dist', 'analysis-worker.js').fsPath,
    onDidFail: (error, subject) => log.error(`Analysis of ${subject}: ${error.kind}, ${error.message}`),
  });
}

/** A folder whose documents turn out to hold SQL may have a database to connect. */
function offerOnFirstQueries(
  linter: DocumentLinter,
  { offer }: Connected,
  report: Report,
): vscode.Disposable {
  return linter.onDidProgress((uri) => {
    const folder = folderOf(uri);
    const progress = linter.progressOf(uri);
    if (folder === undefined || progress?.kind !== 'judged' || progress.statements === 0) return;
    offer.consider(folder).catch((error: unknown) => report(error, 'env file'));
  });
}

function registerProviders({
  extensionUri,
  linter,
  schemas,
  connected,
  why,
  isPlanOf,
}: {
  readonly extensionUri: vscode.Uri;
  readonly linter: DocumentLinter;
  readonly schemas: WorkspaceSchemas;
  readonly connected: Connected;
  readonly why: WhyNoFinding;
  readonly isPlanOf: Explaining['isPlanOf'];
}): DisposableStore {
  const store = new DisposableStore();
  const { workspace, languages } = vscode;
  const actions = new FindingActionProvider(
    (document) => linter.current(document),
    (document) => linter.currentProblems(document),
    (folder) => schemas.of(folder),
    (folder) => connected.connections.selected(folder)?.database?.id,
    isPlanOf,
  );
  // A selector of language ids alone holds for every scheme.
  store.add(
    languages.registerCodeActionsProvider([...SQL_LANGUAGES], actions, FindingActionProvider.metadata),
  );
  store.add(workspace.registerTextDocumentContentProvider(RulePages.scheme, new RulePages(extensionUri)));
  store.add(workspace.registerTextDocumentContentProvider(WhyNoFinding.scheme, why));
  return store;
}
