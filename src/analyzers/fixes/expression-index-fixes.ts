import { candidateIndex, keysInSearchOrder } from '../indexes/candidates';
import { type Extraction, textOfKey } from '../indexes/extraction';
import { printKeyList } from '../indexes/print-ddl';
import { servedInstead } from '../indexes/served-instead';
import { message } from '../message';
import type { ArrayCondition, EqualityCondition, Subject } from '../query/access-path';
import type { FixDraft, PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { quoteLiteral } from '../sql/identifiers';
import { createIndexFix } from './create-index-fix';

type Comparison = (ArrayCondition | EqualityCondition) & {
  readonly subject: Extract<Subject, { kind: 'expression' }>;
};

/** The index on the expression, and where the document has a GIN index the form that this serves. */
export function expressionIndexFixes(
  context: PathContext,
  table: Table,
  condition: Comparison,
  { kind }: Extraction,
): readonly FixDraft[] {
  const { path, snapshot } = context;
  const isPage = path.limit !== undefined && !path.aggregated && condition.letter === 'E';
  const keys = keysInSearchOrder({ ...path, conditions: [condition], order: isPage ? path.order : [] });
  if (!keys) return [];
  const index = candidateIndex(table, keys, snapshot);
  const inOrder = keys.length > 1;
  const written = printKeyList(index);
  return [
    ...createIndexFix(context, table, index, {
      id: 'expression',
      title: inOrder
        ? message(
            'Create index on {0} ({1}): finds the rows in order, as long as queries write it exactly so',
            table.name,
            written,
          )
        : message(
            'Create index on {0} ({1}): finds the rows, as long as queries write it exactly so',
            table.name,
            written,
          ),
      preferred: false,
      reason: `Serves this expression alone: another cast, ${kind === 'document-value' ? '-> in the place of ->>' : 'another function'} or @> passes it over.\nRun ANALYZE ${table.name} afterwards: PostgreSQL gathers statistics on the expression then.`,
    }),
    ...containmentFix(context, condition),
  ];
}

/** `data @> jsonb_build_object('key', $1)` finds strings alone, where `->>` makes a text of everything. */
function containmentFix({ path, settings }: PathContext, condition: Comparison): readonly FixDraft[] {
  const { node, span, subject, value } = condition;
  const asked = textOfKey(subject.expression);
  if (!asked || condition.letter !== 'E' || node.kind !== 'operator' || !('expression' in value)) return [];
  const { expression } = value;
  if (expression.kind !== 'parameter' && expression.kind !== 'constant') return [];
  const { column, key } = asked;
  const contains = {
    letter: 'G',
    span,
    node,
    subject: { kind: 'column', column: column.name, span: column.span },
    operator: '@>',
    value,
  } as const;
  const [served] = servedInstead(path, condition, contains, settings.serverVersion);
  if (!served) return [];
  return [
    {
      id: 'rewrite/containment',
      title: message(
        'Rewrite as {0} @> …: the index {1} finds the rows, strings only ("7" is not 7)',
        column.name,
        served.index.name,
      ),
      kind: 'rewrite',
      preferred: false,
      edits: [
        {
          span,
          pieces: [column.span, ` @> jsonb_build_object(${quoteLiteral(key)}, `, expression.span, '::text)'],
        },
      ],
    },
  ];
}
