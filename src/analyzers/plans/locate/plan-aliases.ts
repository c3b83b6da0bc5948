import type { Snapshot, Table } from '../../schema/snapshot';
import type { Plan, PlanNode } from '../plan';
import type { Source } from './query-sources';

/** What each alias of a plan may stand for in the query. One where that is certain. */
export type Aliases = ReadonlyMap<string, readonly Source[]>;

export function readAliases(plan: Plan, sources: readonly Source[], snapshot: Snapshot): Aliases {
  const aliases = new Map<string, readonly Source[]>();
  for (const node of plan.nodes) {
    const { alias } = node;
    if (alias !== undefined && !aliases.has(alias))
      aliases.set(alias, candidatesFor(node, alias, sources, snapshot));
  }
  return aliases;
}

/** A bitmap is made for the scan above it. */
export function aliasOf(node: PlanNode, plan: Plan): string | undefined {
  let current: PlanNode | undefined = node;
  while (current?.alias === undefined && current?.nodeType.startsWith('Bitmap') === true) {
    const below: PlanNode = current;
    current = plan.nodes.find(({ children }) => children.includes(below));
  }
  return current?.alias;
}

/** Names that stand several times in a query get numbers, and so do partitions: `events_1`. */
function baseOf(alias: string): string {
  return alias.replace(/_\d+$/, '');
}

function candidatesFor(
  node: PlanNode,
  alias: string,
  sources: readonly Source[],
  snapshot: Snapshot,
): readonly Source[] {
  const named = (name: string): readonly Source[] => sources.filter((source) => source.name === name);
  const relation = node.relation ?? node.cteName;
  const ofRelation =
    relation === undefined
      ? []
      : sources.filter(
          (source) => source.relation && isOf(source.relation.name.name, relation, snapshot.tables),
        );
  for (const name of [alias, baseOf(alias)]) {
    const both = named(name).filter((source) => relation === undefined || ofRelation.includes(source));
    if (both.length > 0) return both;
  }
  if (ofRelation.length > 0) return ofRelation;
  // A partition whose parent is not known: the alias is the parent's.
  return named(alias).length > 0 ? named(alias) : named(baseOf(alias));
}

function isOf(written: string, scanned: string, tables: readonly Table[]): boolean {
  if (written === scanned) return true;
  return tables
    .filter((table) => table.name === scanned)
    .flatMap(({ partitionOf, inherits = [] }) => [...(partitionOf ? [partitionOf] : []), ...inherits])
    .some(({ name }) => isOf(written, name, tables));
}
