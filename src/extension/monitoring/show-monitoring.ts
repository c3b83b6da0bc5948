import * as vscode from 'vscode';
import { message, type Message } from '../../analyzers/message';
import type { MonitoringQuery } from '../../postgres/monitoring/monitoring-queries';
import type { Row } from '../../postgres/reading/reader';
import type { ConnectedDatabase } from '../connected-database';
import type { PostgresRoom } from '../load-postgres';
import { localize } from '../localize';
import type { ReadOnlyPages } from '../read-only-pages';
import { pickQuery } from './pick-query';
import { printResult } from './result-text';

export interface MonitoringPorts {
  /** Of a row of the tree, or the one that a person picks. */
  readonly chooseDatabase: (node: unknown) => Promise<ConnectedDatabase | undefined>;
  readonly loadPostgres: () => PostgresRoom;
  readonly pages: ReadOnlyPages;
}

/** Leaves are counted by reading whole indexes. */
const TIMEOUT_MS = 30_000;

/** Asks a server one of the questions of the house, and shows the answer with the SQL. */
export async function showMonitoring(node: unknown, ports: MonitoringPorts): Promise<void> {
  const database = await ports.chooseDatabase(node);
  if (database === undefined) return;
  const { MONITORING_QUERIES } = ports.loadPostgres();
  const picked = await pickQuery(MONITORING_QUERIES);
  if (picked === undefined) return;
  const { query, action } = picked;
  const sql = query.sql(Number.parseInt(database.serverVersion, 10));
  if (action === 'copy') {
    await vscode.env.clipboard.writeText(sql);
    vscode.window.showInformationMessage(vscode.l10n.t('The SQL is in the clipboard.'));
  } else if (action === 'open') {
    await openSql(query, sql);
  } else {
    await runQuery(database, query, sql, ports);
  }
}

/** To be changed and run by whatever runs SQL. */
async function openSql({ title, explanation }: MonitoringQuery, sql: string): Promise<void> {
  const content = `-- ${localize(title)}\n-- ${localize(explanation)}\n${sql}\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
  await vscode.window.showTextDocument(document);
}

async function runQuery(
  database: ConnectedDatabase,
  query: MonitoringQuery,
  sql: string,
  { loadPostgres, pages }: MonitoringPorts,
): Promise<void> {
  const title = localize(query.title);
  try {
    const rows = await readRows(database, sql, title);
    if (rows === undefined) return;
    const { target } = database;
    const result = { title, explanation: localize(query.explanation), target, readAt: new Date(), rows, sql };
    await pages.open(`${title}.txt`, printResult(result, vscode.env.language, vscode.l10n));
  } catch (error) {
    const sentence = missingExtension(query, error) ?? loadPostgres().describeReadError(error);
    vscode.window.showWarningMessage(localize(sentence));
  }
}

/** `undefined`: a person has ended it. */
function readRows(
  { reader }: ConnectedDatabase,
  sql: string,
  title: string,
): Thenable<readonly Row[] | undefined> {
  const progress = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(progress, async (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const { signal } = controller;
    try {
      return await reader.read(sql.replace(/;\s*$/, ''), [], { statementTimeoutMs: TIMEOUT_MS, signal });
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  });
}

/** Undefined table and function; and of one that is created but not loaded: object not in prerequisite state. */
const MISSING = new Set(['42P01', '42883', '55000']);

function missingExtension({ needs }: MonitoringQuery, error: unknown): Message | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (needs === undefined || !MISSING.has(code)) return undefined;
  return needs === 'pg_stat_statements'
    ? message(
        'The database has no extension pg_stat_statements, or the server does not load it. Somebody who may has to put it into shared_preload_libraries, restart the server and run CREATE EXTENSION pg_stat_statements.',
      )
    : message('The database has no extension {0}. Somebody who may has to run CREATE EXTENSION {0}.', needs);
}
