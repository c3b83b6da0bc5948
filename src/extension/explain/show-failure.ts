import * as vscode from 'vscode';
import type { Span } from '../../analyzers/span';
import type { ExplainError } from '../../postgres/explain/describe-explain-error';
import type { CastMend } from '../../postgres/explain/inferred-query';
import { findOpenDocument } from '../documents';
import { localize } from '../localize';
import { COMMANDS } from '../manifest';
import { editsInDocument, type ExplainedText, rangeInDocument } from './explained-text';
import type { ExplainProblems, ProblemAction } from './explain-problems';
import type { Subject } from './judge-made';

/** One sentence, with the place in the code and another try. */
export function showFailure(
  subject: Subject,
  { message, span, parameter }: ExplainError,
  problems: ExplainProblems,
): Promise<void> {
  const place: readonly ProblemAction[] =
    span === undefined ? [] : [{ title: vscode.l10n.t('Show in Code'), run: () => reveal(subject, span) }];
  const values: readonly ProblemAction[] =
    parameter === undefined ? [] : [{ title: vscode.l10n.t('Enter Values...'), run: subject.enterValues }];
  return problems.show(localize(message), [
    ...place,
    ...values,
    { title: vscode.l10n.t('Try Again'), run: subject.again },
    { title: vscode.l10n.t('Show Log'), run: () => vscode.commands.executeCommand(COMMANDS.showLog) },
  ]);
}

/** The plan is shown, but a driver that states no types is refused: what the query lacks can be written in. */
export function offerCasts(
  explained: ExplainedText,
  mends: readonly CastMend[],
  problems: ExplainProblems,
): Promise<void> {
  const [first] = mends;
  if (first === undefined) return Promise.resolve();
  const title =
    mends.length === 1
      ? vscode.l10n.t('Insert {0}', `::${first.type}`)
      : vscode.l10n.t('Insert {0} Casts', mends.length);
  const show = { title: vscode.l10n.t('Show in Code'), run: () => reveal(explained, first.span) };
  const insert = { title, run: () => insertCasts(explained, mends) };
  return problems.show(localize(first.message), [insert, show], 'warning');
}

async function insertCasts(explained: ExplainedText, mends: readonly CastMend[]): Promise<void> {
  const document = findOpenDocument(explained.source.uri.toString());
  const edits =
    document &&
    editsInDocument(
      explained,
      mends.map(({ edit }) => edit),
      document,
    );
  if (edits === undefined) sayChanged();
  else await vscode.workspace.applyEdit(edits);
}

async function reveal(explained: ExplainedText, span: Span): Promise<void> {
  const document = await vscode.workspace.openTextDocument(explained.source.uri);
  const selection = rangeInDocument(explained, span, document);
  if (selection === undefined) sayChanged();
  else await vscode.window.showTextDocument(document, { selection });
}

function sayChanged(): void {
  vscode.window.setStatusBarMessage(vscode.l10n.t('The query has changed since it was explained.'), 4000);
}
