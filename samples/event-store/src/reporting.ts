import { pool } from './database.js';

export interface DailyCount {
  day: Date;
  events: string;
}

export async function eventsPerDay(from: Date, to: Date): Promise<DailyCount[]> {
  const { rows } = await pool.query<DailyCount>(
    `SELECT date_trunc('day', created_at) AS day, count(*) AS events
     FROM events
     WHERE created_at >= $1 AND created_at < $2
     GROUP BY 1
     ORDER BY 1`,
    [from, to],
  );
  return rows;
}

export async function activeStreams(category: string): Promise<number> {
  const { rows } = await pool.query<{ streams: string }>(
    'SELECT count(*) AS streams FROM streams WHERE category = $1 AND archived_at IS NULL',
    [category],
  );
  return Number(rows[0]?.streams ?? 0);
}
