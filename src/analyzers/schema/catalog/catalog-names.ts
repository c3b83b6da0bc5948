import type { TypeName } from '../../sql/model';
import { COLUMN_LAYOUT } from '../catalog-layouts';
import type { CatalogRows, CollationRow, ColumnRow, OpclassRow, RelationRow, TypeRow } from '../catalog-rows';
import { type PackedCatalog, unpackRows } from '../packed-rows';
import type { RelationName } from '../snapshot';

/** What the numbers in the catalogue's rows stand for. */
export class CatalogNames {
  readonly #relations: ReadonlyMap<number, RelationRow>;
  readonly #types: ReadonlyMap<number, TypeRow>;
  readonly #collations: ReadonlyMap<number, CollationRow>;
  readonly #opclasses: ReadonlyMap<number, OpclassRow>;
  readonly #packedColumns: PackedCatalog;
  readonly #unqualified: ReadonlySet<string>;
  /** What belongs to one relation is read together. */
  #last: { readonly relation: number; readonly columns: ReadonlyMap<number, ColumnRow> } | undefined;

  constructor({ relations, types, collations, opclasses, columns, server }: CatalogRows) {
    this.#relations = byOid(relations);
    this.#types = byOid(types);
    this.#collations = byOid(collations);
    this.#opclasses = byOid(opclasses);
    this.#packedColumns = columns;
    this.#unqualified = new Set(['pg_catalog', ...server.searchPath]);
  }

  /** By their numbers, in order. */
  columnRows(relation: number): ReadonlyMap<number, ColumnRow> {
    if (this.#last?.relation !== relation) {
      const rows = unpackRows(this.#packedColumns.get(relation), COLUMN_LAYOUT);
      this.#last = { relation, columns: new Map(rows.map((row) => [row.attnum, row])) };
    }
    return this.#last.columns;
  }

  relation(oid: number): RelationName | undefined {
    const row = this.#relations.get(oid);
    return row && { schema: row.nspname, name: row.relname };
  }

  isPartitioned(oid: number): boolean {
    return this.#relations.get(oid)?.relkind === 'p';
  }

  /** @param key numbers with blanks between them; 0 is an expression, and left out */
  columns(relation: number, key: string): readonly string[] {
    const rows = this.columnRows(relation);
    return numbersOf(key).flatMap((number) => rows.get(number)?.attname ?? []);
  }

  type(oid: number): TypeRow | undefined {
    return this.#types.get(oid);
  }

  /** @param dimensions as the column says, which may be 0 for an array */
  typeName(oid: number, dimensions = 0): TypeName {
    const row = this.#types.get(oid);
    // The row type of a table, which no index serves.
    if (!row) return { name: 'record', arrayDimensions: dimensions };
    if (row.element !== 0) {
      const { name, schema } = this.typeName(row.element);
      return { name, ...(schema !== undefined && { schema }), arrayDimensions: Math.max(1, dimensions) };
    }
    return { name: row.typname, ...this.#schemaOf(row), arrayDimensions: 0 };
  }

  /** `undefined`: the database's default, or none. */
  collation(
    oid: number,
  ): { readonly name: string; readonly schema?: string; readonly deterministic: boolean } | undefined {
    const row = this.#collations.get(oid);
    if (!row || oid === DEFAULT_COLLATION) return undefined;
    return { name: row.collname, ...this.#schemaOf(row), deterministic: row.collisdeterministic };
  }

  /** `undefined`: the one that is taken when none is named. */
  opclass(oid: number): { readonly name: string; readonly schema?: string } | undefined {
    const row = this.#opclasses.get(oid);
    return row && !row.opcdefault ? { name: row.opcname, ...this.#schemaOf(row) } : undefined;
  }

  #schemaOf({ nspname }: { readonly nspname: string }): { readonly schema?: string } {
    return this.#unqualified.has(nspname) ? {} : { schema: nspname };
  }
}

/** `pg_collation.oid` of `default`, the same in every database. */
export const DEFAULT_COLLATION = 100;

export function numbersOf(vector: string): readonly number[] {
  return vector === '' ? [] : vector.split(' ').map(Number);
}

function byOid<T extends { readonly oid: number }>(rows: readonly T[]): ReadonlyMap<number, T> {
  return new Map(rows.map((row) => [row.oid, row]));
}
