import { CONSTRAINT_LAYOUT } from '../catalog-layouts';
import type { ConstraintRow } from '../catalog-rows';
import { type PackedRows, unpackRows } from '../packed-rows';
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

/** In the order of creation. */
export function constraintsOf(
  relation: number,
  packed: PackedRows | undefined,
  names: CatalogNames,
): readonly Constraint[] {
  return unpackRows(packed, CONSTRAINT_LAYOUT).flatMap((row) => constraintOf(row, relation, names) ?? []);
}

/** `undefined`: NOT NULL, which columns have. */
function constraintOf(row: ConstraintRow, relation: number, names: CatalogNames): Constraint | undefined {
  const kind = KINDS[row.contype];
  if (!kind) return undefined;
  const references = kind === 'foreign-key' ? referencesOf(row, names) : undefined;
  return {
    kind,
    name: row.conname,
    columns: names.columns(relation, row.conkey),
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
