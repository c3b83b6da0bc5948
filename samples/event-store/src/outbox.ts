import { pool } from './database.js';

export interface OutboxMessage {
  id: string;
  topic: string;
  payload: unknown;
}

const BATCH_SIZE = 200;

/** Publishes one batch; a second publisher that runs at the same time takes the messages after it. */
export async function publishPending(publish: (message: OutboxMessage) => Promise<void>): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<OutboxMessage>(
      `SELECT id, topic, payload
       FROM outbox
       WHERE published_at IS NULL
       ORDER BY created_at
       LIMIT $1
       FOR UPDATE SKIP LOCKED`,
      [BATCH_SIZE],
    );
    for (const message of rows) await publish(message);
    await client.query('UPDATE outbox SET published_at = now() WHERE id = ANY($1)', [
      rows.map(({ id }) => id),
    ]);
    await client.query('COMMIT');
    return rows.length;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

export async function latestOnTopic(topic: string): Promise<OutboxMessage[]> {
  const { rows } = await pool.query<OutboxMessage>(
    'SELECT id, topic, payload FROM outbox WHERE topic = $1 ORDER BY created_at DESC LIMIT 20',
    [topic],
  );
  return rows;
}
