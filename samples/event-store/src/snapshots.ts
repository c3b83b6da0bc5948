import { pool } from './database.js';

export interface Snapshot {
  stream_version: string;
  state: unknown;
}

export async function latestSnapshot(streamId: string): Promise<Snapshot | undefined> {
  const { rows } = await pool.query<Snapshot>(
    `SELECT stream_version, state
     FROM snapshots
     WHERE stream_id = $1
     ORDER BY stream_version DESC
     LIMIT 1`,
    [streamId],
  );
  return rows[0];
}

export async function saveSnapshot(streamId: string, version: number, state: unknown): Promise<void> {
  await pool.query(
    `INSERT INTO snapshots (stream_id, stream_version, state)
     VALUES ($1, $2, $3)
     ON CONFLICT (stream_id, stream_version) DO NOTHING`,
    [streamId, version, state],
  );
}

export async function forgetOlderSnapshots(streamId: string, keepFrom: number): Promise<void> {
  await pool.query('DELETE FROM snapshots WHERE stream_id = $1 AND stream_version < $2', [
    streamId,
    keepFrom,
  ]);
}
