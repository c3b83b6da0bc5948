import { number } from '../catalog/catalogue';
import { LOCKED } from '../catalog/scope';
import type { Reader, ReadOptions } from '../reading/reader';

/** Sizes of files in bytes, and those that could not be had now. */
export interface RelationSizes {
  readonly bytes: ReadonlyMap<number, number>;
  /** Somebody holds them or their tables so that nobody else may look. */
  readonly locked: readonly number[];
  /** The time was up. */
  readonly unread: readonly number[];
}

export interface SizeOptions extends Pick<ReadOptions, 'signal'> {
  /** For all of them together, in milliseconds. */
  readonly withinMs?: number;
}

const BATCH = 200;
const LOCK_TIMEOUT_MS = 100;
const BATCH_TIMEOUT_MS = 2_000;

/** The size of a file is asked of the file system after its relation was opened, which waits for whoever holds it. Those are left out. */
const SIZES = `WITH ${LOCKED}, wanted AS MATERIALIZED (SELECT c.oid FROM unnest($1::oid[]) AS w (oid)
     JOIN pg_catalog.pg_class c ON c.oid = w.oid LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
     WHERE c.oid NOT IN (SELECT relation FROM locked) AND (i.indrelid IS NULL OR i.indrelid NOT IN (SELECT relation FROM locked)))
   SELECT oid, pg_catalog.pg_relation_size(oid) AS bytes FROM wanted`;

/** Of tables (without TOAST) and indexes, by their oids. Rejects with what the reader does, but not for a lock or for slowness. */
export async function readSizes(
  reader: Reader,
  oids: readonly number[],
  { withinMs = 5_000, signal }: SizeOptions = {},
): Promise<RelationSizes> {
  const until = Date.now() + withinMs;
  const bytes = new Map<number, number>();
  const locked: number[] = [];
  const unread: number[] = [];
  for (let start = 0; start < oids.length; start += BATCH) {
    const batch = oids.slice(start, start + BATCH);
    const left = until - Date.now();
    const sizes = left > 0 ? await readBatch(reader, batch, left, signal) : 'late';
    if (sizes === 'late') unread.push(...batch);
    else for (const oid of batch) keep(oid, sizes.get(oid), bytes, locked);
  }
  return { bytes, locked, unread };
}

function keep(oid: number, size: number | undefined, bytes: Map<number, number>, locked: number[]): void {
  if (size === undefined) locked.push(oid);
  else bytes.set(oid, size);
}

async function readBatch(
  reader: Reader,
  batch: readonly number[],
  leftMs: number,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, number> | 'late'> {
  try {
    const rows = await reader.read(SIZES, [batch], {
      lockTimeoutMs: LOCK_TIMEOUT_MS,
      statementTimeoutMs: Math.min(leftMs, BATCH_TIMEOUT_MS),
      ...(signal && { signal }),
    });
    return new Map(
      rows.filter(({ bytes }) => bytes !== null).map(({ oid, bytes }) => [number(oid), number(bytes)]),
    );
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Locked since we looked, or too slow: the next refresh asks again.
    if (code === '55P03' || code === '57014') return 'late';
    throw error;
  }
}
