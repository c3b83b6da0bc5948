import { isSameDefinition } from '../indexes/redundancy';
import type { IndexDefinition } from '../indexes/index-definition';
import type { RelationName, SourceLocation, Table } from './snapshot';

/** Where a server and the migrations that are read beside it differ. */
export interface SchemaDrift {
  /** The server has them, no migration makes them. Partitions of declared tables do not count: programs make those. */
  readonly undeclared: DriftingParts;
  /** Migrations make them, the server does not have them: not applied yet, or taken away by hand. */
  readonly unapplied: DriftingParts;
}

export interface DriftingParts {
  readonly tables: readonly DriftingRelation[];
  readonly indexes: readonly DriftingRelation[];
}

export interface DriftingRelation extends RelationName {
  readonly declaredAt?: SourceLocation;
}

export function relationKey({ schema, name }: RelationName): string {
  return `${schema}\0${name}`;
}

export function driftingRelation({ schema, name, declaredAt }: Table | IndexDefinition): DriftingRelation {
  return { schema, name, ...(declaredAt && { declaredAt }) };
}

/** The index of the server that a declared one is: by its name, or renamed since. */
export function counterpartOf(declared: IndexDefinition, table: Table): IndexDefinition | undefined {
  return (
    table.indexes.find(({ name }) => name === declared.name) ??
    table.indexes.find((index) => isSameDefinition(index, declared))
  );
}
