/** Words that an operand, a name or a query follows; behind every other word one has just ended. */
const BEFORE_OPERAND = wordSet(
  'select distinct all where and or not on having by limit offset in any some between symmetric like ilike escape',
  'values set then else when case returning from join using into update table as with recursive union except intersect',
  'exists interval array lateral only default zone collate materialized is of',
);

/** Words that a name follows, wherever they stand. */
const BEFORE_NAME = wordSet('from join into update table only using as of collate constraint');

/** Words that a name follows in DDL. */
const BEFORE_NAME_IN_DDL = wordSet(
  'column schema index concurrently references view function procedure sequence trigger type domain policy publication extension statistics role database on to exists',
);

const DDL = wordSet(
  'create alter drop reindex truncate comment grant revoke cluster vacuum analyze refresh lock',
);

/** Words that begin the next part of a statement, so that a list or a predicate before them has ended. */
const CLAUSES = wordSet(
  'from where group having order limit offset fetch for union except intersect window returning on set values into',
  'and or then when else end as using join inner left right full cross natural asc desc nulls default do',
);

function wordSet(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}

export function expectsOperand(word: string): boolean {
  return BEFORE_OPERAND.has(word);
}

export function expectsName(word: string): boolean {
  return BEFORE_NAME.has(word);
}

export function expectsNameInDdl(word: string): boolean {
  return BEFORE_NAME.has(word) || BEFORE_NAME_IN_DDL.has(word);
}

export function beginsDdl(word: string): boolean {
  return DDL.has(word);
}

export function beginsClause(word: string): boolean {
  return CLAUSES.has(word);
}
