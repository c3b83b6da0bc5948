import type { Expression, SelectNode } from '../sql/model';
import { resolveColumn, type Scope, type ScopeEntry } from './scope';
import { columnsIn, subqueriesIn } from './walk-expression';

/** The relation's columns that a block reads anywhere: an index must hold all of them to answer without the heap. */
export function columnsReadBy(
  select: SelectNode,
  entry: ScopeEntry,
  scope: Scope,
): 'all' | ReadonlySet<string> {
  const expressions: Expression[] = [
    ...select.targets.map((target) => target.expression),
    ...(select.where ? [select.where] : []),
    ...select.groupBy,
    ...(select.having ? [select.having] : []),
    ...(select.windows ?? []),
    ...select.orderBy.map((key) => key.expression),
    ...(Array.isArray(select.distinct) ? (select.distinct as readonly Expression[]) : []),
  ];
  // A correlated sub-select may read any column: nothing is claimed then. The same holds for joins, whose ON is not listed here.
  if (scope.entries.length > 1 || expressions.some((expression) => subqueriesIn(expression).length > 0))
    return 'all';
  const names = new Set<string>();
  for (const column of expressions.flatMap(columnsIn)) {
    const resolution = resolveColumn(column, scope);
    if (column.name === '*') return 'all';
    if (column.name === entry.name && column.qualifier === undefined) return 'all';
    if (resolution.kind === 'entry' && resolution.entry === entry) names.add(column.name);
  }
  return names;
}
