import type { Snapshot } from '../schema/snapshot';
import type {
  CommonTableExpression,
  DeleteNode,
  Expression,
  FromItem,
  QueryStatement,
  SelectNode,
  UpdateNode,
} from '../sql/model';
import type { AccessPath, Condition } from './access-path';
import { classifyCondition } from './classify-condition';
import { columnsReadBy } from './columns-read';
import { isAggregated, readOrder } from './read-order';
import { entriesOf, entryOfTable, type Scope, type ScopeEntry } from './scope';
import { conjunctsOf, subqueriesIn } from './walk-expression';

/** The access path of every base table in a statement, sub-selects, CTEs and arms of set operations included, in reading order. */
export function readAccessPaths(
  statement: QueryStatement,
  snapshot: Snapshot,
  approximate: boolean,
): readonly AccessPath[] {
  const reader: Reader = { statement, snapshot, approximate, paths: [] };
  readStatement(statement, undefined, new Set(), reader);
  return reader.paths;
}

interface Reader {
  readonly statement: QueryStatement;
  readonly snapshot: Snapshot;
  readonly approximate: boolean;
  readonly paths: AccessPath[];
}

function readStatement(
  statement: QueryStatement,
  outer: Scope | undefined,
  commonTables: ReadonlySet<string>,
  reader: Reader,
): void {
  const known = readCommonTables(statement.with, outer, commonTables, reader);
  switch (statement.kind) {
    case 'select':
      readSelect(statement, outer, known, reader);
      break;
    case 'insert':
      if (statement.source) readStatement(statement.source, outer, known, reader);
      break;
    case 'update':
      readModification(statement, statement.from, outer, known, reader);
      break;
    case 'delete':
      readModification(statement, statement.using, outer, known, reader);
      break;
    case 'merge':
      readFromItems([statement.using], outer, known, reader);
      break;
  }
}

function readCommonTables(
  commonTables: readonly CommonTableExpression[],
  outer: Scope | undefined,
  known: ReadonlySet<string>,
  reader: Reader,
): ReadonlySet<string> {
  if (commonTables.length === 0) return known;
  const names = new Set(known);
  for (const table of commonTables) {
    if (table.recursive) names.add(table.name);
    readStatement(table.query, outer, names, reader);
    names.add(table.name);
  }
  return names;
}

function readSelect(
  select: SelectNode,
  outer: Scope | undefined,
  commonTables: ReadonlySet<string>,
  reader: Reader,
): void {
  if (select.setOperation) {
    readStatement(select.setOperation.left, outer, commonTables, reader);
    readStatement(select.setOperation.right, outer, commonTables, reader);
    return;
  }
  const scope = scopeOf(select.from, outer, commonTables, reader);
  const joins = joinConditions(select.from);
  const conjuncts = [...conjunctsOf(select.where), ...joins];
  for (const entry of scope.entries) {
    if (!entry.relation) continue;
    reader.paths.push(selectPath(select, entry, scope, conjuncts, reader));
  }
  readFromItems(select.from, scope, commonTables, reader);
  const expressions = [
    ...select.targets.map((target) => target.expression),
    ...conjuncts,
    ...(select.having ? [select.having] : []),
    ...select.orderBy.map((key) => key.expression),
  ];
  readSubqueries(expressions, scope, commonTables, reader);
}

function selectPath(
  select: SelectNode,
  entry: ScopeEntry,
  scope: Scope,
  conjuncts: readonly Expression[],
  reader: Reader,
): AccessPath {
  const alone = select.from.length === 1 && select.from[0]?.kind === 'table';
  const locking = select.locking.find(
    ({ of }) => of.length === 0 || (entry.name !== undefined && of.includes(entry.name)),
  );
  return {
    ...basePath(entry, scope, conjuncts, reader),
    block: select,
    ...readOrder(select, entry, scope),
    ...(select.limit && { limit: select.limit }),
    ...(select.offset && { offset: select.offset }),
    columns: columnsReadBy(select, entry, scope),
    ...(locking && { locking }),
    aggregated: isAggregated(select),
    alone,
  };
}

function basePath(
  entry: ScopeEntry,
  scope: Scope,
  conjuncts: readonly Expression[],
  reader: Reader,
): Omit<AccessPath, 'relation'> & Pick<AccessPath, 'relation'> {
  const conditions = conjuncts
    .map((conjunct) => classifyCondition(conjunct, entry, scope))
    .filter((condition): condition is Condition => condition !== undefined);
  const { relation } = entry;
  if (!relation) throw new TypeError('An access path needs a base table.');
  return {
    relation,
    ...(entry.table && { table: entry.table }),
    statement: reader.statement,
    conditions,
    order: [],
    columns: 'all',
    aggregated: false,
    alone: false,
    approximate: reader.approximate,
  };
}

function readModification(
  statement: UpdateNode | DeleteNode,
  others: readonly FromItem[],
  outer: Scope | undefined,
  commonTables: ReadonlySet<string>,
  reader: Reader,
): void {
  const target = entryOfTable(statement.table, new Set(), reader.snapshot);
  const scope: Scope = {
    entries: [target, ...entriesOf(others, commonTables, reader.snapshot)],
    ...(outer && { outer }),
    commonTables,
    snapshot: reader.snapshot,
  };
  const conjuncts = [...conjunctsOf(statement.where), ...joinConditions(others)];
  for (const entry of scope.entries) {
    if (entry.relation)
      reader.paths.push({ ...basePath(entry, scope, conjuncts, reader), alone: others.length === 0 });
  }
  readFromItems(others, scope, commonTables, reader);
  const values = statement.kind === 'update' ? statement.assignments.map(({ value }) => value) : [];
  readSubqueries([...conjuncts, ...values], scope, commonTables, reader);
}

function scopeOf(
  from: readonly FromItem[],
  outer: Scope | undefined,
  commonTables: ReadonlySet<string>,
  reader: Reader,
): Scope {
  const entries = entriesOf(from, commonTables, reader.snapshot);
  return { entries, ...(outer && { outer }), commonTables, snapshot: reader.snapshot };
}

/** Sub-selects in FROM see the enclosing scope: LATERAL ones rightly so, for the others it changes nothing that matters here. */
function readFromItems(
  from: readonly FromItem[],
  scope: Scope | undefined,
  commonTables: ReadonlySet<string>,
  reader: Reader,
): void {
  const pending = [...from].reverse();
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (item.kind === 'join') pending.push(item.right, item.left);
    else if (item.kind === 'subquery') readStatement(item.query, scope, commonTables, reader);
  }
}

function readSubqueries(
  expressions: readonly Expression[],
  scope: Scope,
  commonTables: ReadonlySet<string>,
  reader: Reader,
): void {
  for (const expression of expressions) {
    for (const query of subqueriesIn(expression)) readStatement(query, scope, commonTables, reader);
  }
}

/** The AND-ed conditions of every ON: for index access each of them may bound either side (an outer join's ON never filters its outer side, but joins to it). */
function joinConditions(from: readonly FromItem[]): readonly Expression[] {
  const conditions: Expression[] = [];
  const pending = [...from];
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (item.kind !== 'join') continue;
    pending.push(item.left, item.right);
    conditions.push(...conjunctsOf(item.on));
  }
  return conditions;
}
