import { message, type Message } from '../message';
import type { AccessPath, ArrayCondition, EqualityCondition } from '../query/access-path';
import type { PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { figuresOf } from './figures';
import { printCount } from './print-count';
import { EXPECTED_PAGE_ROWS, PAGES_OF_A_COMMON_TYPE } from './thresholds';

/** Whether a walk through the log soon meets a page of what is asked for. `some`: that depends on the value. */
export interface Rarity {
  readonly kind: 'rare' | 'common' | 'some';
  /** How many rows the rarest value that may be asked for has in the table. */
  readonly rows: number;
  /** Of the whole table. */
  readonly of: number;
}

/** `undefined` where no server says it. */
export function rarityOf(
  context: PathContext,
  table: Table,
  condition: ArrayCondition | EqualityCondition,
): Rarity | undefined {
  const figures = figuresOf(context, table, condition);
  if (!figures) return undefined;
  const { size, share } = figures;
  const of = size.rows;
  const enough = PAGES_OF_A_COMMON_TYPE * pageRows(context.path);
  const least = share.least * size.rows;
  if (least >= enough) return { kind: 'common', rows: least, of };
  // A value that the statistics do not list may have as many rows as the rarest listed one, and seldom has.
  const isWritten = condition.value.kind === 'literal' || condition.value.kind === 'literals';
  const rows = (isWritten ? share.expected : share.most) * of;
  return rows < enough ? { kind: 'rare', rows, of } : { kind: 'some', rows: least, of };
}

function pageRows({ limit }: AccessPath): number {
  return limit?.kind === 'constant' && limit.type === 'integer' ? Number(limit.value) : EXPECTED_PAGE_ROWS;
}

export function describeRarity(table: Table, column: string, { kind, rows, of }: Rarity): Message {
  return kind === 'rare'
    ? message(
        '{0} of about {1} rows of {2} have this {3}.',
        printCount(rows),
        printCount(of),
        table.name,
        column,
      )
    : message(
        'It depends on the {3}: the rarest has about {0} of {1} rows of {2}.',
        printCount(rows),
        printCount(of),
        table.name,
        column,
      );
}
