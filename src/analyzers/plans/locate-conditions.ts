import { plannedConjuncts } from '../query/conjuncts';
import { lookThrough } from '../query/look-through';
import { columnsIn, someExpression } from '../query/walk-expression';
import { EMPTY_SNAPSHOT } from '../schema/snapshot';
import type { ColumnExpression, Expression } from '../sql/model';
import type { Span } from '../span';
import { decideAliases } from './locate/decide-aliases';
import { matchCondition, matchKey, type PlanColumn, type PlanPiece } from './locate/match-piece';
import { type Aliases, readAliases, readBareAliases } from './locate/plan-aliases';
import { type QueryPieces, readQueryPieces } from './locate/query-pieces';
import { callsIn, shapeOf } from './locate/shape-of';
import type { ConditionKind, Plan, PlanKeys, PlanNode } from './plan';
import type { PlanContext } from './plan-context';
import { createExpressionReader, type ExpressionReader, SUBPLAN_CALL } from './plan-expression';

/** Where the parts of one node stand in the query. Spans count in the text of `PlanContext.query`. */
export interface LocatedNode {
  /** `PlanNode.number`. */
  readonly node: number;
  /** What it scans, where FROM or a join names it. */
  readonly relation?: Span;
  readonly conditions: readonly LocatedCondition[];
}

export interface LocatedCondition {
  readonly kind: ConditionKind | PlanKeys['kind'];
  /** In reading order, none twice. */
  readonly spans: readonly Span[];
  /** Parts that the plan has and the query does not, as far as one can tell. */
  readonly unplaced: number;
}

interface Locator {
  /** By node number. */
  readonly bare: readonly (string | undefined)[];
  readonly pieces: QueryPieces;
  readonly read: ExpressionReader;
  readonly aliases: Aliases;
}

/** For every node, by number. Nothing is placed without the query. */
export function locateConditions(plan: Plan, context: PlanContext): readonly LocatedNode[] {
  const { query, snapshot = EMPTY_SNAPSHOT } = context;
  if (!query) return plan.nodes.map(({ number }) => ({ node: number, conditions: [] }));
  const statement = lookThrough(query.statement, snapshot, query.text);
  const pieces = readQueryPieces(statement, query.text, snapshot);
  const read = createExpressionReader(context.feeder);
  const possible = readAliases(plan, pieces.sources, snapshot);
  const locator: Locator = { bare: readBareAliases(plan), pieces, read, aliases: possible };
  const parts = plan.nodes.flatMap((node) =>
    node.conditions.flatMap(({ text }) => partsOf(text, node, locator)),
  );
  const decided = { ...locator, aliases: decideAliases(parts, possible, pieces) };
  return plan.nodes.map((node) => locateNode(node, decided));
}

function locateNode(node: PlanNode, locator: Locator): LocatedNode {
  const { read, aliases } = locator;
  const { pieces } = locator.pieces;
  const [source, ...others] = node.alias === undefined ? [] : (aliases.get(node.alias) ?? []);
  const conditions = node.conditions.map(({ kind, text }) => {
    const match = (part: PlanPiece) =>
      kind === 'Order By' ? matchKey(part, pieces, 'order') : matchCondition(part, pieces);
    return placed(kind, partsOf(text, node, locator).map(match));
  });
  const keys = node.keys
    .filter(({ kind }) => kind === 'Sort Key' || kind === 'Presorted Key' || kind === 'Group Key')
    .map(({ kind, texts }) => {
      const matches = texts.map((text) => {
        const key = read.sortKey(text)?.expression;
        return key
          ? matchKey(toPiece(key, node, locator), pieces, kind === 'Group Key' ? 'group' : 'order')
          : [];
      });
      return placed(kind, matches);
    });
  return {
    node: node.number,
    ...(source && others.length === 0 && { relation: source.span }),
    conditions: [...conditions, ...keys],
  };
}

function placed(
  kind: LocatedCondition['kind'],
  matches: readonly (readonly { readonly span: Span }[])[],
): LocatedCondition {
  const spans = new Map(matches.flat().map(({ span }) => [`${span.start} ${span.end}`, span]));
  return {
    kind,
    spans: [...spans.values()].sort((a, b) => a.start - b.start || a.end - b.end),
    unplaced: matches.filter((match) => match.length === 0).length,
  };
}

function partsOf(text: string, node: PlanNode, locator: Locator): readonly PlanPiece[] {
  return plannedConjuncts(locator.read.expression(text)).map((part) => toPiece(part, node, locator));
}

function toPiece(part: Expression, node: PlanNode, locator: Locator): PlanPiece {
  return {
    shape: shapeOf(part),
    columns: columnsIn(part).map((column) => toColumn(column, node, locator)),
    calls: callsIn(part),
    hasSubplan: someExpression(part, (each) => each.kind === 'call' && each.name === SUBPLAN_CALL),
  };
}

function toColumn(
  { qualifier, name }: ColumnExpression,
  node: PlanNode,
  { bare, aliases, pieces }: Locator,
): PlanColumn {
  const alias = qualifier ?? bare[node.number];
  // Above the partitions of a table it is called by its own name, which none of them has.
  const named = (): PlanColumn['sources'] => pieces.sources.filter((source) => source.name === alias);
  return { sources: (alias === undefined ? undefined : aliases.get(alias)) ?? named(), name };
}
