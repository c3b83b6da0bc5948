import type { Snapshot } from '../schema/snapshot';
import type {
  CommonTableExpression,
  DeleteNode,
  Expression,
  FromItem,
  MergeNode,
  QueryStatement,
  SelectNode,
  TableReference,
  UpdateNode,
} from '../sql/model';
import type { AccessPath, Condition } from './access-path';
import { classifyCondition, filter } from './classify-condition';
import { columnsReadBy } from './columns-read';
import { plannedConjuncts } from './conjuncts';
import { joinExpressions, type Joins, readJoins } from './join-conditions';
import { hasWindow, isAggregated, readOrder } from './read-order';
import { entriesOf, entryOfTable, type Scope, type ScopeEntry } from './scope';
import { columnsOfUsing, usingConditions } from './using-conditions';
import { subqueriesIn } from './walk-expression';

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
      readMerge(statement, outer, known, reader);
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
  const joins = joinsOf(select.from, scope);
  for (const entry of scope.entries.filter(isRelation)) {
    const conditions = conditionsOf(entry, scope, select.where, joins);
    reader.paths.push(selectPath(select, entry, scope, conditions, reader));
  }
  readFromItems(select.from, scope, commonTables, reader);
  const expressions = [
    ...select.targets.map((target) => target.expression),
    ...(select.where ? [select.where] : []),
    ...joinExpressions(select.from),
    ...(select.having ? [select.having] : []),
    ...select.orderBy.map((key) => key.expression),
  ];
  readSubqueries(expressions, scope, commonTables, reader);
}

type RelationEntry = ScopeEntry & { readonly relation: TableReference };

function isRelation(entry: ScopeEntry): entry is RelationEntry {
  return entry.relation !== undefined;
}

function joinsOf(from: readonly FromItem[], { entries }: Scope): Joins {
  const joins = readJoins(from);
  return { ...joins, conditions: [...joins.conditions, ...usingConditions(from, entries)] };
}

/** What WHERE, ON and USING ask of one relation. A relation that an outer join fills up cannot be searched for the NULLs that the join makes. */
function conditionsOf(
  entry: RelationEntry,
  scope: Scope,
  where: Expression | undefined,
  { conditions, nullable }: Joins,
): readonly Condition[] {
  const found = plannedConjuncts(where).map((conjunct) => {
    const condition = classifyCondition(conjunct, entry, scope);
    const asksForNull = condition?.letter === 'E' && condition.value.kind === 'null';
    return asksForNull && nullable.has(entry.relation) ? filter(conjunct, { entry, scope }) : condition;
  });
  const joined = conditions
    .filter(({ finds }) => finds.has(entry.relation))
    .map(({ conjunct }) => classifyCondition(conjunct, entry, scope));
  return [...found, ...joined].filter((condition) => condition !== undefined);
}

function selectPath(
  select: SelectNode,
  entry: RelationEntry,
  scope: Scope,
  conditions: readonly Condition[],
  reader: Reader,
): AccessPath {
  const alone = select.from.length === 1 && select.from[0]?.kind === 'table';
  const locking = select.locking.find(
    ({ of }) => of.length === 0 || (entry.name !== undefined && of.includes(entry.name)),
  );
  return {
    ...basePath(entry, conditions, reader),
    block: select,
    ...readOrder(select, entry, scope),
    ...(select.limit && { limit: select.limit }),
    ...(select.offset && { offset: select.offset }),
    columns: columnsReadBy(select, entry, scope),
    ...(locking && { locking }),
    aggregated: isAggregated(select) || hasWindow(select),
    alone,
  };
}

function basePath(
  { relation, table }: RelationEntry,
  conditions: readonly Condition[],
  reader: Reader,
): AccessPath {
  return {
    relation,
    ...(table && { table }),
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
  // The row is the one that the cursor stands on.
  const isPositioned = statement.where?.kind === 'opaque' && statement.where.what === 'current of';
  const joins = joinsOf(others, scope);
  for (const entry of scope.entries.filter(isRelation)) {
    if (isPositioned && entry === target) continue;
    const conditions = conditionsOf(entry, scope, statement.where, joins);
    reader.paths.push({ ...basePath(entry, conditions, reader), alone: others.length === 0 });
  }
  readFromItems(others, scope, commonTables, reader);
  const values = statement.kind === 'update' ? statement.assignments.map(({ value }) => value) : [];
  const where = statement.where ? [statement.where] : [];
  readSubqueries([...where, ...joinExpressions(others), ...values], scope, commonTables, reader);
}

/** ON finds rows of the target. Every row of the source comes out, as on the outer side of a join. */
function readMerge(
  { into, using, on }: MergeNode,
  outer: Scope | undefined,
  commonTables: ReadonlySet<string>,
  reader: Reader,
): void {
  const target = entryOfTable(into, new Set(), reader.snapshot);
  const sources = scopeOf([using], outer, commonTables, reader);
  const scope: Scope = { ...sources, entries: [target, ...sources.entries] };
  const joins = joinsOf([using], scope);
  for (const entry of scope.entries.filter(isRelation)) {
    const conditions = conditionsOf(entry, scope, entry === target ? on : undefined, joins);
    reader.paths.push(basePath(entry, conditions, reader));
  }
  readFromItems([using], outer, commonTables, reader);
  readSubqueries([on, ...joinExpressions([using])], scope, commonTables, reader);
}

function scopeOf(
  from: readonly FromItem[],
  outer: Scope | undefined,
  commonTables: ReadonlySet<string>,
  reader: Reader,
): Scope {
  const entries = entriesOf(from, commonTables, reader.snapshot);
  const merged = columnsOfUsing(from, entries);
  return { entries, ...(outer && { outer }), merged, commonTables, snapshot: reader.snapshot };
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
