import type { CatalogRows, ConstraintRow } from '../catalog-rows';
import type { Constraint } from '../snapshot';
import type { CatalogNames } from './catalog-names';

const KINDS: Readonly<Record<string, Constraint['kind']>> = {
  p: 'primary-key',
  u: 'unique',
  f: 'foreign-key',
  c: 'check',
  x: 'exclude',
};

/** `a` is NO ACTION. */
const ACTIONS: Readonly<Record<string, string>> = {
  c: 'cascade',
  r: 'restrict',
  n: 'set null',
  d: 'set default',
};

/** By the number of their table, in the order of creation. */
export function constraintsByRelation(
  rows: CatalogRows,
  names: CatalogNames,
): ReadonlyMap<number, readonly Constraint[]> {
  const constraints = new Map<number, Constraint[]>();
  for (const row of rows.constraints) {
    const constraint = constraintOf(row, names);
    if (!constraint) continue;
    const others = constraints.get(row.conrelid);
    if (others) others.push(constraint);
    else constraints.set(row.conrelid, [constraint]);
  }
  return constraints;
}

/** `undefined`: NOT NULL, which columns have; or its table is not among those that were read. */
function constraintOf(row: ConstraintRow, names: CatalogNames): Constraint | undefined {
  const kind = KINDS[row.contype];
  if (!kind || !names.relation(row.conrelid)) return undefined;
  const references = kind === 'foreign-key' ? referencesOf(row, names) : undefined;
  return {
    kind,
    name: row.conname,
    columns: names.columns(row.conrelid, row.conkey),
    ...(references && { references }),
    ...(kind === 'check' && row.connoinherit && { noInherit: true }),
    ...(!row.convalidated && { notValid: true }),
    ...(row.condeferrable && { deferrable: true }),
  };
}

function referencesOf(
  { confrelid, confkey, confdeltype }: ConstraintRow,
  names: CatalogNames,
): Constraint['references'] {
  const table = names.relation(confrelid);
  const onDelete = ACTIONS[confdeltype];
  return (
    table && {
      schema: table.schema,
      table: table.name,
      columns: names.columns(confrelid, confkey),
      ...(onDelete !== undefined && { onDelete }),
    }
  );
}
