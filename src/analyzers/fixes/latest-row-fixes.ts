import { message } from '../message';
import type { LatestShape } from '../query/latest-rows';
import { rewriteLooseScan } from '../rewrites/loose-scan';
import type { FixDraft, PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { quoteIdentifier } from '../sql/identifiers';

export function latestRowFixes(
  { path, fragment }: PathContext,
  table: Table,
  { stream, order }: LatestShape,
): readonly FixDraft[] {
  const { block: select, relation } = path;
  if (!select || !order || relation.only) return [];
  const loose = rewriteLooseScan(
    {
      select,
      relation: relation.span,
      relationName: quoteIdentifier(relation.alias ?? relation.name.name),
      stream,
      order,
      wantedColumn: freeName(`wanted_${stream.name}`, table),
    },
    fragment,
  );
  const [first] = order;
  return [
    ...(loose
      ? [
          {
            id: 'rewrite/loose-scan',
            title: message(
              'Rewrite as a step from stream to stream: one look-up for each, pays above about 50 events in a stream',
            ),
            kind: 'rewrite' as const,
            preferred: false,
            edits: loose,
          },
        ]
      : []),
    {
      id: 'rewrite/one-direction',
      title: message(
        'Sort by both descending: the index is read backwards without a sort, all of it; the rows come in the reverse order of {0}',
        stream.name,
      ),
      kind: 'rewrite',
      preferred: false,
      edits: [{ span: first.span, pieces: [first.expression.span, ' DESC'] }],
    },
  ];
}

function freeName(wanted: string, table: Table): string {
  let name = wanted;
  while (table.columns.some((column) => column.name === name)) name += '_';
  return name;
}
