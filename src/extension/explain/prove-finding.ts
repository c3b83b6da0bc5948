import * as vscode from 'vscode';
import type { Fix } from '../../analyzers/finding';
import { message, type Message } from '../../analyzers/message';
import type { ProposalEvidence } from '../../analyzers/plans/evidence/judge-proposal';
import type { ExplainableQuery } from '../../analyzers/query/explainable-query';
import type { ValueSet } from '../../postgres/values/value-set';
import type { Judge } from '../judge';
import type { JudgedText } from '../judgement';
import { localize } from '../localize';
import type { Proof } from '../proven-findings';
import type { Subject } from './judge-made';
import type { Asking } from './make-plans';

/** One of them; asked for where there are several. */
export async function chooseFix(fixes: readonly Fix[]): Promise<Fix | undefined> {
  if (fixes.length < 2) return fixes[0];
  const items = fixes.map((fix) => ({ label: localize(fix.title), fix }));
  const title = vscode.l10n.t('Prove on the Server');
  const placeHolder = vscode.l10n.t('Which proposal does the server plan with?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.fix;
}

/** Has the server plan the query as it is and as the fix would have it. Nothing is created, nothing is run. */
export async function proveFix(
  judge: Judge,
  { source, found }: Subject,
  fix: Fix,
  { postgres, reader, limits, expectedArraySize }: Asking,
): Promise<ProposalEvidence | { readonly reason: Message }> {
  const { query, span } = found;
  const { signal } = limits;
  const rewritten = await rewrittenQuery(judge, source, span.start, fix, signal);
  if (rewritten !== undefined && 'reason' in rewritten) return rewritten;
  const inferred = await postgres.inferParameters(reader, query, limits);
  const types = inferred.parameters.flatMap(({ number, type }) =>
    type ? [{ number, type: type.name }] : [],
  );
  const sampled = await postgres.sampleValues(reader, query, types, { expectedArraySize, signal });
  const sets = sampled.length > 0 ? sampled : [AS_WRITTEN];
  const index = fix.ddl?.index;
  const proposal = { ...(rewritten && { rewritten }), ...(index && { index }) };
  const trial = await postgres.proveProposal(reader, inferred, proposal, sets, limits);
  const judged = await judge.judgeTrial(source, span.start, trial, signal);
  if (judged.kind === 'evidence') return judged.evidence;
  return { reason: judged.kind === 'unproven' ? judged.reason : judged.message };
}

/** Of a query without parameters. */
const AS_WRITTEN: Pick<ValueSet, 'label' | 'values'> = {
  label: message('The query as it is written'),
  values: [],
};

/** The document with the fix in it is read as any other. */
async function rewrittenQuery(
  judge: Judge,
  source: JudgedText,
  offset: number,
  { kind, edits }: Fix,
  signal: AbortSignal,
): Promise<ExplainableQuery | { readonly reason: Message } | undefined> {
  if (kind !== 'rewrite' || edits.length === 0) return undefined;
  const text = [...edits]
    .sort((one, other) => other.span.start - one.span.start)
    .reduce(
      (all, { span, newText }) => all.slice(0, span.start) + newText + all.slice(span.end),
      source.text,
    );
  const search = await judge.findQuery({ ...source, text }, offset, signal);
  return search.kind === 'query' ? search.query : search;
}

export function proofOf({ id }: Fix, { verdict, certainty, sentence, notes }: ProposalEvidence): Proof {
  return { fixId: id, certainty, sentences: [sentence, ...notes], isWithdrawn: verdict !== 'helps' };
}
