import type { ColumnExpression, Expression, FunctionReference, QueryStatement, Target } from '../sql/model';
import type { AccessPath, Condition } from './access-path';
import { withoutCasts } from './classify-value';
import type { NotedUse } from './compared-parameters';
import type { ColumnOfTable } from './explainable-query';
import { mapTree } from './map-tree';

/** `unnest($1)` in FROM, as a target or behind IN, with the column that its elements meet. */
export function unnestedUses(statement: QueryStatement, paths: readonly AccessPath[]): readonly NotedUse[] {
  const met = paths.flatMap((path) => path.conditions.flatMap((condition) => meetingOf(condition, path)));
  return [...met.flatMap(behindIn), ...namedSets(statement).flatMap((set) => usesOfSet(set, met))];
}

/** A column that is compared with something of another relation, or with what a subquery gives. */
interface Meeting {
  readonly column: ColumnOfTable;
  readonly other: Expression;
}

function meetingOf(condition: Condition, { table }: AccessPath): readonly Meeting[] {
  if (!table) return [];
  const of = (column: string): ColumnOfTable => ({ schema: table.schema, table: table.name, column });
  if (condition.letter === 'E') {
    const { subject, value } = condition;
    return value.kind === 'join' && subject.kind === 'column'
      ? [{ column: of(subject.column), other: withoutCasts(value.expression) }]
      : [];
  }
  const { node } = condition;
  const left = node.kind === 'subquery' && node.form === 'any' ? node.left : undefined;
  const isOwn = condition.letter === 'F' && left?.kind === 'column' && condition.columns.includes(left.name);
  return isOwn ? [{ column: of(left.name), other: node }] : [];
}

/** `stream_id IN (SELECT unnest($1))` */
function behindIn({ column, other }: Meeting): readonly NotedUse[] {
  const target = other.kind === 'subquery' ? other.query.targets[0]?.expression : undefined;
  return unnestedValues(target).map((value) => ({ value, use: { kind: 'unnested', column } }));
}

/** The elements of arrays as columns of a relation. */
interface NamedSet {
  readonly relation?: string;
  readonly columns: readonly { readonly name: string; readonly value: Expression }[];
}

function namedSets(statement: QueryStatement): readonly NamedSet[] {
  const sets: NamedSet[] = [];
  mapTree(statement, (node) => {
    if (isTarget(node)) {
      const columns = unnestedValues(node.expression).map((value) => ({
        name: node.alias ?? 'unnest',
        value,
      }));
      if (columns.length > 0) sets.push({ columns });
    }
    if (isFunction(node)) sets.push(setInFrom(node));
    return node;
  });
  return sets;
}

function isTarget(node: object): node is Target {
  return !('kind' in node) && 'expression' in node && !('descending' in node);
}

function isFunction(node: object): node is FunctionReference {
  return 'kind' in node && node.kind === 'function' && 'calls' in node;
}

function setInFrom({ calls, alias, columnAliases }: FunctionReference): NamedSet {
  const relation = alias ?? 'unnest';
  const values = calls.flatMap(unnestedValues);
  return {
    relation,
    columns: values.map((value, index) => ({ name: columnAliases[index] ?? relation, value })),
  };
}

function unnestedValues(call: Expression | undefined): readonly Expression[] {
  return call?.kind === 'call' && call.name === 'unnest' ? call.args : [];
}

function usesOfSet({ relation, columns }: NamedSet, met: readonly Meeting[]): readonly NotedUse[] {
  return columns.map(({ name, value }) => {
    const meeting = met.find(({ other }) => other.kind === 'column' && isNamed(other, name, relation));
    return { value, use: { kind: 'unnested', ...(meeting && { column: meeting.column }) } };
  });
}

function isNamed(column: ColumnExpression, name: string, relation: string | undefined): boolean {
  if (column.name !== name) return false;
  return column.qualifier === undefined || relation === undefined || column.qualifier === relation;
}
