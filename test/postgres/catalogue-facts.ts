import type { Client } from 'pg';

/** The facts of `factsOf`, as the server's catalogue has them. */
export async function readFacts(client: Client): Promise<readonly string[]> {
  const facts: string[] = [];
  for (const query of [TABLES, COLUMNS, CONSTRAINTS, INDEXES]) {
    const { rows } = await client.query<{ fact: string }>(query);
    facts.push(...rows.map(({ fact }) => fact));
  }
  return facts.sort();
}

const OWN = `n.nspname !~ '^(pg_|information_schema)'`;
const FULL = (oid: string): string =>
  `(SELECT fn.nspname || '.' || fc.relname FROM pg_class fc JOIN pg_namespace fn ON fn.oid = fc.relnamespace WHERE fc.oid = ${oid})`;
const NAMES = (relation: string, numbers: string): string =>
  `coalesce((SELECT string_agg(attname, ', ' ORDER BY place) FROM unnest(${numbers}) WITH ORDINALITY AS u (number, place)
     JOIN pg_attribute ON attrelid = ${relation} AND attnum = number), '')`;

const TABLES = `
  SELECT CASE WHEN c.relkind IN ('v', 'm')
    THEN concat_ws(' ', 'view', n.nspname || '.' || c.relname, CASE c.relkind WHEN 'm' THEN 'materialized' END)
    ELSE concat_ws(' ', 'table', n.nspname || '.' || c.relname,
      CASE c.relpersistence WHEN 'p' THEN 'permanent' ELSE 'unlogged' END,
      CASE WHEN c.relkind = 'p' THEN 'partitioned by ' || (SELECT CASE partstrat WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' ELSE 'hash' END
        FROM pg_partitioned_table WHERE partrelid = c.oid) END,
      (SELECT string_agg(CASE WHEN c.relispartition THEN 'of ' ELSE 'inherits ' END || ${FULL('inhparent')}, ' ' ORDER BY inhseqno)
        FROM pg_inherits WHERE inhrelid = c.oid)) END AS fact
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relpersistence <> 't' AND ${OWN}`;

const COLUMNS = `
  SELECT concat_ws(' ', 'column', n.nspname || '.' || c.relname || '.' || a.attname,
    coalesce(e.typname || '[]', t.typname),
    CASE WHEN a.attcollation NOT IN (0, 100) AND a.attcollation <> t.typcollation THEN 'collate ' || o.collname END,
    CASE WHEN a.attnotnull THEN 'not null' END,
    CASE WHEN a.attidentity <> '' AND NOT c.relispartition THEN 'identity' WHEN a.attgenerated = 's' THEN 'stored' WHEN a.attgenerated = 'v' THEN 'virtual' END,
    CASE WHEN a.atthasdef THEN 'default' END) AS fact
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
  LEFT JOIN pg_collation o ON o.oid = a.attcollation
  WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND ${OWN}`;

/** Without those that a foreign key to a partitioned table has for each of its partitions. */
const CONSTRAINTS = `
  SELECT concat_ws(' ', 'constraint', n.nspname || '.' || c.relname,
    CASE contype WHEN 'p' THEN 'primary-key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign-key' WHEN 'c' THEN 'check' ELSE 'exclude' END,
    conname, '(' || ${NAMES('conrelid', 'conkey')} || ')',
    CASE contype WHEN 'f' THEN concat_ws(' ', 'references', ${FULL('confrelid')}, '(' || ${NAMES('confrelid', 'confkey')} || ')',
      CASE confdeltype WHEN 'c' THEN 'on delete cascade' WHEN 'r' THEN 'on delete restrict' WHEN 'n' THEN 'on delete set null'
        WHEN 'd' THEN 'on delete set default' END) END) AS fact
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE contype IN ('p', 'u', 'f', 'c', 'x') AND c.relpersistence <> 't' AND ${OWN}
    AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)`;

const KEY = `
  SELECT string_agg(concat_ws(' ', coalesce(a.attname, '<expression>'), CASE WHEN NOT p.opcdefault THEN p.opcname END,
    CASE WHEN i.indcollation[k.place - 1] NOT IN (0, 100) AND i.indcollation[k.place - 1] <> coalesce(a.attcollation, 100)
      THEN 'collate ' || o.collname END,
    CASE WHEN m.amname = 'btree' AND i.indoption[k.place - 1] & 1 = 1 THEN 'desc' END,
    CASE WHEN m.amname = 'btree' AND i.indoption[k.place - 1] & 2 = 2 THEN 'nulls first' END), ', ' ORDER BY k.place)
  FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number <> 0
  JOIN pg_opclass p ON p.oid = i.indclass[k.place - 1]
  LEFT JOIN pg_collation o ON o.oid = i.indcollation[k.place - 1]
  WHERE k.place <= i.indnkeyatts`;

const INDEXES = `
  SELECT concat_ws(' ', 'index', n.nspname || '.' || x.relname, 'on', c.relname, m.amname, '(' || (${KEY}) || ')',
    CASE WHEN i.indnatts > i.indnkeyatts
      THEN 'include (' || ${NAMES('i.indrelid', 'i.indkey[i.indnkeyatts : i.indnatts - 1]')} || ')' END,
    CASE WHEN i.indpred IS NOT NULL THEN 'where' END,
    CASE WHEN i.indisunique THEN 'unique' END,
    CASE WHEN (to_jsonb(i) ->> 'indnullsnotdistinct')::boolean THEN 'nulls not distinct' END,
    (SELECT 'for ' || CASE contype WHEN 'p' THEN 'primary-key' WHEN 'u' THEN 'unique' ELSE 'exclude' END || ' ' || conname
      FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x')),
    (SELECT 'part of ' || ${FULL('inhparent')} FROM pg_inherits WHERE inhrelid = i.indexrelid),
    CASE WHEN NOT i.indisvalid THEN 'invalid' END) AS fact
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = x.relnamespace JOIN pg_am m ON m.oid = x.relam
  WHERE c.relpersistence <> 't' AND ${OWN}`;
