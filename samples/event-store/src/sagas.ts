import { sql } from './database.js';

export interface SagaMessage {
  message_id: string;
  saga_id: string;
  sequence: string;
  message_type: string;
  payload: unknown;
  recorded_at: Date;
}

/** The next messages of the sagas that this worker has claimed, oldest first. */
export async function nextMessages(sagaIds: string[], after: string, limit = 100): Promise<SagaMessage[]> {
  return sql<SagaMessage[]>`
    SELECT message_id, saga_id, sequence, message_type, payload, recorded_at
    FROM saga_messages
    WHERE saga_id = ANY(${sagaIds}) AND message_id > ${after}
    ORDER BY message_id
    LIMIT ${limit}
  `;
}

export async function sagaHistory(sagaId: string): Promise<SagaMessage[]> {
  return sql<SagaMessage[]>`
    SELECT message_id, saga_id, sequence, message_type, payload, recorded_at
    FROM saga_messages
    WHERE saga_id = ${sagaId}
    ORDER BY sequence
  `;
}

export async function recordMessage(
  sagaId: string,
  sequence: number,
  type: string,
  payload: unknown,
): Promise<void> {
  await sql`
    INSERT INTO saga_messages (saga_id, sequence, message_type, payload)
    VALUES (${sagaId}, ${sequence}, ${type}, ${sql.json(payload as never)})
  `;
}
