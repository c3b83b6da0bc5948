import { message, type Message } from '../../analyzers/message';
import type { ServerVersion } from '../../analyzers/schema/server-version';

/** A question to the server's statistics that a person may open, read and run. Those that print sizes or definitions wait for tables that somebody holds. */
export interface MonitoringQuery {
  readonly id: string;
  readonly title: Message;
  /** What the answer means, and what it does not. */
  readonly explanation: Message;
  /** An extension that must be installed. */
  readonly needs?: 'pg_stat_statements' | 'pgstattuple';
  readonly sql: (version: ServerVersion) => string;
}

const USER_SCHEMAS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

export const MONITORING_QUERIES: readonly MonitoringQuery[] = [
  {
    id: 'index-usage',
    title: message('How often each index is used'),
    explanation: message(
      'Counted since the counters were reset, on this server alone: a standby counts for itself. A bitmap scan counts in idx_tup_read and not in idx_tup_fetch, so few fetched rows do not make an index useless.',
    ),
    sql: (
      version,
    ) => `SELECT s.schemaname, s.relname, s.indexrelname, s.idx_scan,${version >= 16 ? ' s.last_idx_scan,' : ''}
       s.idx_tup_read, s.idx_tup_fetch, pg_size_pretty(pg_relation_size(s.indexrelid)) AS size,
       i.indisunique, i.indisvalid, pg_get_indexdef(i.indexrelid) AS definition, d.stats_reset
FROM pg_stat_user_indexes s
JOIN pg_index i USING (indexrelid)
CROSS JOIN pg_stat_database d
WHERE d.datname = current_database()
ORDER BY s.idx_scan DESC, s.schemaname, s.relname, s.indexrelname;`,
  },
  {
    id: 'unused-indexes',
    title: message('Indexes that nothing has read'),
    explanation: message(
      'Without those that enforce something. Before you drop one: look how old the counters are, ask the standbys, and think of what runs once a quarter.',
    ),
    sql: () => `SELECT s.schemaname, s.relname, s.indexrelname, pg_size_pretty(pg_relation_size(s.indexrelid)) AS size, d.stats_reset
FROM pg_stat_user_indexes s
JOIN pg_index i USING (indexrelid)
CROSS JOIN pg_stat_database d
WHERE d.datname = current_database() AND s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisreplident
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = s.indexrelid)
  AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = s.indexrelid)
ORDER BY pg_relation_size(s.indexrelid) DESC;`,
  },
  {
    id: 'sequential-scans',
    title: message('Tables that are read from end to end'),
    explanation: message(
      'Many rows read by sequential scans of a large table are what a missing index looks like. Small tables are read so on purpose.',
    ),
    sql: (
      version,
    ) => `SELECT schemaname, relname, seq_scan,${version >= 16 ? ' last_seq_scan,' : ''} seq_tup_read, idx_scan, n_live_tup,
       seq_tup_read / greatest(seq_scan, 1) AS rows_per_scan
FROM pg_stat_user_tables
WHERE seq_scan > 0
ORDER BY seq_tup_read DESC;`,
  },
  {
    id: 'slow-statements',
    title: message('Statements that take the most time'),
    explanation: message(
      'By the time of all their runs together. The places of constants stand as $1, $2: no value is kept.',
    ),
    needs: 'pg_stat_statements',
    sql: () => `SELECT calls, round(total_exec_time::numeric, 1) AS total_ms, round(mean_exec_time::numeric, 2) AS mean_ms, rows,
       shared_blks_hit, shared_blks_read, query
FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY total_exec_time DESC
LIMIT 50;`,
  },
  {
    id: 'column-statistics',
    title: message('What the planner knows of the columns'),
    explanation: message(
      'It tells how selective a column is and how its order lies on disk, not whether an index is missing. n_distinct below zero is a share of the rows. No values are shown.',
    ),
    sql: () => `SELECT schemaname, tablename, attname, n_distinct, round(correlation::numeric, 3) AS correlation,
       round(null_frac::numeric, 3) AS null_frac, most_common_freqs[1] AS most_common_share, avg_width
FROM pg_stats
WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'
ORDER BY schemaname, tablename, attname;`,
  },
  {
    id: 'hit-ratio',
    title: message('How much is read from memory'),
    explanation: message(
      'Blocks found in shared buffers, of those asked for. What is not found there may still be in the memory of the operating system.',
    ),
    sql: () => `SELECT schemaname, relname, heap_blks_read, heap_blks_hit,
       round(100.0 * heap_blks_hit / nullif(heap_blks_hit + heap_blks_read, 0), 1) AS table_hit_percent,
       round(100.0 * idx_blks_hit / nullif(idx_blks_hit + idx_blks_read, 0), 1) AS index_hit_percent
FROM pg_statio_user_tables
ORDER BY heap_blks_read + coalesce(idx_blks_read, 0) DESC;`,
  },
  {
    id: 'vacuum-state',
    title: message('When tables were vacuumed and analyzed'),
    explanation: message(
      'Many dead rows or many changed since the last ANALYZE: autovacuum is late for the table. hot_percent is the share of updates that changed no index.',
    ),
    sql: () => `SELECT schemaname, relname, n_live_tup, n_dead_tup, n_mod_since_analyze, n_ins_since_vacuum,
       round(100.0 * n_tup_hot_upd / nullif(n_tup_upd, 0), 1) AS hot_percent,
       greatest(last_vacuum, last_autovacuum) AS last_vacuum, greatest(last_analyze, last_autoanalyze) AS last_analyze
FROM pg_stat_user_tables
ORDER BY n_dead_tup DESC;`,
  },
  {
    id: 'invalid-indexes',
    title: message('Invalid indexes'),
    explanation: message(
      'Left by builds that were broken off, or being built now: the running ones are marked. Those whose name ends with _ccnew or _ccold are of a REINDEX.',
    ),
    sql: () => `SELECT n.nspname, c.relname, x.relname AS index, i.indisready, i.indislive,
       EXISTS (SELECT FROM pg_stat_progress_create_index p JOIN pg_locks l USING (pid) WHERE l.relation = i.indrelid) AS is_running
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND ${USER_SCHEMAS};`,
  },
  {
    id: 'running-builds',
    title: message('Builds that are running'),
    explanation: message(
      'The counters are of the phase, not of the whole. current_locker_pid is the session that is waited for. Of other roles’ builds little is shown without pg_read_all_stats.',
    ),
    sql: () => `SELECT p.pid, p.relid::regclass AS table, p.command, p.phase, p.blocks_done, p.blocks_total, p.tuples_done, p.tuples_total,
       p.lockers_done, p.lockers_total, p.current_locker_pid, left(b.query, 200) AS locker_query, b.state AS locker_state
FROM pg_stat_progress_create_index p
LEFT JOIN pg_stat_activity b ON b.pid = p.current_locker_pid;`,
  },
  {
    id: 'long-transactions',
    title: message('Transactions that are open for long'),
    explanation: message('They hold up builds, and keep VACUUM from removing dead rows: also the idle ones.'),
    sql: () => `SELECT pid, usename, application_name, state, clock_timestamp() - xact_start AS open_for, backend_xmin, left(query, 200) AS query
FROM pg_stat_activity
WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
ORDER BY xact_start;`,
  },
  {
    id: 'index-density',
    title: message('How full the leaves of the largest indexes are'),
    explanation: message(
      'It reads the ten largest btrees whole. About 90 after a build; far less means that a rebuild frees room. It does not see what a rebuild would deduplicate.',
    ),
    needs: 'pgstattuple',
    sql: () => `SELECT x.oid::regclass AS index, pg_size_pretty(s.index_size) AS size, s.avg_leaf_density, s.leaf_fragmentation
FROM (SELECT x.oid, x.relpages FROM pg_class x
      JOIN pg_am m ON m.oid = x.relam AND m.amname = 'btree'
      JOIN pg_index i ON i.indexrelid = x.oid AND i.indisvalid
      JOIN pg_namespace n ON n.oid = x.relnamespace
      WHERE x.relkind = 'i' AND x.relpersistence <> 't' AND ${USER_SCHEMAS}
      ORDER BY x.relpages DESC LIMIT 10) x
CROSS JOIN LATERAL pgstatindex(x.oid::regclass) s
ORDER BY x.relpages DESC;`,
  },
];
