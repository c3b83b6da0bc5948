import { findTable, type Snapshot, type Table } from '../schema/snapshot';
import type { Expression, InsertNode, QueryStatement, SelectNode, UpdateNode } from '../sql/model';
import { comparedValues, type NotedUse } from './compared-parameters';
import { withoutCasts } from './classify-value';
import type { ParameterUse } from './explainable-query';
import { lookThrough } from './look-through';
import { mapTree } from './map-tree';
import { readAccessPaths } from './read-access-paths';
import { unnestedUses } from './unnested-parameters';

/** By the number of the parameter; none where nothing is known. What finds rows counts before what limits them. */
export function parameterUses(
  statement: QueryStatement,
  snapshot: Snapshot,
  text: string,
): ReadonlyMap<number, ParameterUse> {
  const planned = lookThrough(statement, snapshot, text);
  const paths = readAccessPaths(planned, snapshot, false);
  const noted = [
    ...paths.flatMap(comparedValues),
    ...unnestedUses(planned, paths),
    ...nodesOf(planned).flatMap((node) => usesOfNode(node, snapshot)),
  ];
  const uses = new Map<number, ParameterUse>();
  for (const { value, use } of noted) {
    const bare = value && withoutCasts(value);
    if (bare?.kind === 'parameter' && !uses.has(bare.number)) uses.set(bare.number, use);
  }
  return uses;
}

type QueryNode = SelectNode | InsertNode | UpdateNode;

/** Wherever they stand: common tables, subqueries, arms of set operations. */
function nodesOf(statement: QueryStatement): readonly QueryNode[] {
  const nodes: QueryNode[] = [];
  mapTree(statement, (node) => {
    if (isQueryNode(node)) nodes.push(node);
    return node;
  });
  return nodes;
}

function isQueryNode(node: object): node is QueryNode {
  const kind = 'kind' in node ? node.kind : undefined;
  return 'with' in node && (kind === 'select' || kind === 'insert' || kind === 'update');
}

function usesOfNode(node: QueryNode, snapshot: Snapshot): readonly NotedUse[] {
  switch (node.kind) {
    case 'select':
      return [
        { value: node.limit, use: { kind: 'limit' } },
        { value: node.offset, use: { kind: 'offset' } },
      ];
    case 'insert':
      return insertedValues(node, findTable(snapshot, node.into.name));
    case 'update':
      return node.assignments.flatMap(({ column, value }) =>
        written(findTable(snapshot, node.table.name), column, value),
      );
  }
}

function insertedValues({ columns, source }: InsertNode, table: Table | undefined): readonly NotedUse[] {
  if (!table || !source) return [];
  const names = columns.length > 0 ? columns : table.columns.map(({ name }) => name);
  const rows = source.values ?? [source.targets.map(({ expression }) => expression)];
  return rows.flatMap((row) => row.flatMap((value, index) => written(table, names[index], value)));
}

function written(
  table: Table | undefined,
  column: string | undefined,
  value: Expression,
): readonly NotedUse[] {
  if (!table || column === undefined) return [];
  const { schema, name } = table;
  return [{ value, use: { kind: 'written', schema, table: name, column } }];
}
