import type { Snapshot } from '../schema/snapshot';
import type { Expression, FromItem, FunctionParameter, SelectNode } from '../sql/model';
import { isVolatileCall } from './classify-value';
import { itemsOf } from './join-conditions';
import { mapTree } from './map-tree';
import { columnsIn, someExpression } from './walk-expression';

interface Place {
  readonly select: SelectNode;
  /** The call. */
  readonly item: FromItem;
  readonly snapshot: Snapshot;
}

/**
 * The value of each parameter, as the parameter's type; `undefined` where PostgreSQL does not inline the call (a sub-select, a volatile
 * function) or where it cannot be told what a column means.
 */
export function bindArguments(
  args: readonly Expression[],
  parameters: readonly FunctionParameter[],
  place: Place,
): readonly Expression[] | undefined {
  const given = new Map<number, Expression>();
  for (const [position, arg] of args.entries()) {
    const name = nameOf(arg);
    const index =
      name === undefined ? position : parameters.findIndex((parameter) => parameter.name === name);
    const value = arg.kind === 'opaque' && name !== undefined ? arg.children[0] : arg;
    const placed = value && canBeMoved(value, place.snapshot) ? qualified(value, place) : undefined;
    if (!placed || given.has(index)) return undefined;
    given.set(index, placed);
  }
  const { span } = place.item;
  const values = parameters.map(({ type, default: fallback }, index): Expression | undefined => {
    const arg = given.get(index) ?? fallback;
    if (!arg) return undefined;
    const here = mapTree(arg, (node) => ('span' in node ? { ...node, span } : node));
    return isPolymorphic(type.name) ? here : { kind: 'cast', arg: here, type, span };
  });
  const known = values.filter((value) => value !== undefined);
  return known.length === parameters.length && given.size <= known.length ? known : undefined;
}

/** Of `after => $2`. */
function nameOf(arg: Expression): string | undefined {
  if (arg.kind !== 'opaque' || arg.what !== 'named argument') return undefined;
  return /^"?(\w+)"? ?(?:=>|:=)/.exec(arg.text ?? '')?.[1] ?? '';
}

function canBeMoved(value: Expression, { functions }: Snapshot): boolean {
  return !someExpression(value, (node) => {
    if (node.kind === 'subquery') return true;
    if (node.kind !== 'call') return false;
    const declared = functions.findLast(({ name }) => name === node.name);
    return declared ? declared.volatility === 'volatile' : isVolatileCall(node);
  });
}

/** With the name of the only other item at its columns: beside those of the function they could mean one of them. */
function qualified(value: Expression, { select, item }: Place): Expression | undefined {
  if (columnsIn(value).every(({ qualifier }) => qualifier !== undefined)) return value;
  const [other, ...others] = select.from.flatMap(itemsOf).filter((each) => each !== item);
  const name = other?.alias ?? (other?.kind === 'table' ? other.name.name : undefined);
  if (name === undefined || others.length > 0) return undefined;
  return mapTree(value, (node) =>
    'kind' in node && node.kind === 'column' && !('qualifier' in node) ? { ...node, qualifier: name } : node,
  );
}

function isPolymorphic(type: string): boolean {
  return type.startsWith('any');
}
