import type { TypeName } from '../../sql/model';
import type { CatalogRows, CollationRow, OpclassRow, RelationRow, TypeRow } from '../catalog-rows';
import type { RelationName } from '../snapshot';

/** What the numbers in the catalogue's rows stand for. */
export class CatalogNames {
  readonly #relations: ReadonlyMap<number, RelationRow>;
  readonly #types: ReadonlyMap<number, TypeRow>;
  readonly #collations: ReadonlyMap<number, CollationRow>;
  readonly #opclasses: ReadonlyMap<number, OpclassRow>;
  readonly #columns = new Map<number, Map<number, string>>();
  readonly #unqualified: ReadonlySet<string>;
  /** Of columns that do not have the database's. */
  readonly #columnCollations = new Map<string, number>();

  constructor({ relations, types, collations, opclasses, columns, server }: CatalogRows) {
    this.#relations = byOid(relations);
    this.#types = byOid(types);
    this.#collations = byOid(collations);
    this.#opclasses = byOid(opclasses);
    this.#unqualified = new Set(['pg_catalog', ...server.searchPath]);
    for (const { attrelid, attnum, attname, attcollation } of columns) {
      if (attcollation !== 0 && attcollation !== DEFAULT_COLLATION)
        this.#columnCollations.set(`${attrelid} ${attname}`, attcollation);
      const names = this.#columns.get(attrelid) ?? new Map<number, string>();
      this.#columns.set(attrelid, names.set(attnum, attname));
    }
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
    const names = this.#columns.get(relation);
    return numbersOf(key).flatMap((number) => names?.get(number) ?? []);
  }

  column(relation: number, number: number): string | undefined {
    return this.#columns.get(relation)?.get(number);
  }

  /** The number of the collation of a column that has one. */
  columnCollation(relation: number, column: string): number {
    return this.#columnCollations.get(`${relation} ${column}`) ?? DEFAULT_COLLATION;
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
