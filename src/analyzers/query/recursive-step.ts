import type { AccessPath, Condition } from './access-path';
import { itemsOf } from './join-conditions';
import { joinedName } from './joined-path';

/** The condition compares with a recursive CTE of the statement: its block runs again for each step (manual, "Recursive Queries"). */
export function isRecursiveStep({ statement, block }: AccessPath, condition: Condition): boolean {
  const name = joinedName(condition);
  if (name === undefined) return false;
  const recursive = new Set(statement.with.filter((table) => table.recursive).map((table) => table.name));
  return (block?.from ?? []).flatMap(itemsOf).some((item) => {
    if (item.kind !== 'table' || !recursive.has(item.name.name)) return false;
    return (item.alias ?? item.name.name) === name;
  });
}
