import type { PoolClient } from 'pg';
import { pool } from './database.js';

export interface NewEvent {
  type: string;
  data: unknown;
  metadata?: unknown;
  causationId?: string;
  correlationId?: string;
  userId?: string;
}

export interface StoredEvent {
  event_id: string;
  stream_id: string;
  event_version: string;
  event_type: string;
  event_data: unknown;
  metadata: unknown;
  causation_id: string | null;
  correlation_id: string | null;
  user_id: string | null;
  created_at: Date;
}

export class ConcurrencyError extends Error {
  constructor(streamId: string, expectedVersion: number) {
    super(`${streamId} is no longer at version ${expectedVersion}`);
  }
}

/** Everything that a command has to know before it decides: the events of all streams it touches, in log order. */
export async function readStreams(streamIds: string[], limit = 1000): Promise<StoredEvent[]> {
  const { rows } = await pool.query<StoredEvent>(
    `SELECT event_id, stream_id, event_version, event_type, event_data, metadata,
            causation_id, correlation_id, user_id, created_at
     FROM events
     WHERE stream_id = ANY($1)
     ORDER BY event_id
     LIMIT $2`,
    [streamIds, limit],
  );
  return rows;
}

export async function readStream(streamId: string, fromVersion = 1): Promise<StoredEvent[]> {
  const { rows } = await pool.query<StoredEvent>({
    name: 'read-stream',
    text: `SELECT event_id, stream_id, event_version, event_type, event_data, metadata,
                  causation_id, correlation_id, user_id, created_at
           FROM events
           WHERE stream_id = $1 AND event_version >= $2
           ORDER BY event_version`,
    values: [streamId, fromVersion],
  });
  return rows;
}

export async function readCorrelated(correlationId: string): Promise<StoredEvent[]> {
  const { rows } = await pool.query<StoredEvent>(
    'SELECT * FROM events WHERE correlation_id = $1 ORDER BY event_id',
    [correlationId],
  );
  return rows;
}

export async function currentVersion(streamId: string): Promise<number> {
  const { rows } = await pool.query<{ version: string }>('SELECT version FROM streams WHERE stream_id = $1', [
    streamId,
  ]);
  return Number(rows[0]?.version ?? 0);
}

export async function append(streamId: string, expectedVersion: number, events: NewEvent[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const isMoved =
      expectedVersion === 0
        ? await createStream(client, streamId, events.length)
        : await moveStream(client, streamId, expectedVersion, expectedVersion + events.length);
    if (!isMoved) throw new ConcurrencyError(streamId, expectedVersion);

    for (const [index, event] of events.entries()) {
      await client.query(
        `INSERT INTO events (stream_id, event_version, event_type, event_data, metadata,
                             causation_id, correlation_id, user_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          streamId,
          expectedVersion + index + 1,
          event.type,
          event.data,
          event.metadata ?? null,
          event.causationId ?? null,
          event.correlationId ?? null,
          event.userId ?? null,
        ],
      );
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function createStream(client: PoolClient, streamId: string, version: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO streams (stream_id, version, category)
     VALUES ($1, $2, $3)
     ON CONFLICT (stream_id) DO NOTHING`,
    [streamId, version, streamId.split('-', 1)[0]],
  );
  return rowCount === 1;
}

async function moveStream(client: PoolClient, streamId: string, from: number, to: number): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE streams SET version = $3 WHERE stream_id = $1 AND version = $2',
    [streamId, from, to],
  );
  return rowCount === 1;
}
