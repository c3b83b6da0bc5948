import { quoteIdentifier } from '../analyzers/sql/identifiers';

export interface LeastPrivilege {
  readonly role: string;
  readonly database: string;
  readonly schemas: readonly string[];
  /** Roles that make new tables, whose later tables are to be readable too; absent: the one that runs the script. */
  readonly owners?: readonly string[];
}

/**
 * SQL that makes a role with no more than Indexwright needs, for an administrator to read and run. The catalogue, sizes and counters of use
 * are open to everybody; `pg_stats` shows only columns that a role may SELECT, and the planner explains only what a role may run. So
 * Indexwright could read rows with it, and does not. No password is in it: it would stand in files and in the server's log.
 */
export function leastPrivilegeScript({ role, database, schemas, owners = [] }: LeastPrivilege): string {
  const name = quoteIdentifier(role);
  const list = schemas.map(quoteIdentifier).join(', ');
  const makers = owners.length === 0 ? '' : ` FOR ROLE ${owners.map(quoteIdentifier).join(', ')}`;
  return [
    '-- A role for Indexwright: it connects, reads catalogue and statistics, and lets queries be explained.',
    '-- It can change nothing. EXPLAIN of INSERT, UPDATE and DELETE would need the right to write, so it gets none.',
    `CREATE ROLE ${name} LOGIN CONNECTION LIMIT 10;`,
    `-- Give it a password where no file or log keeps it, in psql: \\password ${name}`,
    '',
    '-- A second lock: transactions of this role are read-only even where a grant to PUBLIC would allow more.',
    `ALTER ROLE ${name} SET default_transaction_read_only = on;`,
    '',
    `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${name};`,
    `GRANT USAGE ON SCHEMA ${list} TO ${name};`,
    '-- Statistics of columns and plans are shown only to who may read the table.',
    `GRANT SELECT ON ALL TABLES IN SCHEMA ${list} TO ${name};`,
    ...(owners.length === 0
      ? ['-- Tables to come, of the role that runs this; name other roles that make tables with FOR ROLE.']
      : ['-- Tables to come.']),
    `ALTER DEFAULT PRIVILEGES${makers} IN SCHEMA ${list} GRANT SELECT ON TABLES TO ${name};`,
    '',
    '-- Statistics of tables with row security are hidden from it. To see them, and all rows of these tables:',
    `-- ALTER ROLE ${name} BYPASSRLS;`,
    '-- To see the progress of index builds that others have started:',
    `-- GRANT pg_read_all_stats TO ${name};`,
    '',
  ].join('\n');
}
