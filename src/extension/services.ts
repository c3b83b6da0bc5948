import * as vscode from 'vscode';
import { AnalysisClient } from '../runtime/analysis-client';
import { checkWorkspace } from './check-workspace/check-command';
import { WorkspaceCheck } from './check-workspace/workspace-check';
import { FindingActionProvider } from './code-actions/finding-action-provider';
import { copyDdl, openCreatedMigration, openDdlDocument } from './code-actions/fix-commands';
import { type CommandHandlers, registerCommands } from './commands';
import { DocumentLinter } from './diagnostics/document-linter';
import { openRuleDocumentation, RulePages } from './documentation/rule-pages';
import { createReport } from './errors';
import { WhyNoFinding } from './explanation/why-no-finding';
import { Judge } from './judge';
import { DisposableStore } from './lifecycle';
import { createLog } from './log';
import { COMMANDS, INTERNAL_COMMANDS, SETTINGS_SECTION } from './manifest';
import { WorkspaceSchemas } from './schema/workspace-schemas';
import { turnRuleOff } from './settings';
import { ShownFindings } from './shown-findings';
import { SQL_LANGUAGES } from './sql-languages';
import { LanguageStatus } from './status/language-status';

/** Builds everything and joins it up. Starts no worker and reads no file: the first document with SQL does. */
export function createServices(extensionUri: vscode.Uri): DisposableStore {
  const store = new DisposableStore();
  const log = store.add(createLog());
  const report = createReport(log);
  const client = store.add(
    new AnalysisClient({
      workerFile: vscode.Uri.joinPath(extensionUri, 'dist', 'analysis-worker.js').fsPath,
      onDidFail: (error, subject) => log.error(`Analysis of ${subject}: ${error.kind}, ${error.message}`),
    }),
  );
  const schemas = store.add(new WorkspaceSchemas(client, log));
  const judge = new Judge(client, schemas);
  const findings = store.add(new ShownFindings());
  const linter = store.add(new DocumentLinter(judge, findings, log));
  const check = store.add(
    new WorkspaceCheck(judge, (document, signal) => linter.check(document, signal), findings, log),
  );
  const why = store.add(new WhyNoFinding(judge));
  store.add(
    schemas.onDidChange(() => {
      linter.lintAll();
      check.rejudgeAll();
    }),
  );
  store.add(
    new LanguageStatus({
      onDidProgress: linter.onDidProgress,
      progressOf: (uri) => linter.progressOf(uri),
      schemaOf: (folder) => schemas.known(folder),
      onDidChangeSchema: schemas.onDidChange,
    }),
  );
  store.add(registerProviders(extensionUri, linter, schemas, why));
  const handlers: CommandHandlers = {
    [COMMANDS.checkWorkspace]: () => checkWorkspace(check),
    [COMMANDS.whyNoFinding]: () => why.explain(),
    [COMMANDS.openRuleDocumentation]: openRuleDocumentation,
    [COMMANDS.readMigrationsAgain]: () => schemas.readAgain(),
    [COMMANDS.showLog]: () => log.show(),
    [INTERNAL_COMMANDS.openCreatedMigration]: openCreatedMigration,
    [INTERNAL_COMMANDS.openDdlDocument]: openDdlDocument,
    [INTERNAL_COMMANDS.copyDdl]: copyDdl,
    [INTERNAL_COMMANDS.disableRule]: (ruleId, uri) => turnRuleOff(ruleId, vscode.Uri.parse(uri)),
    [INTERNAL_COMMANDS.openSettings]: () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `${SETTINGS_SECTION}.`),
  };
  store.add(registerCommands(handlers, report));
  linter.lintAll();
  return store;
}

function registerProviders(
  extensionUri: vscode.Uri,
  linter: DocumentLinter,
  schemas: WorkspaceSchemas,
  why: WhyNoFinding,
): DisposableStore {
  const store = new DisposableStore();
  const { workspace, languages } = vscode;
  const actions = new FindingActionProvider(
    (document) => linter.current(document),
    (document) => linter.currentProblems(document),
    (folder) => schemas.of(folder),
  );
  // A selector of language ids alone holds for every scheme.
  store.add(
    languages.registerCodeActionsProvider([...SQL_LANGUAGES], actions, FindingActionProvider.metadata),
  );
  store.add(workspace.registerTextDocumentContentProvider(RulePages.scheme, new RulePages(extensionUri)));
  store.add(workspace.registerTextDocumentContentProvider(WhyNoFinding.scheme, why));
  return store;
}
