import { pool } from './database.js';
import type { StoredEvent } from './event-store.js';

export type Projection = (event: StoredEvent) => Promise<void>;

const BATCH_SIZE = 500;

async function readAll(after: string): Promise<StoredEvent[]> {
  const { rows } = await pool.query<StoredEvent>(
    `SELECT event_id, stream_id, event_version, event_type, event_data, metadata,
            causation_id, correlation_id, user_id, created_at
     FROM events
     WHERE event_id > $1
     ORDER BY event_id
     LIMIT $2`,
    [after, BATCH_SIZE],
  );
  return rows;
}

/** Feeds a projection everything after its checkpoint and returns the new checkpoint. */
export async function catchUp(project: Projection, checkpoint: string): Promise<string> {
  for (;;) {
    const events = await readAll(checkpoint);
    for (const event of events) await project(event);
    const last = events.at(-1);
    if (last === undefined) return checkpoint;
    checkpoint = last.event_id;
  }
}
