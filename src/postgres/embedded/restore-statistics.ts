import { quoteLiteral } from '../../analyzers/sql/identifiers';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { ColumnFigures } from '../../analyzers/statistics-file/statistics-file';

/** Of a relation whose file has so many blocks. */
export interface RelationSize {
  readonly rows: number;
  /** `relpages`: rows are counted for so many blocks, and scaled to the file's. */
  readonly pages: number;
  readonly allVisiblePages: number;
}

/** The statement that gives a table or an index its rows and blocks (manual, "Statistics Manipulation Functions"). */
export function restoreRelation({ schema, name }: RelationName, size: RelationSize): string {
  return call('pg_restore_relation_stats', [
    ['schemaname', schema, 'text'],
    ['relname', name, 'text'],
    ['relpages', Math.round(size.pages), 'int'],
    ['reltuples', size.rows, 'real'],
    ['relallvisible', Math.round(Math.min(size.allVisiblePages, size.pages)), 'int'],
  ]);
}

/** @param attribute the column's name, or the number of an index's expression column */
export function restoreColumn(
  { schema, name }: RelationName,
  attribute: string | number,
  column: ColumnFigures,
): string {
  const { values, commonShares } = column;
  return call('pg_restore_attribute_stats', [
    ['schemaname', schema, 'text'],
    ['relname', name, 'text'],
    typeof attribute === 'number' ? ['attnum', attribute, 'smallint'] : ['attname', attribute, 'text'],
    ['inherited', String(column.inherited ?? false), 'boolean'],
    ['null_frac', column.nullFraction, 'real'],
    ['avg_width', Math.round(column.averageWidth), 'integer'],
    ['n_distinct', column.distinct, 'real'],
    ['correlation', column.correlation, 'real'],
    ['most_common_vals', values?.mostCommon, 'text'],
    ['most_common_freqs', values?.mostCommon === undefined ? undefined : list(commonShares), 'real[]'],
    ['histogram_bounds', values?.histogram, 'text'],
    ['most_common_elems', values?.mostCommonElements, 'text'],
    ['most_common_elem_freqs', list(values?.elementShares), 'real[]'],
    ['elem_count_histogram', list(values?.elementCounts), 'real[]'],
  ]);
}

type Argument = readonly [name: string, value: string | number | undefined, type: string];

function call(name: string, args: readonly Argument[]): string {
  const list = args
    .filter(([, value]) => value !== undefined)
    .map(([key, value, type]) => `${quoteLiteral(key)}, ${quoteLiteral(String(value))}::${type}`);
  return `SELECT pg_catalog.${name}(${list.join(', ')})`;
}

function list(numbers: readonly number[] | undefined): string | undefined {
  return numbers && `{${numbers.join(',')}}`;
}
