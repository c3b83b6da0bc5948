/**
 * A copy of a tree of plain objects in which each object is what `change` makes of it, children first. What stays the same is shared, down to
 * the tree itself.
 */
export function mapTree<T>(tree: T, change: (node: object) => object): T {
  return mapValue(tree, change) as T;
}

function mapValue(value: unknown, change: (node: object) => object): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const mapped = items.map((item) => mapValue(item, change));
    return mapped.some((item, index) => item !== items[index]) ? mapped : value;
  }
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    mapValue(item, change),
  ]);
  const isSame = entries.every(([key, item]) => item === (value as Record<string, unknown>)[key]);
  return change(isSame ? value : Object.fromEntries(entries));
}

/** Names of common table expressions, of every level. */
export function commonTablesIn(tree: object): ReadonlySet<string> {
  const names = new Set<string>();
  mapTree(tree, (node) => {
    if ('materialized' in node && 'name' in node && typeof node.name === 'string') names.add(node.name);
    return node;
  });
  return names;
}
