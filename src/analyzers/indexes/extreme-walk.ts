import type { AccessPath, Condition } from '../query/access-path';
import type { Extreme } from '../query/extreme';
import type { ServerVersion } from '../schema/server-version';
import type { Table } from '../schema/snapshot';
import { supports, type UsableSupport } from './supports';

/** The indexes that PostgreSQL could read from their end for the extreme; those that also find the rows come first. */
export function walksOf(path: AccessPath, extreme: Extreme, server: ServerVersion): readonly UsableSupport[] {
  const ordered = orderedBy(path, extreme);
  return (path.table?.indexes ?? [])
    .map((index) => supports(index, ordered, server))
    .filter((support): support is UsableSupport => support.usable && support.order.kind === 'full')
    .sort((one, other) => other.bounding.length - one.bounding.length);
}

/** NULLs are left out, so their place in the index does not matter. */
function orderedBy(path: AccessPath, { column, largest }: Extreme): AccessPath {
  const subject = { kind: 'column', column: column.name, span: column.span } as const;
  const key = { expression: column, descending: largest, nullsFirst: largest, span: column.span };
  return {
    ...path,
    aggregated: false,
    order: [{ subject, descending: largest, nullsFirst: largest, key }],
  };
}

/** An inverted index is about one of the conditions: it finds rows, in no order. */
export function isFoundInverted(table: Table, filters: readonly Condition[]): boolean {
  return table.indexes.some(({ method, valid, keys }) => {
    const isInverted = method === 'gin' && valid;
    return (
      isInverted &&
      keys.some((key) => key.kind === 'column' && filters.some((filter) => reads(filter, key.column)))
    );
  });
}

function reads(condition: Condition, column: string): boolean {
  return condition.letter === 'F' && condition.columns.includes(column);
}
