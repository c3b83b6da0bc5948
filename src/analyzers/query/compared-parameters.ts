import type { Table } from '../schema/snapshot';
import type { Expression } from '../sql/model';
import type { AccessPath, Condition, FilterCondition, RangeCondition, Subject, Value } from './access-path';
import type { ParameterUse } from './explainable-query';

/** What is done with a value; of interest where it is a bare `$n`, cast or not. */
export interface NotedUse {
  readonly value: Expression | undefined;
  readonly use: ParameterUse;
}

type Comparison = Extract<ParameterUse, { kind: 'column' }>['comparison'];

/** The values that columns of the path's table are compared with. */
export function comparedValues({ table, conditions }: AccessPath): readonly NotedUse[] {
  return table ? conditions.flatMap((condition) => usesOf(condition, table)) : [];
}

function usesOf(condition: Condition, table: Table): readonly NotedUse[] {
  switch (condition.letter) {
    case 'E':
      return noted(condition.subject, 'equal', expressionOf(condition.value), table);
    case 'A':
      return arrayUses(condition.subject, expressionOf(condition.value), table);
    case 'R':
      return rangeUses(condition, table);
    case 'G':
      return noted(condition.subject, 'containment', expressionOf(condition.value), table);
    case 'F':
      return filterUses(condition, table);
  }
}

function expressionOf(value: Value | undefined): Expression | undefined {
  return value?.kind === 'null' ? undefined : value?.expression;
}

function noted(
  subject: Subject | undefined,
  comparison: Comparison,
  value: Expression | undefined,
  { schema, name }: Table,
): readonly NotedUse[] {
  if (subject?.kind !== 'column') return [];
  return [{ value, use: { kind: 'column', schema, table: name, column: subject.column, comparison } }];
}

/** `= ANY ($1)`, `= ANY (ARRAY[$1, $2])`, `IN ($1, $2)`, `a = $1 OR a = $2` */
function arrayUses(subject: Subject, value: Expression | undefined, table: Table): readonly NotedUse[] {
  const each = (elements: readonly (Expression | undefined)[]): readonly NotedUse[] =>
    elements.flatMap((element) => noted(subject, 'equal', element, table));
  switch (value?.kind) {
    case 'in-list':
      return each(value.list);
    case 'array':
      return each(value.elements);
    case 'or':
      return each(value.args.flatMap((arg) => (arg.kind === 'operator' ? [arg.left, arg.right] : [])));
    default:
      return noted(subject, 'any', value, table);
  }
}

function rangeUses(condition: RangeCondition, table: Table): readonly NotedUse[] {
  const { subject, operator } = condition;
  const value = expressionOf(condition.value);
  switch (operator) {
    case 'between':
      return [
        ...noted(subject, 'greater', value, table),
        ...noted(subject, 'less', expressionOf(condition.upper), table),
      ];
    case 'row':
      return rowUses(condition, value, table);
    case 'prefix':
      return noted(subject, 'pattern', value, table);
    default:
      return noted(subject, operator.startsWith('<') ? 'less' : 'greater', value, table);
  }
}

/** `(a, b) > ($1, $2)` */
function rowUses(
  { subject, further = [], node }: RangeCondition,
  value: Expression | undefined,
  table: Table,
): readonly NotedUse[] {
  if (value?.kind !== 'row' || node.kind !== 'operator') return [];
  const isLess = node.operator.startsWith('<') === (node.right === value);
  return [subject, ...further].flatMap((column, index) =>
    noted(column, isLess ? 'less' : 'greater', value.args[index], table),
  );
}

function filterUses(condition: FilterCondition, table: Table): readonly NotedUse[] {
  const { optional, converted, alternatives = [], what, subject } = condition;
  return [
    ...(optional ? usesOf(optional, table) : []),
    ...(converted ? usesOf(converted, table) : []),
    ...alternatives.flat().flatMap((alternative) => usesOf(alternative, table)),
    ...(what === 'pattern' ? noted(subject, 'pattern', expressionOf(condition.value), table) : []),
  ];
}
