/** `all`: a file that is new, or that git takes for binary. */
export type ChangedLines = 'all' | readonly LineChange[];

/** Lines count from 1. Where lines were only taken away, `first` is `last` + 1: the change lies between the two. */
export interface LineChange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads `git diff --unified=0`. The names come from `git diff --name-only -z` over the same files: in the patch itself they may be
 * quoted. Both are in the same order.
 */
export function readPatch(
  patch: string,
  names: readonly string[],
): readonly (readonly [path: string, lines: ChangedLines])[] {
  // No line of a file's content begins like this: each has a sign before it.
  const sections = patch.split(/^diff --git /m).slice(1);
  if (sections.length !== names.length) {
    throw new Error(`git named ${names.length} changed files and printed ${sections.length}.`);
  }
  return names.map((name, index) => [name, readSection(sections[index] ?? '')]);
}

function readSection(section: string): ChangedLines {
  if (/^(?:new file mode|Binary files) /m.test(section)) return 'all';
  return Array.from(section.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm), ([, start, count = '1']) => {
    const first = Number(start);
    const length = Number(count);
    return length === 0 ? { first: first + 1, last: first } : { first, last: first + length - 1 };
  });
}

/** Whether lines from `start` to `end` were touched. */
export function touches(lines: ChangedLines, start: number, end: number): boolean {
  if (lines === 'all') return true;
  return lines.some(({ first, last }) => start <= last && first <= end);
}
