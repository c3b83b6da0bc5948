import * as vscode from 'vscode';
import type { PlanningDatabase } from '../planning-database';

/** How often a query is run, and for how long at most each time. */
export interface WantedRuns {
  readonly count: number;
  readonly statementTimeoutMs: number;
}

/** Who has said yes to running queries: for a database of production each time anew, for another once until the window is closed. */
export class RunConsents {
  readonly #given = new Set<string>();

  /** Whether the person wants it. */
  async ask(database: PlanningDatabase, wanted: WantedRuns): Promise<boolean> {
    const { id, role } = database;
    if (this.#given.has(id)) return true;
    const run = vscode.l10n.t('Run');
    const options = { modal: true, detail: describeRuns(database, wanted) };
    const question = questionFor(database);
    if ((await vscode.window.showWarningMessage(question, options, run)) !== run) return false;
    if (role !== 'production') this.#given.add(id);
    return true;
  }
}

function questionFor({ name, role }: PlanningDatabase): string {
  return role === 'production'
    ? vscode.l10n.t('Run this query on {0}, which is a production database?', name)
    : vscode.l10n.t('Run this query on {0}?', name);
}

function describeRuns({ target, role }: PlanningDatabase, { count, statementTimeoutMs }: WantedRuns): string {
  const seconds = statementTimeoutMs / 1000;
  const sentences = [
    count === 1
      ? vscode.l10n.t(
          'EXPLAIN ANALYZE runs the query on {0}, in a READ ONLY transaction that is rolled back. The server stops it after {1} s at the latest.',
          target,
          seconds,
        )
      : vscode.l10n.t(
          'EXPLAIN ANALYZE runs the query {1} times on {0}: for each set of values as it is and as it is proposed, in READ ONLY transactions that are rolled back. The server stops each run after {2} s at the latest.',
          target,
          count,
          seconds,
        ),
    role !== 'production'
      ? vscode.l10n.t('This is not asked again for {0} until the window is closed.', target)
      : count === 1
        ? vscode.l10n.t('It costs the server as much as the query itself.')
        : vscode.l10n.t('Each run costs the server as much as the query itself.'),
  ];
  return sentences.join('\n\n');
}
