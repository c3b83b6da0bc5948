import { matchCondition, type PlanPiece } from './match-piece';
import type { Aliases } from './plan-aliases';
import type { QueryPiece, QueryPieces } from './query-pieces';
import type { Source } from './query-sources';

/**
 * A query may read a table twice under one name, in two of its blocks; the plan numbers the second: `e`, `e_1`. Conditions tell which is which, and
 * where they do not, the order does.
 */
export function decideAliases(
  parts: readonly PlanPiece[],
  possible: Aliases,
  { pieces }: QueryPieces,
): Aliases {
  const decided = new Map(possible);
  const open = [...possible].filter(([, sources]) => sources.length > 1);
  for (const [alias, sources] of open) {
    const asked = parts.filter(({ columns }) => columns.some((column) => column.sources === sources));
    const votes = sources.map((source) => asked.filter((part) => fits(part, sources, source, pieces)).length);
    const most = Math.max(...votes);
    const best = sources.filter((_, position) => votes[position] === most);
    const [only, ...others] = best;
    if (only && others.length === 0) decided.set(alias, [only]);
  }
  settleByOrder(open, decided);
  return decided;
}

/** As the planner numbers them: in the order of the query, when there are as many aliases as there are tables. */
function settleByOrder(
  open: readonly (readonly [string, readonly Source[]])[],
  decided: Map<string, readonly Source[]>,
): void {
  for (const [, sources] of open) {
    const rivals = open.filter(([, others]) => isSame(others, sources)).map(([alias]) => alias);
    const undecided = rivals.filter((alias) => (decided.get(alias)?.length ?? 0) > 1);
    const taken = new Set(
      rivals.filter((alias) => !undecided.includes(alias)).flatMap((alias) => decided.get(alias) ?? []),
    );
    const free = sources.filter((source) => !taken.has(source));
    if (undecided.length === 0 || free.length !== undecided.length) continue;
    for (const [position, alias] of undecided.sort(byNumber).entries()) {
      const source = free[position];
      if (source) decided.set(alias, [source]);
    }
  }
}

function isSame(a: readonly Source[], b: readonly Source[]): boolean {
  return a.length === b.length && a.every((source) => b.includes(source));
}

function byNumber(a: string, b: string): number {
  return numberOf(a) - numberOf(b);
}

function numberOf(alias: string): number {
  return Number(/_(\d+)$/.exec(alias)?.[1] ?? 0);
}

function fits(
  part: PlanPiece,
  sources: readonly Source[],
  source: Source,
  pieces: readonly QueryPiece[],
): boolean {
  const columns = part.columns.map((column) =>
    column.sources === sources ? { ...column, sources: [source] } : column,
  );
  return matchCondition({ ...part, columns }, pieces).length > 0;
}
