import type { PlanNode } from '../plan';

/** As the text form of EXPLAIN begins the node's line, names without quotes: `Parallel Index Scan Backward using orders_pkey on orders o`. */
export function nodeTitle(node: PlanNode): string {
  return titleOf(node, (name) => name);
}

/** The same with the quotes that names need, but for those that are keywords. */
export function quotedNodeTitle(node: PlanNode): string {
  return titleOf(node, (name) =>
    /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`,
  );
}

type Quote = (name: string) => string;

function titleOf(node: PlanNode, quote: Quote): string {
  return [operationOf(node), ...placeOf(node, quote)].join(' ');
}

function operationOf(node: PlanNode): string {
  const { nodeType, strategy, partialMode, operation, joinType, isParallelAware, scanDirection } = node;
  const direction = scanDirection === 'Backward' ? ' Backward' : '';
  const parallel = isParallelAware ? 'Parallel ' : '';
  switch (nodeType) {
    case 'Aggregate':
      return `${parallel}${partialMode === undefined || partialMode === 'Simple' ? '' : `${partialMode} `}${aggregateName(strategy)}`;
    case 'ModifyTable':
      return operation ?? nodeType;
    case 'SetOp':
      return [strategy === 'Hashed' ? 'HashSetOp' : 'SetOp', operation].filter(Boolean).join(' ');
    case 'Nested Loop':
      return `${parallel}${joinType === undefined || joinType === 'Inner' ? nodeType : `${nodeType} ${joinType} Join`}`;
    case 'Hash Join':
    case 'Merge Join':
      return `${parallel}${joinType === undefined || joinType === 'Inner' ? nodeType : nodeType.replace(' Join', ` ${joinType} Join`)}`;
    default:
      return `${parallel}${nodeType}${direction}`;
  }
}

function aggregateName(strategy: string | undefined): string {
  switch (strategy) {
    case 'Hashed':
      return 'HashAggregate';
    case 'Sorted':
      return 'GroupAggregate';
    case 'Mixed':
      return 'MixedAggregate';
    default:
      return 'Aggregate';
  }
}

function placeOf(node: PlanNode, quote: Quote): string[] {
  const { index, relation, alias, schema, cteName, functionName, nodeType } = node;
  const name = relation ?? cteName ?? functionName;
  const using =
    index === undefined ? [] : [`${nodeType === 'Bitmap Index Scan' ? 'on' : 'using'} ${quote(index)}`];
  if (name === undefined) return alias === undefined ? using : [...using, `on ${quote(alias)}`];
  const qualified =
    schema === undefined || schema === 'public' ? quote(name) : `${quote(schema)}.${quote(name)}`;
  return [...using, `on ${qualified}`, ...(alias === undefined || alias === name ? [] : [quote(alias)])];
}
