import * as vscode from 'vscode';
import type { AnalysisClient } from '../runtime/analysis-client';
import { QueryActionProvider } from './code-lens/query-action-provider';
import { QueryLenses } from './code-lens/query-lenses';
import type { DocumentLinter } from './diagnostics/document-linter';
import type { Report } from './errors';
import { type BackgroundPorts, BackgroundProofs } from './explain/background-proofs';
import { createExplain } from './explain/create-explain';
import type { Judge } from './judge';
import { DisposableStore } from './lifecycle';
import type { PostgresRoom } from './load-postgres';
import type { Log } from './log';
import { createPlanView } from './plan-view/create-plan-view';
import { createPlanningDatabases, type PlanningContext } from './planning-databases';
import type { ProvenFindings } from './proven-findings';
import { planReader } from './read-plan';
import { affectsSettings } from './settings';
import { SQL_LANGUAGES } from './sql-languages';

interface ExplainingContext {
  readonly extensionUri: vscode.Uri;
  readonly globalStorageUri: vscode.Uri;
  readonly client: AnalysisClient;
  readonly judge: Judge;
  readonly linter: DocumentLinter;
  readonly connected: PlanningContext['connected'];
  readonly schemas: PlanningContext['schemas'] & { readonly onDidChange: vscode.Event<void> };
  readonly loadPostgres: () => PostgresRoom;
  readonly proofs: ProvenFindings;
  readonly report: Report;
  readonly log: Log;
}

/** From the lens over a query to the view of its plans. */
export function createExplaining({
  extensionUri,
  globalStorageUri,
  client,
  judge,
  linter,
  connected,
  schemas,
  loadPostgres,
  proofs,
  report,
  log,
}: ExplainingContext) {
  const store = new DisposableStore();
  const places = { extensionUri, globalStorageUri };
  const planning = createPlanningDatabases({ ...places, client, loadPostgres, schemas, connected, log });
  store.add(planning.store);
  const lenses = store.add(
    new QueryLenses({
      onDidJudge: linter.onDidJudge,
      onDidProgress: linter.onDidProgress,
      progressOf: (uri) => linter.progressOf(uri),
    }),
  );
  store.add(registerLenses(lenses));
  const plans = createPlanView(extensionUri, report, planReader(client));
  store.add(plans.store);
  const { views, isPlanOf } = plans;
  const explain = createExplain({
    judge,
    databaseFor: planning.planningDatabaseFor,
    plannerBesideServer: planning.plannerBesideServer,
    loadPostgres,
    views,
    offsetOfLens: (uri, lens) => lenses.offsetOf(uri, lens),
    report,
    onDidProve: (finding, text, proof) => {
      proofs.record(finding, text, proof);
      linter.lintAll();
    },
  });
  store.add(explain.store);
  store.add(
    proveInBackground({
      judge,
      linter,
      schemas,
      loadPostgres,
      proofs,
      log,
      plannerOf: planning.quietPlannerOf,
    }),
  );
  return {
    store,
    isPlanOf,
    activity: explain.activity,
    handlers: { ...plans.handlers, ...explain.handlers },
  };
}

interface BackgroundContext extends Pick<BackgroundPorts, 'judge' | 'loadPostgres' | 'plannerOf' | 'log'> {
  readonly linter: DocumentLinter;
  readonly schemas: { readonly onDidChange: vscode.Event<void> };
  readonly proofs: ProvenFindings;
}

/** What is judged of a document is proven while nobody types, until its schema or the settings are others. */
function proveInBackground({ linter, schemas, proofs, ...ports }: BackgroundContext): DisposableStore {
  const store = new DisposableStore();
  const background = store.add(
    new BackgroundProofs({
      ...ports,
      isVisible: (uri) => vscode.window.visibleTextEditors.some(({ document }) => isSame(document.uri, uri)),
      onDidProve: (finding, text, proof) => proofs.recordUnasked(finding, text, proof),
      onDidEnd: () => linter.lintAll(),
    }),
  );
  store.add(linter.onDidJudge((judgement) => background.consider(judgement)));
  const forget = (): void => {
    background.forget();
    proofs.forgetUnasked();
  };
  store.add(schemas.onDidChange(forget));
  // Sizes and arrays are assumed by them.
  store.add(vscode.workspace.onDidChangeConfiguration((event) => affectsSettings(event) && forget()));
  return store;
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

function registerLenses(lenses: QueryLenses): DisposableStore {
  const store = new DisposableStore();
  const actions = new QueryActionProvider((document, offset) => lenses.queryAt(document, offset));
  store.add(vscode.languages.registerCodeLensProvider([...SQL_LANGUAGES], lenses));
  store.add(
    vscode.languages.registerCodeActionsProvider([...SQL_LANGUAGES], actions, QueryActionProvider.metadata),
  );
  return store;
}
