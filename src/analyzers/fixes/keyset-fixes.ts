import { printKeyList } from '../indexes/print-ddl';
import { message } from '../message';
import type { Keyset } from '../query/keyset';
import { isRepeatable, writtenText } from '../rewrites/repeatable';
import {
  boundFirst,
  compareRows,
  compareRowsBehind,
  rowComparison,
  rowOperator,
} from '../rewrites/row-comparison';
import type { FixDraft, PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import type { Expression } from '../sql/model';
import { pageIndexFor } from './page-index';

/** The comparison as the document would have it, for messages. What a spliced part holds is said in SQL's own words: the document has only its name there. */
export function printRows(keyset: Keyset, { fragment, documentText }: PathContext): string {
  const isSpliced = keyset.keys.some(({ column: { span } }) =>
    writtenText(fragment, documentText, span).startsWith('${'),
  );
  if (isSpliced)
    return `(${keyset.keys.map(({ column }) => column.name).join(', ')}) ${rowOperator(keyset)} (…)`;
  return rowComparison(keyset)
    .map((piece) => (typeof piece === 'string' ? piece : writtenText(fragment, documentText, piece)))
    .join('');
}

/** One comparison of rows in place of the OR. */
export function compareRowsFix(context: PathContext, node: Expression, keyset: Keyset): readonly FixDraft[] {
  if (!isRewritable(context, keyset)) return [];
  return [
    {
      id: 'rewrite/row-comparison',
      title: message('Compare rows: {0}', printRows(keyset, context)),
      kind: 'rewrite',
      preferred: true,
      edits: [compareRows(keyset, node, context.fragment.text)],
    },
  ];
}

/** The same where no index holds the order yet: one without the other would not help. */
export function compareRowsWithIndexFix(
  context: PathContext,
  node: Expression,
  keyset: Keyset,
  table: Table,
): readonly FixDraft[] {
  const missing = pageIndexFor(context, table);
  if (!isRewritable(context, keyset) || !missing) return [];
  return [
    {
      id: 'rewrite/row-comparison',
      title: message(
        'Compare rows and create index on {0} ({1}): {2}',
        table.name,
        printKeyList(missing.index),
        printRows(keyset, context),
      ),
      kind: 'rewrite',
      preferred: false,
      edits: [compareRows(keyset, node, context.fragment.text)],
      ddl: missing.ddl,
    },
  ];
}

export function boundFirstFix(context: PathContext, node: Expression, keyset: Keyset): readonly FixDraft[] {
  const edit = boundFirst(keyset, node, context.fragment.text);
  const [key] = keyset.keys;
  if (!edit || !key || !isRewritable(context, keyset)) return [];
  return [
    {
      id: 'rewrite/bound-first',
      title: message(
        'Bound {0} beside the OR, which returns the same rows',
        writtenText(context.fragment, context.documentText, key.column.span),
      ),
      kind: 'rewrite',
      preferred: true,
      edits: [edit],
    },
  ];
}

export function tornKeysetFixes(
  context: PathContext,
  node: Expression,
  keyset: Keyset,
  stray: readonly Expression[],
): readonly FixDraft[] {
  if (isMixed(keyset) || !isRewritable(context, keyset)) return [];
  return [
    {
      id: 'rewrite/whole-condition',
      title: message('Compare rows behind the other condition: leaves out rows that are returned now'),
      kind: 'rewrite',
      preferred: false,
      edits: [compareRowsBehind(stray, keyset, node)],
    },
  ];
}

export function isMixed({ keys: [first, ...others] }: Keyset): boolean {
  return others.some(({ direction }) => direction !== first?.direction);
}

/** Every place of a value has the same one, and it may stand there once more or less. */
export function isRewritable({ fragment, documentText }: PathContext, { values }: Keyset): boolean {
  return values.every(({ span }) => isRepeatable(fragment, documentText, span));
}
