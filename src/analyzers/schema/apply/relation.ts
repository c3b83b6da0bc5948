import type { IndexDefinition } from '../../indexes/index-definition';
import type { DeclaredView, RelationName, Table } from '../snapshot';

/** What a name of PostgreSQL's relations stands for; tables, views and indexes share one name space. */
export type Relation =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'view'; readonly view: DeclaredView }
  | { readonly kind: 'index'; readonly table: Table; readonly index: IndexDefinition };

export function materializedView({ schema, name, materializes }: Table): readonly DeclaredView[] {
  return materializes ? [{ schema, name, materialized: true, reads: materializes }] : [];
}

export function parentsOf(table: Table | undefined): readonly string[] {
  const { partitionOf, inherits = [] } = table ?? {};
  return [...(partitionOf ? [partitionOf] : []), ...inherits].map(keyOf);
}

export function referencesOf(table: Table | undefined): readonly string[] {
  return (table?.constraints ?? []).flatMap(({ references }) =>
    references ? [keyOf({ schema: references.schema, name: references.table })] : [],
  );
}

export function readsOf(table: Table | undefined): readonly string[] {
  return (table?.materializes ?? []).map(keyOf);
}

export function isSame(one: RelationName, other: RelationName): boolean {
  return one.schema === other.schema && one.name === other.name;
}

/** No name holds a NUL. */
export function keyOf({ schema, name }: RelationName): string {
  return `${schema}\0${name}`;
}
