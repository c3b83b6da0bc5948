import pg from 'pg';
import postgres from 'postgres';

const connectionString = process.env.DATABASE_URL ?? 'postgresql://127.0.0.1/orders';

export const pool = new pg.Pool({ connectionString, application_name: 'order-service' });

export const sql = postgres(connectionString, { max: 4 });
