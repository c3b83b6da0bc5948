import type { Snapshot, Table } from '../../schema/snapshot';
import type { Plan, PlanNode } from '../plan';
import type { Source } from './query-sources';

/** What each alias of a plan may stand for in the query. One where that is certain. */
export type Aliases = ReadonlyMap<string, readonly Source[]>;

export function readAliases(plan: Plan, sources: readonly Source[], snapshot: Snapshot): Aliases {
  const aliases = new Map<string, readonly Source[]>();
  const tables = byName(snapshot.tables);
  for (const node of plan.nodes) {
    const { alias } = node;
    if (alias !== undefined && !aliases.has(alias))
      aliases.set(alias, candidatesFor(node, alias, sources, tables));
  }
  return aliases;
}

/** Whose columns a node names without a qualifier, by node number. A bitmap is made for the scan above it. */
export function readBareAliases({ nodes }: Plan): readonly (string | undefined)[] {
  const aliases = nodes.map(({ alias }) => alias);
  for (const { number, children } of nodes) {
    for (const child of children) {
      if (child.nodeType.startsWith('Bitmap')) aliases[child.number] ??= aliases[number];
    }
  }
  // The server qualifies columns where there are several tables; else the one there is is meant.
  const only = aliases.find((alias) => alias !== undefined);
  return aliases.map((alias) => alias ?? only);
}

/** Names that stand several times in a query get numbers, and so do partitions: `events_1`. */
function baseOf(alias: string): string {
  return alias.replace(/_\d+$/, '');
}

function candidatesFor(
  node: PlanNode,
  alias: string,
  sources: readonly Source[],
  tables: TablesByName,
): readonly Source[] {
  const named = (name: string): readonly Source[] => sources.filter((source) => source.name === name);
  const relation = node.relation ?? node.cteName;
  const ofRelation =
    relation === undefined
      ? []
      : sources.filter((source) => source.relation && isOf(source.relation.name.name, relation, tables));
  for (const name of [alias, baseOf(alias)]) {
    const both = named(name).filter((source) => relation === undefined || ofRelation.includes(source));
    if (both.length > 0) return both;
  }
  if (ofRelation.length > 0) return ofRelation;
  // A partition whose parent is not known: the alias is the parent's.
  return named(alias).length > 0 ? named(alias) : named(baseOf(alias));
}

type TablesByName = ReadonlyMap<string, readonly Table[]>;

function byName(tables: readonly Table[]): TablesByName {
  const named = new Map<string, Table[]>();
  for (const table of tables) {
    const known = named.get(table.name);
    if (known) known.push(table);
    else named.set(table.name, [table]);
  }
  return named;
}

function isOf(written: string, scanned: string, tables: TablesByName): boolean {
  if (written === scanned) return true;
  return (tables.get(scanned) ?? [])
    .flatMap(({ partitionOf, inherits = [] }) => [...(partitionOf ? [partitionOf] : []), ...inherits])
    .some(({ name }) => isOf(written, name, tables));
}
