import type { AccessPath, Condition, FilterCondition } from '../query/access-path';
import { isJoin } from '../query/joined-path';
import { columnsIn } from '../query/walk-expression';
import type { Snapshot, Table } from '../schema/snapshot';
import type { AnalysisSettings } from '../settings';
import type { IndexDefinition, IndexKey } from './index-definition';
import { isDriven } from './probed-join';
import { partitionsOf } from './propose-ddl';
import type { Support } from './supports';

/** What finds a path's rows, or may find them, so that one more index is not certain to help. `name`: of an index, column or table. */
export interface OtherAccess {
  readonly kind:
    | 'index'
    | 'partial-index'
    | 'other-condition'
    | 'better-condition'
    | 'partitions'
    | 'index-of-partitions'
    | 'temporary';
  readonly name: string;
}

export interface SearchedPath {
  readonly path: AccessPath;
  readonly supports: readonly Support[];
  readonly statementPaths: readonly AccessPath[];
  readonly snapshot: Snapshot;
  readonly settings: Pick<AnalysisSettings, 'serverVersion'>;
}

/**
 * Asked by rules that miss an index for these conditions: any other way to the rows makes them quiet. Of joins the index that they miss
 * may be there and not be used, because both tables are read whole.
 */
export function otherAccess(
  searched: SearchedPath,
  table: Table,
  asked: readonly Condition[] = [],
): OtherAccess | undefined {
  if (table.persistence === 'temporary') return { kind: 'temporary', name: table.name };
  const { path, supports } = searched;
  const serving = supports.find((support) => isDriven(searched, support) || bounds(support, asked));
  if (serving) return { kind: 'index', name: serving.index.name };
  const partial = supports.find(mayHold);
  if (partial) return { kind: 'partial-index', name: partial.index.name };
  const other = table.indexes.find((index) => index.valid && mayServe(index, path));
  if (other) return { kind: 'other-condition', name: other.name };
  return partitionAccess(searched, table);
}

/** Also where the key was matched with another comparison of the same column: the index starts with what is asked for all the same. */
function bounds(support: Support, asked: readonly Condition[]): boolean {
  if (!support.usable || support.bounding.length === 0) return false;
  const [leading] = support.bounding;
  const [first] = support.index.keys;
  return asked.some((condition) => condition === leading || (!isJoin(condition) && isKey(first, condition)));
}

function isKey(key: IndexKey | undefined, condition: Condition): boolean {
  if (condition.letter === 'F' || key?.kind !== 'column') return false;
  return condition.subject.kind === 'column' && condition.subject.column === key.column;
}

/** The rows asked for are in a partial index, or may be: a custom plan knows the parameter that a generic one does not. */
function mayHold(support: Support): boolean {
  if (support.index.predicate === undefined) return false;
  return support.usable || support.reason === 'predicate-needs-literal';
}

/** An index that no key matching knows to serve: of another method, or of a column that OR, a sub-select or an expression asks about. */
function mayServe(index: IndexDefinition, path: AccessPath): boolean {
  if (index.method !== 'btree' && index.method !== 'hash' && index.method !== 'brin')
    return path.conditions.some((condition) => index.keys.some((key) => isAbout(key, condition)));
  const [first] = index.keys;
  return path.conditions.some(
    (condition) =>
      condition.letter === 'F' && mayBound(condition) && first !== undefined && isAbout(first, condition),
  );
}

const BOUNDS_NOTHING: ReadonlySet<FilterCondition['what']> = new Set(['not-null', 'not-equal', 'boolean']);

function mayBound({ what }: FilterCondition): boolean {
  return !BOUNDS_NOTHING.has(what);
}

function isAbout(key: IndexKey, condition: Condition): boolean {
  const columns = key.kind === 'column' ? [key.column] : columnsIn(key.expression).map(({ name }) => name);
  const read =
    condition.letter === 'F' ? condition.columns : columnsIn(condition.node).map(({ name }) => name);
  return columns.some((column) => read.includes(column));
}

function partitionAccess({ path, snapshot }: SearchedPath, table: Table): OtherAccess | undefined {
  if (!table.partitioning) return undefined;
  const bounding = path.conditions.filter(({ letter }) => letter !== 'F');
  const compared = bounding.flatMap(({ node }) => columnsIn(node).map(({ name }) => name));
  for (const key of table.partitioning.keys) {
    if (key.kind === 'column' && compared.includes(key.name)) return { kind: 'partitions', name: key.name };
  }
  const leading = partitionsOf(table, snapshot).flatMap(({ indexes }) => indexes.map(({ keys }) => keys[0]));
  const column = leading.find((key) => key?.kind === 'column' && compared.includes(key.column));
  return column?.kind === 'column' ? { kind: 'index-of-partitions', name: column.column } : undefined;
}
