import type { FileChange } from './write-migration';

interface Journal {
  readonly version?: unknown;
  readonly entries: readonly { readonly idx: number; readonly version?: unknown; readonly when: number }[];
}

/**
 * The entry without which Drizzle does not run a file. `undefined` where the journal cannot be read.
 *
 * @param tag the file's name without its ending
 */
export function journalEntry(path: string, text: string, tag: string, now: Date): FileChange | undefined {
  const journal = readJournal(text);
  const list = /"entries"\s*:\s*\[/.exec(text);
  const end = text.lastIndexOf(']');
  if (!journal || !list || end < list.index) return undefined;
  const last = journal.entries.at(-1);
  // Drizzle runs what is younger than the last one that it ran.
  const when = Math.max(now.getTime(), (last?.when ?? 0) + 1);
  const entry = {
    idx: (last?.idx ?? -1) + 1,
    version: last?.version ?? journal.version ?? '7',
    when,
    tag,
    breakpoints: true,
  };
  const start = list.index + list[0].length + text.slice(list.index + list[0].length, end).trimEnd().length;
  const lines = JSON.stringify(entry, undefined, 2).replace(/\n/g, '\n    ');
  return { path, span: { start, end }, newText: `${last ? ',' : ''}\n    ${lines}\n  ` };
}

function readJournal(text: string): Journal | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJournal(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== 'object' || value === null || !('entries' in value)) return false;
  const { entries } = value;
  return (
    Array.isArray(entries) &&
    entries.every((entry: Partial<Journal['entries'][number]> | null) => {
      return typeof entry?.idx === 'number' && typeof entry.when === 'number';
    })
  );
}
