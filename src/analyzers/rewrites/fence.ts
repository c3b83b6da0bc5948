import type { FragmentEdit } from '../sources/edit';
import { quoteIdentifier } from '../sql/identifiers';
import type { SelectNode, TableReference } from '../sql/model';

/**
 * The table and its conditions in a sub-select that PostgreSQL plans by itself, because of OFFSET 0. It keeps the table's name, so that what
 * stands around it means the same.
 */
export function fence(
  { clauses }: SelectNode,
  relation: TableReference,
  columns: readonly string[] | '*',
): readonly FragmentEdit[] | undefined {
  const { from, where } = clauses;
  if (!from || !where) return undefined;
  const read = columns === '*' ? columns : columns.map(quoteIdentifier).join(', ');
  const name = quoteIdentifier(relation.alias ?? relation.name.name);
  return [
    {
      span: { start: from.start, end: from.start },
      pieces: [`FROM (SELECT ${read} `],
    },
    { span: { start: where.end, end: where.end }, pieces: [` OFFSET 0) AS ${name}`] },
  ];
}
