/** Calls of functions, and what PostgreSQL plans them as: checked against what we say of them, and against real servers. */
export const INLINED_SCHEMA = `
  CREATE TABLE streams (id text PRIMARY KEY, category text);
  CREATE TABLE notes (note_id bigint PRIMARY KEY, stream_id text NOT NULL, version bigint NOT NULL, state text, body text);
  CREATE VIEW open_notes AS SELECT * FROM notes WHERE state = 'open';
  CREATE FUNCTION notes_of(sid text) RETURNS SETOF notes LANGUAGE sql STABLE AS $$
    SELECT * FROM notes WHERE stream_id = sid;
  $$;
  CREATE FUNCTION notes_after(sid text, after bigint DEFAULT 0) RETURNS SETOF notes LANGUAGE sql STABLE AS $$
    SELECT * FROM notes n WHERE n.stream_id = notes_after.sid AND n.version > after
  $$;
  CREATE FUNCTION numbered(text) RETURNS SETOF notes LANGUAGE sql IMMUTABLE AS 'SELECT * FROM notes WHERE stream_id = $1';
  CREATE FUNCTION short_notes(sid text) RETURNS TABLE (id bigint, words text) LANGUAGE sql STABLE AS $$
    SELECT note_id, body FROM notes WHERE stream_id = sid
  $$;
  CREATE FUNCTION atomic_notes(sid text) RETURNS SETOF notes LANGUAGE sql STABLE BEGIN ATOMIC
    SELECT * FROM notes WHERE stream_id = sid;
  END;
  CREATE FUNCTION newest(sid text) RETURNS SETOF notes LANGUAGE sql STABLE AS $$
    SELECT * FROM notes WHERE stream_id = sid ORDER BY version DESC LIMIT 1
  $$;
  CREATE FUNCTION ids_of(sid text) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT note_id FROM notes WHERE stream_id = sid
  $$;
  CREATE FUNCTION open_of(sid text) RETURNS SETOF open_notes LANGUAGE sql STABLE AS $$
    SELECT * FROM open_notes WHERE stream_id = sid
  $$;
  CREATE FUNCTION again(sid text) RETURNS SETOF notes LANGUAGE sql STABLE AS $$
    SELECT * FROM notes_of(sid) WHERE state = 'open'
  $$;
  CREATE FUNCTION some_notes(s text DEFAULT NULL) RETURNS SETOF notes LANGUAGE sql STABLE AS $$
    SELECT * FROM notes WHERE s IS NULL OR state = s
  $$;
  CREATE FUNCTION column_first(stream_id text) RETURNS SETOF notes LANGUAGE sql STABLE AS $$
    SELECT * FROM notes WHERE stream_id = stream_id
  $$;
  CREATE FUNCTION states(sid text) RETURNS TABLE (state text, count bigint) LANGUAGE sql STABLE AS $$
    SELECT state, count(*) FROM notes WHERE stream_id = sid GROUP BY state
  $$;
  CREATE FUNCTION volatile_notes(sid text) RETURNS SETOF notes LANGUAGE sql AS $$
    SELECT * FROM notes WHERE stream_id = sid
  $$;
  CREATE FUNCTION strict_notes(sid text) RETURNS SETOF notes LANGUAGE sql STABLE STRICT AS $$
    SELECT * FROM notes WHERE stream_id = sid
  $$;
  CREATE FUNCTION owned_notes(sid text) RETURNS SETOF notes LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT * FROM notes WHERE stream_id = sid
  $$;
  CREATE FUNCTION set_notes(sid text) RETURNS SETOF notes LANGUAGE sql STABLE SET work_mem = '8MB' AS $$
    SELECT * FROM notes WHERE stream_id = sid
  $$;
  CREATE FUNCTION looped_notes(sid text) RETURNS SETOF notes LANGUAGE plpgsql STABLE AS $$
    BEGIN RETURN QUERY SELECT * FROM notes WHERE stream_id = sid; END
  $$;
  CREATE FUNCTION two_steps(sid text) RETURNS SETOF notes LANGUAGE sql STABLE AS $$
    SELECT 1; SELECT * FROM notes WHERE stream_id = sid
  $$;
  CREATE FUNCTION one_note(sid text) RETURNS notes LANGUAGE sql STABLE AS $$
    SELECT * FROM notes WHERE stream_id = sid LIMIT 1
  $$;`;

/** The statement, and the access paths that it has. */
export const INLINED: readonly (readonly [sql: string, ...paths: string[]])[] = [
  ['SELECT * FROM notes_of($1)', 'notes: E stream_id parameter'],
  ['SELECT * FROM public.notes_of($1)', 'notes: E stream_id parameter'],
  ["SELECT * FROM notes_of('a') AS n WHERE n.state = $1", 'notes: E state parameter; E stream_id string a'],
  ['SELECT * FROM notes_after($1, $2)', 'notes: E stream_id parameter; R version > parameter'],
  ['SELECT * FROM notes_after($1)', 'notes: E stream_id parameter; R version > integer 0'],
  [
    'SELECT * FROM notes_after(after => $2, sid => $1)',
    'notes: E stream_id parameter; R version > parameter',
  ],
  ['SELECT * FROM numbered($1)', 'notes: E stream_id parameter'],
  ['SELECT words FROM short_notes($1) WHERE id = $2', 'notes: E note_id parameter; E stream_id parameter'],
  [
    'SELECT b FROM short_notes($1) AS s (a, b) WHERE a = $2',
    'notes: E note_id parameter; E stream_id parameter',
  ],
  ['SELECT * FROM atomic_notes($1)', 'notes: E stream_id parameter'],
  ['SELECT * FROM newest($1)', 'notes: E stream_id parameter'],
  ['SELECT * FROM newest($1) WHERE state = $2', 'notes: E stream_id parameter'],
  ['SELECT * FROM ids_of($1) AS id WHERE id = $2', 'notes: E note_id parameter; E stream_id parameter'],
  ['SELECT * FROM open_of($1)', 'notes: E stream_id parameter; E state string open'],
  ['SELECT * FROM again($1)', 'notes: E state string open; E stream_id parameter'],
  ['SELECT * FROM some_notes()', 'notes: everything'],
  ['SELECT * FROM column_first($1)', 'notes: F stream_id: other'],
  ['SELECT * FROM states($1)', 'notes: E stream_id parameter'],
  [
    'SELECT n.* FROM streams s, notes_of(s.id) n WHERE s.category = $1',
    'streams: E category parameter; E id join',
    'notes: E stream_id join',
  ],
  [
    'SELECT n.* FROM streams s CROSS JOIN LATERAL notes_of(id) n WHERE s.category = $1',
    'streams: E category parameter; E id join',
    'notes: E stream_id join',
  ],
  [
    'SELECT n.* FROM streams s CROSS JOIN LATERAL newest(s.id) n WHERE s.category = $1 AND n.state = $2',
    'streams: E category parameter',
    'notes: E stream_id outer',
  ],
  [
    'SELECT n.* FROM streams s LEFT JOIN LATERAL notes_of(s.id) n ON true WHERE s.category = $1',
    'streams: E category parameter',
    'notes: E stream_id outer',
  ],
];

/** What is left as it is written, since PostgreSQL runs the function for itself. */
export const NOT_INLINED: readonly string[] = [
  'SELECT * FROM volatile_notes($1)',
  'SELECT * FROM strict_notes($1)',
  'SELECT * FROM owned_notes($1)',
  'SELECT * FROM set_notes($1)',
  'SELECT * FROM looped_notes($1)',
  'SELECT * FROM two_steps($1)',
  'SELECT * FROM one_note($1)',
  'SELECT * FROM notes_of($1) WITH ORDINALITY',
  'SELECT * FROM ROWS FROM (notes_of($1), notes_of($2)) AS r',
  'SELECT * FROM notes_of((SELECT id FROM streams LIMIT 1))',
  'SELECT * FROM notes_of(random()::text)',
  'SELECT notes_of($1)',
];
