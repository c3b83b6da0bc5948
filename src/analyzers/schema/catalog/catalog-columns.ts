import { COLUMN_STATISTICS_LAYOUT, CONSTRAINT_LAYOUT, DEFAULT_LAYOUT } from '../catalog-layouts';
import type { CatalogRows, ColumnRow, ColumnStatisticsRow } from '../catalog-rows';
import { type PackedRows, unpackRows } from '../packed-rows';
import type { Column } from '../snapshot';
import type { ColumnStatistics } from '../statistics';
import type { CatalogExpressions } from './catalog-expressions';
import { type CatalogNames, DEFAULT_COLLATION } from './catalog-names';
import { plainDefault } from './plain-expression';

/** Columns in order, read when their relation is looked at. */
export class CatalogColumns {
  readonly #known = new Map<number, readonly Column[]>();

  constructor(
    private readonly rows: CatalogRows,
    private readonly names: CatalogNames,
    private readonly expressions: CatalogExpressions,
  ) {}

  of(relation: number): readonly Column[] {
    const known = this.#known.get(relation);
    if (known) return known;
    const columns = this.#read(relation);
    this.#known.set(relation, columns);
    return columns;
  }

  #read(relation: number): readonly Column[] {
    const statistics = new Map(
      unpackRows(this.rows.columnStatistics.get(relation), COLUMN_STATISTICS_LAYOUT).map((row) => [
        row.attname,
        statisticsOf(row),
      ]),
    );
    const notNullNames = notNullNamesOf(this.rows.constraints.get(relation));
    const rows = this.names.columnRows(relation);
    const columns = new Map(
      [...rows].map(([number, row]) => {
        const known = statistics.get(row.attname);
        const notNullName = notNullNames.get(String(number));
        const column = {
          ...columnOf(row, this.names),
          ...(notNullName !== undefined && { notNullName }),
          ...(known && { statistics: known }),
        };
        return [number, column] as const;
      }),
    );
    return this.#withDefaults(relation, columns);
  }

  #withDefaults(relation: number, columns: ReadonlyMap<number, Column>): readonly Column[] {
    const others = [...columns.values()];
    const whole = new Map(columns);
    for (const { adnum, expression: text } of unpackRows(this.rows.defaults.get(relation), DEFAULT_LAYOUT)) {
      const expression = text === null ? undefined : this.expressions.expression(text);
      const column = columns.get(adnum);
      if (column && expression) whole.set(adnum, { ...column, default: plainDefault(expression, others) });
    }
    return [...whole.values()];
  }
}

function columnOf(row: ColumnRow, names: CatalogNames): Column {
  const { attname, atttypid, attndims, attcollation, attnotnull } = row;
  const type = names.type(atttypid);
  const isOwn = attcollation !== DEFAULT_COLLATION && attcollation !== type?.typcollation;
  const collation = names.collation(attcollation);
  return {
    name: attname,
    type: names.typeName(atttypid, attndims),
    ...(isOwn && collation && { collation: collation.name }),
    ...(collation && !collation.deterministic && { nondeterministic: true }),
    ...(type?.typtype === 'd' && { baseType: baseType(type.typbasetype, names) }),
    ...(type?.typtype === 'e' && { isEnum: true }),
    notNull: attnotnull,
    generated: generatedOf(row),
  };
}

/** A domain may be of a domain. */
function baseType(oid: number, names: CatalogNames): Column['type'] {
  const type = names.type(oid);
  return type?.typtype === 'd' ? baseType(type.typbasetype, names) : names.typeName(oid);
}

function generatedOf({ attidentity, attgenerated }: ColumnRow): Column['generated'] {
  if (attidentity !== '') return 'identity';
  return attgenerated === 's' ? 'stored' : attgenerated === 'v' ? 'virtual' : 'no';
}

/** Servers since 18 have a constraint for each NOT NULL. */
function notNullNamesOf(packed: PackedRows | undefined): ReadonlyMap<string, string> {
  return new Map(
    unpackRows(packed, CONSTRAINT_LAYOUT)
      .filter(({ contype }) => contype === 'n')
      .map(({ conkey, conname }) => [conkey, conname]),
  );
}

function statisticsOf(row: ColumnStatisticsRow): ColumnStatistics {
  const { nullFraction, averageWidth, distinct, correlation, mostCommonShare, values, shares } = row;
  return {
    nullFraction,
    averageWidth,
    distinct,
    ...(correlation !== null && { correlation }),
    ...(mostCommonShare !== null && { mostCommonShare }),
    ...(values && shares && { mostCommon: values.map((value, i) => ({ value, share: shares[i] ?? 0 })) }),
  };
}
