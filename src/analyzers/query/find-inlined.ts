import type { DeclaredFunction, Snapshot } from '../schema/snapshot';
import type { CallExpression, InlinableFunction } from '../sql/model';

/** The function that a call means, where PostgreSQL puts its query in the call's place; `undefined` where several could be meant. */
export function findInlined(
  { name, schema, args, star, distinct }: CallExpression,
  { functions, searchPath }: Snapshot,
): InlinableFunction | undefined {
  if (star || distinct) return undefined;
  const schemas = schema === undefined ? searchPath : [schema];
  const named = functions.filter((declared) => declared.name === name && schemas.includes(declared.schema));
  const [only, ...others] = named.filter((declared) => accepts(declared, args.length));
  if (!only || others.length > 0 || only.volatility === 'volatile') return undefined;
  return only.inlinable;
}

function accepts({ inputs, inlinable }: DeclaredFunction, count: number): boolean {
  // Which of the others have defaults is not kept.
  const needed = inlinable?.parameters.filter((parameter) => !parameter.default).length ?? 0;
  return count >= needed && count <= inputs.length;
}
