import type { IndexDraft } from '../../analyzers/maintenance/maintenance-question';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { quoteIdentifier } from '../../analyzers/sql/identifiers';

/** A column of an index, as a person picks it. */
export interface PickedColumn {
  readonly column: string;
  readonly descending: boolean;
}

export interface PickedIndex {
  readonly method: string;
  readonly unique: boolean;
  readonly keys: readonly PickedColumn[];
  readonly include: readonly string[];
  readonly predicate?: string;
}

/** What an index of an access method can have (manual, "Index Types", "Multicolumn Indexes", "Index-Only Scans"). */
export interface IndexMethod {
  readonly name: string;
  readonly hasOrder: boolean;
  readonly mayBeUnique: boolean;
  readonly mayInclude: boolean;
  readonly mostKeys: number;
}

const MOST_KEYS = 32;

export const INDEX_METHODS: readonly IndexMethod[] = [
  { name: 'btree', hasOrder: true, mayBeUnique: true, mayInclude: true, mostKeys: MOST_KEYS },
  { name: 'gin', hasOrder: false, mayBeUnique: false, mayInclude: false, mostKeys: MOST_KEYS },
  { name: 'brin', hasOrder: false, mayBeUnique: false, mayInclude: false, mostKeys: MOST_KEYS },
  { name: 'gist', hasOrder: false, mayBeUnique: false, mayInclude: true, mostKeys: MOST_KEYS },
  { name: 'hash', hasOrder: false, mayBeUnique: false, mayInclude: false, mostKeys: 1 },
  { name: 'spgist', hasOrder: false, mayBeUnique: false, mayInclude: true, mostKeys: 1 },
];

export function draftOf(table: RelationName, picked: PickedIndex): IndexDraft {
  const { method, unique, keys, include, predicate } = picked;
  return {
    schema: table.schema,
    table: table.name,
    method,
    unique,
    keys: keys.map(({ column, descending }) => `${quoteIdentifier(column)}${descending ? ' DESC' : ''}`),
    include,
    ...(predicate !== undefined && { predicate }),
  };
}
