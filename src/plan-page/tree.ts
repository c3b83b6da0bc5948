/** The shape of a tree whose nodes are numbered in the order in which they are printed: each node's level, from 1. */
export type Levels = readonly number[];

/** What a key does in a tree, as the ARIA Authoring Practices have it. */
export type TreeMove =
  | { readonly kind: 'focus'; readonly node: number }
  | { readonly kind: 'open' | 'close'; readonly node: number };

export function hasChildren(levels: Levels, node: number): boolean {
  return levelOf(levels, node + 1) > levelOf(levels, node);
}

export function parentOf(levels: Levels, node: number): number | undefined {
  for (let above = node - 1; above >= 0; above -= 1) {
    if (levelOf(levels, above) < levelOf(levels, node)) return above;
  }
  return undefined;
}

/** Those that no closed node hides, in order. */
export function visibleNodes(levels: Levels, closed: ReadonlySet<number>): readonly number[] {
  const visible: number[] = [];
  let hiddenBelow = Infinity;
  for (const [node, level] of levels.entries()) {
    if (level > hiddenBelow) continue;
    visible.push(node);
    hiddenBelow = closed.has(node) ? level : Infinity;
  }
  return visible;
}

/** Each node's place among its siblings, from 1, and how many they are. */
export function siblingPlaces(levels: Levels): readonly { readonly place: number; readonly of: number }[] {
  const families = new Map<number, number[]>();
  const open: number[] = [];
  for (const [node, level] of levels.entries()) {
    open.length = level - 1;
    const parent = open.at(-1) ?? -1;
    const family = families.get(parent);
    if (family === undefined) families.set(parent, [node]);
    else family.push(node);
    open.push(node);
  }
  const places = levels.map(() => ({ place: 1, of: 1 }));
  for (const family of families.values()) {
    for (const [index, node] of family.entries()) places[node] = { place: index + 1, of: family.length };
  }
  return places;
}

/** Closed nodes above a node, which have to be opened to see it. */
export function closedAbove(levels: Levels, closed: ReadonlySet<number>, node: number): readonly number[] {
  const above: number[] = [];
  for (let parent = parentOf(levels, node); parent !== undefined; parent = parentOf(levels, parent)) {
    if (closed.has(parent)) above.push(parent);
  }
  return above;
}

/** @param key as `KeyboardEvent.key` names it; undefined when it does nothing here */
export function moveByKey(
  levels: Levels,
  closed: ReadonlySet<number>,
  node: number,
  key: string,
): TreeMove | undefined {
  const visible = visibleNodes(levels, closed);
  const focus = (target: number | undefined): TreeMove | undefined =>
    target === undefined || target === node ? undefined : { kind: 'focus', node: target };
  switch (key) {
    case 'ArrowDown':
      return focus(visible[visible.indexOf(node) + 1]);
    case 'ArrowUp':
      return focus(visible[visible.indexOf(node) - 1]);
    case 'Home':
      return focus(visible[0]);
    case 'End':
      return focus(visible.at(-1));
    case 'ArrowRight':
      if (!hasChildren(levels, node)) return undefined;
      return closed.has(node) ? { kind: 'open', node } : focus(node + 1);
    case 'ArrowLeft':
      if (hasChildren(levels, node) && !closed.has(node)) return { kind: 'close', node };
      return focus(parentOf(levels, node));
    default:
      return undefined;
  }
}

/** The next visible node, after this one and then from the beginning, whose title begins with what was typed. */
export function findByTyping(
  titles: readonly string[],
  visible: readonly number[],
  node: number,
  typed: string,
): number | undefined {
  const wanted = typed.toLowerCase();
  // A second letter goes on with the word that the first one found.
  const first = typed.length > 1 ? node : node + 1;
  const inOrder = [...visible.filter((one) => one >= first), ...visible.filter((one) => one < first)];
  return inOrder.find((one) => titles[one]?.toLowerCase().startsWith(wanted));
}

function levelOf(levels: Levels, node: number): number {
  return levels[node] ?? 0;
}
