import type { CatalogRows, ColumnRow, ColumnStatisticsRow } from '../catalog-rows';
import type { Column } from '../snapshot';
import type { ColumnStatistics } from '../statistics';
import type { CatalogExpressions } from './catalog-expressions';
import { type CatalogNames, DEFAULT_COLLATION } from './catalog-names';
import { plainDefault } from './plain-expression';

/** By the number of their relation, in order. */
export function columnsByRelation(
  rows: CatalogRows,
  names: CatalogNames,
  expressions: CatalogExpressions,
): ReadonlyMap<number, readonly Column[]> {
  const statistics = columnStatistics(rows);
  const notNullNames = notNullNamesOf(rows);
  const columns = new Map<number, Column[]>();
  for (const row of rows.columns) {
    const relation = names.relation(row.attrelid);
    if (!relation) continue;
    const known = statistics.get(columnKey(relation.schema, relation.name, row.attname));
    const notNullName = notNullNames.get(`${row.attrelid} ${row.attnum}`);
    const column = {
      ...columnOf(row, names),
      ...(notNullName !== undefined && { notNullName }),
      ...(known && { statistics: known }),
    };
    const others = columns.get(row.attrelid);
    if (others) others.push(column);
    else columns.set(row.attrelid, [column]);
  }
  addDefaults(rows, columns, names, expressions);
  return columns;
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
function notNullNamesOf({ constraints }: CatalogRows): ReadonlyMap<string, string> {
  return new Map(
    constraints
      .filter(({ contype }) => contype === 'n')
      .map(({ conrelid, conkey, conname }) => [`${conrelid} ${conkey}`, conname]),
  );
}

function addDefaults(
  { defaults }: CatalogRows,
  columns: ReadonlyMap<number, Column[]>,
  names: CatalogNames,
  expressions: CatalogExpressions,
): void {
  for (const { adrelid, adnum, expression: text } of defaults) {
    const expression = text === null ? undefined : expressions.expression(text);
    const others = columns.get(adrelid);
    const name = names.column(adrelid, adnum);
    const place = others?.findIndex((column) => column.name === name) ?? -1;
    const column = others?.[place];
    if (others && column && expression)
      others[place] = { ...column, default: plainDefault(expression, others) };
  }
}

function columnKey(schema: string, table: string, column: string): string {
  return `${schema}\0${table}\0${column}`;
}

function columnStatistics({ columnStatistics: rows }: CatalogRows): ReadonlyMap<string, ColumnStatistics> {
  return new Map(
    rows.map((row) => [columnKey(row.schemaname, row.tablename, row.attname), statisticsOf(row)]),
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
