import type { IndexDefinition } from '../../indexes/index-definition';
import type { DeclaredView, RelationName, Table } from '../snapshot';

/** What a name of PostgreSQL's relations stands for; tables, views and indexes share one name space. */
export type Relation =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'view'; readonly view: DeclaredView }
  | { readonly kind: 'index'; readonly table: Table; readonly index: IndexDefinition };

export function isSame(one: RelationName, other: RelationName): boolean {
  return one.schema === other.schema && one.name === other.name;
}

export function materializedView({ schema, name, materializes }: Table): readonly DeclaredView[] {
  return materializes ? [{ schema, name, materialized: true, reads: materializes }] : [];
}

export function parentsOf({ partitionOf, inherits = [] }: Table): readonly RelationName[] {
  return partitionOf ? [partitionOf, ...inherits] : inherits;
}

export function referencesOf({ constraints }: Table): readonly RelationName[] {
  return constraints.flatMap(({ references }) =>
    references ? [{ schema: references.schema, name: references.table }] : [],
  );
}
