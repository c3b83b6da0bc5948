import ts from 'typescript';
import { knownValueOf, type KnownValue } from './constants';
import { unwrap } from './parse';
import type { Change, Scopes } from './scopes';

export interface Elements {
  readonly all: readonly ts.Expression[];
  readonly isCertain: boolean;
}

/** Of an array literal, of a constant that is one, of what `filter` leaves of it. */
export function elementsOf(list: ts.Expression, scopes: Scopes): Elements | undefined {
  const bare = unwrap(list);
  if (ts.isCallExpression(bare) && ts.isPropertyAccessExpression(bare.expression)) {
    const isFilter = bare.expression.name.text === 'filter';
    const rest = isFilter ? elementsOf(bare.expression.expression, scopes) : undefined;
    return rest && { ...rest, isCertain: false };
  }
  const known: KnownValue | undefined = ts.isArrayLiteralExpression(bare)
    ? { value: bare, changes: [] }
    : knownValueOf(bare, scopes);
  if (!known || !ts.isArrayLiteralExpression(known.value)) return undefined;
  const { changes } = known;
  if (changes.some(({ kind }) => kind === 'assign')) return undefined;
  const all = [...known.value.elements, ...changes.filter(isRead).map(({ expression }) => expression)];
  if (all.length === 0 || all.some(ts.isSpreadElement)) return undefined;
  return { all, isCertain: changes.every(({ isCertain }) => isCertain) };
}

export function isRead({ isElse }: Change): boolean {
  return !isElse;
}
