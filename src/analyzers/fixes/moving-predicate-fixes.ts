import { insertAfterKey } from './ddl-edits';
import { columnsIn, conjunctsOf, someExpression } from '../query/walk-expression';
import { nonImmutablePart } from '../indexes/immutability';
import { message } from '../message';
import type { DdlContext, FixDraft } from '../rules/define-rule';
import { findColumn, isSoftDelete } from '../schema/column-roles';
import type { Column, Table } from '../schema/snapshot';
import type { FragmentEdit } from '../sources/edit';
import { quoteIdentifier, quoteLiteral } from '../sql/identifiers';
import type { CreateIndex, Expression } from '../sql/model';
import { printExpression } from '../sql/print-expression';
import type { Span } from '../span';

/** The forms that PostgreSQL accepts in place of a predicate that follows the clock, side by side. */
export function movingPredicateFixes(
  context: DdlContext,
  statement: CreateIndex,
  where: Expression,
  table: Table | undefined,
): readonly FixDraft[] {
  const conjuncts = conjunctsOf(where);
  const isMoving = (part: Expression) => nonImmutablePart(part, table, context.snapshot) !== undefined;
  const kept = conjuncts.filter((part) => !isMoving(part));
  const moving = conjuncts.filter(isMoving);
  const column = timeColumn(moving, table);
  const rest = kept.map(printConjunct);
  const place = findWhere(context, statement, where);
  if (rest.includes(undefined) || !place) return [];
  const replacePredicate = (...extra: readonly string[]) =>
    writePredicate([...rest, ...extra].join(' AND '), place);
  return [
    ...timeAsKey(statement, column, replacePredicate()),
    ...fixedDate(context, moving, column, replacePredicate),
    ...stateColumn(table, replacePredicate),
  ];
}

function printConjunct(part: Expression): string | undefined {
  const text = printExpression(part);
  return text !== undefined && part.kind === 'or' ? `(${text})` : text;
}

/** The one column that the moving conditions compare. */
function timeColumn(moving: readonly Expression[], table: Table | undefined): Column | undefined {
  const names = new Set(moving.flatMap(columnsIn).map(({ name }) => name));
  const [name] = names;
  return names.size === 1 && name !== undefined && table ? findColumn(table, name) : undefined;
}

interface WherePlace {
  /** The clause, with the white space before it. */
  readonly clause: Span;
  /** Everything behind WHERE. */
  readonly predicate: Span;
  /** `WHERE(…)`: the parentheses go with the predicate. */
  readonly needsSpace: boolean;
}

/** `undefined` where a comment stands between WHERE and its predicate. */
function findWhere(
  { fragment }: DdlContext,
  statement: CreateIndex,
  where: Expression,
): WherePlace | undefined {
  const match = /(?<keyword>\s*\bWHERE\s*)[\s(]*$/i.exec(fragment.text.slice(0, where.span.start));
  const keyword = match?.groups?.['keyword'];
  if (!match || keyword === undefined) return undefined;
  const { end } = statement.span;
  return {
    clause: { start: match.index, end },
    predicate: { start: match.index + keyword.length, end },
    needsSpace: !/\s$/.test(keyword),
  };
}

function writePredicate(text: string, { clause, predicate, needsSpace }: WherePlace): FragmentEdit {
  if (text === '') return { span: clause, pieces: [''] };
  return { span: predicate, pieces: [needsSpace ? ` ${text}` : text] };
}

function timeAsKey(
  statement: CreateIndex,
  column: Column | undefined,
  withoutMoving: FragmentEdit,
): readonly FixDraft[] {
  if (!column) return [];
  const [first] = statement.keys;
  const isKey = statement.keys.some((key) => key.column === column.name);
  const name = quoteIdentifier(column.name);
  const keyEdit = !isKey && first && statement.method === 'btree' ? [insertAfterKey(first, `, ${name}`)] : [];
  return [
    {
      id: 'edit-ddl/time-as-key',
      title:
        keyEdit.length > 0
          ? message(
              'Index {0} as a key instead of a predicate: serves any range, holds all rows',
              column.name,
            )
          : message('Remove the moving condition: serves any range, holds all rows'),
      kind: 'edit-ddl',
      preferred: false,
      edits: [...keyEdit, withoutMoving],
    },
  ];
}

/** A literal of the column's own type: anything that needs a conversion is refused as well (measured on 15 and 18). */
function fixedDate(
  context: DdlContext,
  moving: readonly Expression[],
  column: Column | undefined,
  edit: (extra: string) => FragmentEdit,
): readonly FixDraft[] {
  const [condition] = moving;
  if (moving.length !== 1 || !column || condition?.kind !== 'operator' || condition.left?.kind !== 'column')
    return [];
  const date = daysBefore(context.settings.today, daysIn(condition.right));
  const literal =
    LITERAL_SUFFIX[column.type.name] === undefined
      ? undefined
      : `${date}${LITERAL_SUFFIX[column.type.name] ?? ''}`;
  if (!/^[<>]=?$/.test(condition.operator) || literal === undefined) return [];
  const text = `${quoteIdentifier(column.name)} ${condition.operator} ${quoteLiteral(literal)}`;
  return [
    {
      id: 'edit-ddl/fixed-date',
      title: message(
        'Use the fixed date {0}: small, but recreate it as time goes on, and repeat the date in the query',
        date,
      ),
      kind: 'edit-ddl',
      preferred: false,
      edits: [edit(text)],
    },
  ];
}

const LITERAL_SUFFIX: Readonly<Record<string, string>> = {
  timestamptz: ' 00:00:00+00',
  timestamp: ' 00:00:00',
  date: '',
};

const DAYS: Readonly<Record<string, number>> = {
  day: 1,
  week: 7,
  month: 30,
  mon: 30,
  year: 365,
  hour: 1 / 24,
};

/** Days of the interval in `now() - interval '30 days'`; 30 where none is plain to read. */
function daysIn(expression: Expression): number {
  let days: number | undefined;
  someExpression(expression, (node) => {
    const match =
      node.kind === 'constant'
        ? /^\s*(\d+)(?:\s*(day|week|month|mon|year|hour)s?)?\s*$/i.exec(node.value)
        : undefined;
    if (match) days ??= Number(match[1]) * (DAYS[match[2]?.toLowerCase() ?? 'day'] ?? 1);
    return days !== undefined;
  });
  return Math.ceil(days ?? 30);
}

function daysBefore(today: string, days: number): string {
  const MILLISECONDS_A_DAY = 86_400_000;
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

/** "Active" is a state, not a time: a boolean or a soft-delete column says so and never moves. */
function stateColumn(table: Table | undefined, edit: (extra: string) => FragmentEdit): readonly FixDraft[] {
  const state = table?.columns.find(({ name }) => isSoftDelete(name.replace(/^is_/, '')));
  if (!state) return [];
  const name = quoteIdentifier(state.name);
  const text = state.type.name === 'bool' ? `NOT ${name}` : `${name} IS NULL`;
  return [
    {
      id: 'edit-ddl/state-column',
      title: message(
        'Use the state instead of the time, WHERE {0}: small, for queries that ask for it',
        text,
      ),
      kind: 'edit-ddl',
      preferred: false,
      edits: [edit(text)],
    },
  ];
}
