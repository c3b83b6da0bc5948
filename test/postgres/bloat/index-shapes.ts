/** An index and the table it is on, in a shape of its own. */
export interface IndexShape {
  readonly name: string;
  /** Between `CREATE TABLE <name> AS SELECT` and the rows' source: `g` counts from 1 to the number of rows. */
  readonly columns: string;
  /** Behind `ON <name>`. */
  readonly index: string;
  readonly unique?: true;
}

export const ROWS = 60_000;

/** Uniform, skewed and clustered keys of fixed and varying length; what deduplicates and what does not. */
export const SHAPES: readonly IndexShape[] = [
  { name: 'position', columns: 'g::bigint AS id', index: '(id)', unique: true },
  { name: 'number', columns: 'g AS id', index: '(id)' },
  { name: 'stream', columns: "'order-' || (g % 3000) AS stream", index: '(stream)' },
  { name: 'short_lived_stream', columns: "'order-' || (g / 12) AS stream", index: '(stream)' },
  { name: 'pair', columns: "'order-' || (g % 500) AS stream, g AS version", index: '(stream, version)' },
  {
    name: 'stream_version',
    columns: "'order-' || (g % 500) AS stream, g / 500 AS version",
    index: '(stream, version)',
    unique: true,
  },
  { name: 'kind', columns: "(ARRAY['placed','paid','sent'])[1 + g % 3] AS kind", index: '(kind)' },
  { name: 'uuid_key', columns: 'md5(g::text)::uuid AS id', index: '(id)', unique: true },
  { name: 'uuid_reference', columns: 'md5((g % 7000)::text)::uuid AS parent', index: '(parent)' },
  { name: 'moment', columns: "now() + g * interval '1 second' AS at", index: '(at)' },
  { name: 'day', columns: "date '2026-01-01' + g % 365 AS day", index: '(day)' },
  { name: 'flag', columns: 'g % 10 = 0 AS done', index: '(done)' },
  { name: 'mostly_null', columns: "CASE WHEN g % 5 = 0 THEN 'saga-' || g END AS saga", index: '(saga)' },
  {
    name: 'without_nulls',
    columns: "CASE WHEN g % 5 = 0 THEN 'saga-' || g END AS saga",
    index: '(saga) WHERE saga IS NOT NULL',
  },
  {
    name: 'open_ones',
    columns: "g AS id, (ARRAY['open','done','done','done'])[1 + g % 4] AS state",
    index: "(id) WHERE state = 'open'",
  },
  {
    name: 'covering',
    columns: "g % 2000 AS stream, 'placed'::text AS kind",
    index: '(stream) INCLUDE (kind)',
  },
  { name: 'amount', columns: '(g % 900)::numeric / 100 AS amount', index: '(amount)' },
  { name: 'lower_name', columns: "'Name' || (g % 8000) AS name", index: '(lower(name))' },
  { name: 'loose', columns: 'g AS id', index: '(id) WITH (fillfactor = 70)' },
  {
    name: 'not_deduplicated',
    columns: 'g % 1000 AS stream',
    index: '(stream) WITH (deduplicate_items = off)',
  },
  { name: 'twice_each', columns: 'g / 2 AS id', index: '(id)' },
  { name: 'by_chance', columns: '(random() * 40000)::int AS id', index: '(id)' },
  { name: 'skewed', columns: "'s' || (power(random(), 3) * 4000)::int AS stream", index: '(stream)' },
  { name: 'long_text', columns: 'repeat(md5(g::text), 6) AS path', index: '(path)' },
  {
    name: 'tenant_moment',
    columns: "g % 20 AS tenant, now() + g * interval '1 second' AS at",
    index: '(tenant, at)',
  },
  {
    name: 'small_numbers',
    columns: '(g % 7)::smallint AS weekday, (g % 24)::smallint AS hour',
    index: '(weekday, hour)',
  },
];
