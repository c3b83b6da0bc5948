import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Postgres from '../postgres/postgres';

/** What the chunk beside the extension's bundle has. */
export type PostgresRoom = typeof Postgres;

/** A chunk of its own: `pg` is loaded when a person first connects, and not in a window that only reads SQL. */
export function postgresLoader(folder: string): () => PostgresRoom {
  let room: PostgresRoom | undefined;
  return () => {
    const load: (file: string) => unknown = createRequire(__filename);
    room ??= load(join(folder, 'postgres.js')) as PostgresRoom;
    return room;
  };
}
