import { plannedConjuncts } from '../../query/conjuncts';
import { columnsIn, walkExpression } from '../../query/walk-expression';
import type { Snapshot } from '../../schema/snapshot';
import type {
  CallExpression,
  Expression,
  FromItem,
  JoinNode,
  OrderKey,
  QueryStatement,
  SelectNode,
} from '../../sql/model';
import type { Span } from '../../span';
import {
  type ColumnChain,
  type Frame,
  outputsOf,
  resolveIn,
  type Source,
  sourceOfTable,
  sourcesOf,
} from './query-sources';
import { callsIn, shapeOf } from './shape-of';

/** Something of the query that a part of a plan may stand for. */
export interface QueryPiece {
  readonly span: Span;
  /** `arm`: of an OR, which a plan may find rows by one by one. */
  readonly role: 'condition' | 'arm' | 'order' | 'group';
  readonly shape: string;
  readonly columns: readonly ColumnChain[];
  readonly calls: string;
}

export interface QueryPieces {
  /** In reading order. */
  readonly sources: readonly Source[];
  readonly pieces: readonly QueryPiece[];
}

interface Reader {
  readonly text: string;
  readonly snapshot: Snapshot;
  readonly sources: Set<Source>;
  readonly pieces: QueryPiece[];
  /** A subquery stands in several expressions that are looked through: it is read once. */
  readonly frames: Map<QueryStatement, Frame>;
}

/** @param text that the statement's spans count in */
export function readQueryPieces(statement: QueryStatement, text: string, snapshot: Snapshot): QueryPieces {
  const reader: Reader = { text, snapshot, sources: new Set(), pieces: [], frames: new Map() };
  readStatement(statement, { sources: [], withQueries: new Map() }, reader);
  return { sources: [...reader.sources], pieces: reader.pieces };
}

function readStatement(statement: QueryStatement, outer: Frame, reader: Reader): Frame {
  const known = reader.frames.get(statement);
  if (known) return known;
  const frame = readNewStatement(statement, outer, reader);
  reader.frames.set(statement, frame);
  return frame;
}

function readNewStatement(statement: QueryStatement, outer: Frame, reader: Reader): Frame {
  const withQueries = new Map(outer.withQueries);
  for (const { name, query, columns, recursive } of statement.with) {
    if (recursive) withQueries.set(name, undefined);
    const frame = readStatement(query, { ...outer, withQueries }, reader);
    withQueries.set(name, outputsOf(query, frame, columns));
  }
  const around: Frame = { sources: [], withQueries, outer };
  switch (statement.kind) {
    case 'select':
      return readSelect(statement, around, reader);
    case 'insert':
      if (statement.source) readStatement(statement.source, around, reader);
      return frameOf([sourceOfTable(statement.into, around, reader.snapshot)], around, reader);
    case 'merge': {
      const frame = fromFrame([statement.into, statement.using], around, reader);
      addConditions(statement.on, frame, reader);
      return frame;
    }
    case 'update':
    case 'delete': {
      const others = statement.kind === 'update' ? statement.from : statement.using;
      const frame = fromFrame([statement.table, ...others], around, reader);
      addConditions(statement.where, frame, reader);
      if (statement.kind === 'update')
        for (const { value } of statement.assignments) readSubqueries(value, frame, reader);
      return frame;
    }
  }
}

function frameOf(sources: readonly Source[], around: Frame, reader: Reader): Frame {
  for (const source of sources) reader.sources.add(source);
  return { ...around, sources };
}

function fromFrame(from: readonly FromItem[], around: Frame, reader: Reader): Frame {
  const maker = {
    snapshot: reader.snapshot,
    frameOf: (query: QueryStatement, outer: Frame) => readStatement(query, outer, reader),
  };
  // LATERAL ones see what stands before them; to let all of them do so changes nothing that is found.
  const sources: Source[] = [];
  for (const item of from) sources.push(...sourcesOf([item], { ...around, sources }, maker));
  const frame = frameOf(sources, around, reader);
  for (const item of from) readJoins(item, frame, reader);
  return frame;
}

function readJoins(item: FromItem, frame: Frame, reader: Reader): void {
  if (item.kind === 'function') for (const call of item.calls) readSubqueries(call, frame, reader);
  if (item.kind !== 'join') return;
  readJoins(item.left, frame, reader);
  readJoins(item.right, frame, reader);
  addConditions(item.on, frame, reader);
  if (item.using.length > 0) addUsing(item, frame, reader);
}

function addUsing(join: JoinNode, frame: Frame, { text, pieces }: Reader): void {
  const after = join.right.span.end;
  const start = after + (/\S/.exec(text.slice(after, join.span.end))?.index ?? 0);
  for (const name of join.using) {
    const columns = frame.sources
      .filter(({ columns: known, outputOf }) => known === undefined || known.has(name) || outputOf?.(name))
      .map((source): ColumnChain => [{ source, column: name }, ...(source.outputOf?.(name) ?? [])]);
    for (const [position, left] of columns.entries()) {
      for (const right of columns.slice(position + 1)) {
        const span = { start, end: join.span.end };
        pieces.push({ span, role: 'condition', shape: 'eq', columns: [left, right], calls: '' });
      }
    }
  }
}

function readSelect(select: SelectNode, around: Frame, reader: Reader): Frame {
  if (select.setOperation) {
    const frame = readStatement(select.setOperation.left, around, reader);
    readStatement(select.setOperation.right, around, reader);
    for (const key of select.orderBy)
      addKey('order', key.expression, key.span, { ...frame, outer: around }, reader);
    if (!select.setOperation.all)
      for (const { expression, span } of select.setOperation.left.targets)
        addKey('group', expression, span, frame, reader);
    return frame;
  }
  const frame = fromFrame(select.from, around, reader);
  addConditions(select.where, frame, reader);
  addConditions(select.having, frame, reader);
  const keyOf = (expression: Expression): Expression => outputExpression(expression, select);
  for (const key of select.orderBy) addKey('order', keyOf(key.expression), key.span, frame, reader);
  for (const key of select.groupBy) addKey('group', keyOf(key), key.span, frame, reader);
  if (select.distinct === 'all')
    for (const { expression, span } of select.targets) addKey('group', expression, span, frame, reader);
  else if (select.distinct !== 'none')
    for (const key of select.distinct) addKey('group', keyOf(key), key.span, frame, reader);
  for (const { expression } of select.targets) readTarget(expression, frame, reader);
  for (const expression of select.windows ?? []) addKey('group', expression, expression.span, frame, reader);
  return frame;
}

/** ORDER BY and GROUP BY may name an output column, or count it. */
function outputExpression(expression: Expression, { targets }: SelectNode): Expression {
  if (expression.kind === 'constant' && expression.type === 'integer')
    return targets[Number(expression.value) - 1]?.expression ?? expression;
  if (expression.kind !== 'column' || expression.qualifier !== undefined) return expression;
  return targets.find(({ alias }) => alias === expression.name)?.expression ?? expression;
}

function readTarget(expression: Expression, frame: Frame, reader: Reader): void {
  walkExpression(expression, (node) => {
    if (node.kind !== 'call') return;
    if (node.name === 'min' || node.name === 'max') addExtreme(node, frame, reader);
    for (const part of node.window ?? []) addKey('group', part, part.span, frame, reader);
    for (const { expression: part, span } of node.orderBy satisfies readonly OrderKey[])
      addKey('group', part, span, frame, reader);
    if (node.filter) addConditions(node.filter, frame, reader);
  });
  readSubqueries(expression, frame, reader);
}

/** The planner looks for the first row that is not NULL. */
function addExtreme({ args, span }: CallExpression, frame: Frame, { pieces }: Reader): void {
  const columns = args.flatMap(columnsIn).map((column) => resolveIn(frame, column));
  pieces.push({ span, role: 'condition', shape: 'not-null', columns, calls: '' });
}

function addKey(
  role: 'order' | 'group',
  expression: Expression,
  span: Span,
  frame: Frame,
  reader: Reader,
): void {
  const columns = columnsIn(expression).map((column) => resolveIn(frame, column));
  reader.pieces.push({ span, role, shape: 'key', columns, calls: callsIn(expression) });
  // Sets of keys, and keys of windows.
  if (role === 'group' && columns.length > 1)
    for (const chain of columns)
      reader.pieces.push({ span, role, shape: 'key', columns: [chain], calls: '' });
  readSubqueries(expression, frame, reader);
}

function addConditions(condition: Expression | undefined, frame: Frame, reader: Reader): void {
  for (const conjunct of plannedConjuncts(condition)) addCondition(conjunct, 'condition', frame, reader);
}

function addCondition(
  conjunct: Expression,
  role: 'condition' | 'arm',
  frame: Frame,
  reader: Reader,
  span = conjunct.span,
): void {
  const columns = columnsIn(conjunct).map((column) => resolveIn(frame, column));
  const add = (shape: string, of = columns): void => {
    reader.pieces.push({ span, role, shape, columns: of, calls: callsIn(conjunct) });
  };
  if (conjunct.kind === 'between' && !conjunct.negated) {
    for (const operator of ['>=', '<='] as const) {
      const right = operator === '>=' ? conjunct.low : conjunct.high;
      const bound: Expression = { kind: 'operator', operator, left: conjunct.arg, right, span };
      addCondition(bound, role, frame, reader, span);
    }
    return;
  }
  add(shapeOf(conjunct));
  if (conjunct.kind === 'or') {
    for (const arm of conjunct.args.flatMap(plannedConjuncts)) addCondition(arm, 'arm', frame, reader);
  }
  readSubqueries(conjunct, frame, reader, (query, inner) => {
    // IN (SELECT …) may become a join with what the subquery returns.
    const [target] = query.targets;
    if (conjunct.kind !== 'subquery' || !target) return;
    const returned = columnsIn(target.expression).map((column) => resolveIn(inner, column));
    if (returned.length > 0) add('eq', [...columns, ...returned]);
  });
}

function readSubqueries(
  expression: Expression,
  frame: Frame,
  reader: Reader,
  use: (query: SelectNode, inner: Frame) => void = () => undefined,
): void {
  walkExpression(expression, (node) => {
    if (node.kind !== 'subquery') return;
    use(node.query, readStatement(node.query, { ...frame, sources: [], outer: frame }, reader));
  });
}
