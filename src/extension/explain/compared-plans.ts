import * as vscode from 'vscode';
import type { Message } from '../../analyzers/message';
import type { InferredQuery } from '../../postgres/explain/inferred-query';
import type { Evidenced } from '../../postgres/hypothetical/try-fix';
import { sampledValues } from './describe-values';
import type { Judge } from '../judge';
import { localize } from '../localize';
import type { JudgedText } from '../judgement';
import type { ShownPlans } from '../shown-plans';
import { type Subject, titleFor } from './judge-made';
import { type MadePlan, madePlan, type NamedValues } from './make-plans';
import { toShownPlans } from './to-shown-plans';

/** The plans of a query as it is and as it is proposed, side by side. */
export async function comparedPlans(
  judge: Judge,
  { source, found, database }: Pick<Subject, 'source' | 'found' | 'database'>,
  { tried, query, evidence: { counted } }: Evidenced<JudgedText>,
): Promise<ShownPlans | { readonly reason: Message }> {
  const { before, after, spread } = tried;
  const { inferred, set, changed, signal } = query;
  const offset = found.span.start;
  const [first] = await judge.judgePlans(
    source,
    offset,
    [{ document: before, ...(spread && { spread }) }],
    signal,
  );
  const [second] = await judge.judgePlans(changed ?? source, offset, [{ document: after }], signal);
  if (first?.kind === 'problem') return { reason: first.message };
  if (second?.kind === 'problem') return { reason: second.message };
  const readings = [first, second].filter((reading) => reading !== undefined);
  // The places of a plan after a rewrite are those of a text that is nowhere yet.
  const placed = readings.map((reading, index) =>
    index === 1 && changed !== undefined ? { ...reading, places: [] } : reading,
  );
  const values = sampledValues(set);
  const shown = toShownPlans({
    title: titleFor(source, offset),
    query: found.query.text,
    source: { uri: source.uri.toString(), span: found.span, text: source.text.slice(offset, found.span.end) },
    database,
    at: Date.now(),
    made: [
      labelled(vscode.l10n.t('Before: {0}', values.label), inferred, values, before),
      labelled(vscode.l10n.t('After: {0}', values.label), inferred, values, after),
    ],
    readings: placed,
  });
  const compared = {
    ...{ before: 0, after: 1 },
    ...(counted && { counted: { ...counted, ways: counted.ways.map(localize) } }),
  };
  return { ...shown, chosen: 1, compared };
}

function labelled(label: string, inferred: InferredQuery, values: NamedValues, document: string): MadePlan {
  return madePlan(inferred, { ...values, label }, document);
}
