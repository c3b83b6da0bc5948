import type { TreeRow } from './tree-row';

/** As many as stand on the tallest screen. */
const AT_ONCE = 80;
/** What is made between two frames when nothing else is to do. */
const IN_ONE_GO = 40;

/** The first rows are filled now, those that come near the screen when they do, all others little by little, so that a search finds them. */
export function fillRows(rows: readonly TreeRow[]): void {
  for (const row of rows.slice(0, AT_ONCE)) row.fill();
  const later = rows.slice(AT_ONCE);
  if (later.length === 0) return;
  const byItem = new Map<Element, TreeRow>(later.map((row) => [row.item, row]));
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        byItem.get(target)?.fill();
        watch.unobserve(target);
      }
    },
    { rootMargin: '100% 0px' },
  );
  for (const { item } of later) watch.observe(item);
  fillWhenIdle(later, 0);
}

function fillWhenIdle(rows: readonly TreeRow[], from: number): void {
  if (from >= rows.length) return;
  requestIdleCallback(() => {
    // The page may show other plans by now.
    if (rows[from]?.item.isConnected !== true) return;
    for (const row of rows.slice(from, from + IN_ONE_GO)) row.fill();
    fillWhenIdle(rows, from + IN_ONE_GO);
  });
}
