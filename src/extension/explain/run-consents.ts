import * as vscode from 'vscode';
import type { RunConsent } from '../../postgres/explain/run-query';
import type { ConnectedDatabase } from '../connected-database';

/** Who has said yes to running queries: for a database of production each time anew, for another once until the window is closed. */
export class RunConsents {
  readonly #given = new Set<string>();

  /** What is to be run, once the person has said yes to it. */
  async ask(database: ConnectedDatabase, wanted: RunConsent): Promise<RunConsent | undefined> {
    const { id, role } = database;
    if (this.#given.has(id)) return wanted;
    const run = vscode.l10n.t('Run');
    const options = { modal: true, detail: describeRun(database, wanted.statementTimeoutMs) };
    const question = questionFor(database);
    if ((await vscode.window.showWarningMessage(question, options, run)) !== run) return undefined;
    if (role !== 'production') this.#given.add(id);
    return wanted;
  }
}

function questionFor({ name, role }: ConnectedDatabase): string {
  return role === 'production'
    ? vscode.l10n.t('Run this query on {0}, which is a database of production?', name)
    : vscode.l10n.t('Run this query on {0}?', name);
}

function describeRun({ target, role }: ConnectedDatabase, timeoutMs: number): string {
  const sentences = [
    vscode.l10n.t(
      'EXPLAIN ANALYZE runs the query on {0}, in a READ ONLY transaction that is rolled back. The server ends it after {1} s.',
      target,
      timeoutMs / 1000,
    ),
    role === 'production'
      ? vscode.l10n.t('It costs the server as much as the query itself.')
      : vscode.l10n.t('This is not asked again for {0} until the window is closed.', target),
  ];
  return sentences.join('\n\n');
}
