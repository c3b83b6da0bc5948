import type { IndexDefinition } from '../indexes/index-definition';
import type { DdlContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import type { CreateIndex } from '../sql/model';

/** The index as it is in the end, if this statement is where it comes from. */
export function declaredIndex(
  { file, fragment }: DdlContext,
  statement: CreateIndex,
  table: Table,
): IndexDefinition | undefined {
  const place = fragment.map.spanToDocument(statement.span);
  return table.indexes.find(
    ({ declaredAt }) =>
      declaredAt?.file === file && declaredAt.span.start <= place.start && place.start < declaredAt.span.end,
  );
}
