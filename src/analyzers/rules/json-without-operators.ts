import { describeTable } from '../fixes/describe';
import { message } from '../message';
import type { AccessPath } from '../query/access-path';
import { expressionType } from '../query/expression-type';
import { columnsIn, walkExpression } from '../query/walk-expression';
import { findColumn } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import type { ColumnExpression, Expression } from '../sql/model';
import type { Span } from '../span';
import {
  definePathRule,
  type FixDraft,
  found,
  OTHER_SHAPE,
  silentUncertainText,
  silentUnknownTable,
} from './define-rule';

export default definePathRule({
  id: 'json-without-operators',
  summary: 'Columns of type json are compared with operators that only jsonb has.',
  severity: 'error',
  aspect: 'rows',
  check({ path }) {
    const { table } = path;
    const comparisons = path.conditions.flatMap(({ node }) => comparisonsIn(node));
    if (comparisons.length === 0) return OTHER_SHAPE;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const refused = comparisons.find(({ document }) => isJson(document, path, table));
    const column = refused && columnsIn(refused.document)[0];
    if (!refused || !column) return OTHER_SHAPE;
    if (path.approximate) return silentUncertainText();
    return found({
      span: refused.span,
      message: message(
        'The column {0} is of type json, which has no operator {1}: the statement fails. Compare {0}::jsonb, or make the column jsonb once (ALTER TABLE {2} ALTER COLUMN {0} TYPE jsonb, which rewrites the table and blocks it meanwhile): then a GIN index can find the rows.',
        column.name,
        refused.operator,
        table.name,
      ),
      certainty: 'catalogued',
      related: describeTable(table),
      fixes: castFix(refused, column),
    });
  },
});

interface Comparison {
  readonly span: Span;
  readonly operator: string;
  readonly document: Expression;
  readonly others: readonly Expression[];
}

/** PostgreSQL has them for jsonb and not for json (42883, measured on 14 and 18). */
const ONLY_FOR_JSONB = new Set(['=', '<>', '<', '<=', '>', '>=', '@>', '<@', '?', '?|', '?&', '@?', '@@']);

function comparisonsIn(condition: Expression): readonly Comparison[] {
  const found: Comparison[] = [];
  walkExpression(condition, (node) => {
    const { span } = node;
    if (node.kind === 'operator' && node.left && ONLY_FOR_JSONB.has(node.operator)) {
      const { operator, left, right } = node;
      found.push({ span, operator, document: left, others: [right] });
      found.push({ span, operator, document: right, others: [left] });
    } else if (node.kind === 'in-list') {
      found.push({ span, operator: '=', document: node.left, others: node.list });
    } else if (node.kind === 'array-comparison' && ONLY_FOR_JSONB.has(node.operator)) {
      found.push({ span, operator: node.operator, document: node.left, others: [node.right] });
    }
  });
  return found;
}

/** `raw`, `raw -> 'key'` */
function isJson(document: Expression, { alone, relation }: AccessPath, table: Table): boolean {
  const [column, ...others] = columnsIn(document);
  if (!column || others.length > 0 || findColumn(table, column.name) === undefined) return false;
  const isOwn =
    column.qualifier === undefined ? alone : column.qualifier === (relation.alias ?? relation.name.name);
  return isOwn && expressionType(document, table) === 'json';
}

/** None where the other side is of type json too: both would have to be cast. */
function castFix({ others }: Comparison, { name, span }: ColumnExpression): readonly FixDraft[] {
  const isPlain = others.every(
    (other) =>
      columnsIn(other).length === 0 && !/^json(?:\[\])*$/.test(expressionType(other, undefined) ?? ''),
  );
  if (!isPlain) return [];
  return [
    {
      id: 'rewrite/as-jsonb',
      title: message('Compare {0}::jsonb: runs, but reads every row, because no index is on it', name),
      kind: 'rewrite',
      preferred: true,
      edits: [{ span, pieces: [span, '::jsonb'] }],
    },
  ];
}
