import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import type { ClauseSpans, SelectNode, Statement } from '../../../../src/analyzers/sql/model';
import type { Span } from '../../../../src/analyzers/span';

/**
 * The proof of spans: every part of a statement, cut out of the text and read again alone, must give the same part of the model. Answers
 * what does not.
 */
export function findWrongSpans(statement: Statement, text: string, feeder: SqlFeeder): readonly string[] {
  const reader = new ReadAgain(text, feeder);
  reader.visit(statement, {}, 'statement');
  return reader.wrong;
}

type Fields = Readonly<Record<string, unknown>>;

const QUERIES = new Set(['select', 'insert', 'update', 'delete', 'merge']);
const FROM_ITEMS = new Set(['table', 'subquery', 'function', 'join']);
/** These fields of the model hold FROM items; others hold expressions. */
const FROM_FIELDS = new Set(['from', 'using', 'left', 'right', 'table', 'into']);

class ReadAgain {
  readonly wrong: string[] = [];
  readonly #text: string;
  readonly #feeder: SqlFeeder;

  constructor(text: string, feeder: SqlFeeder) {
    this.#text = text;
    this.#feeder = feeder;
  }

  visit(value: unknown, parent: Fields, field: string): void {
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, parent, field);
      return;
    }
    if (!isFields(value)) return;
    if (field === 'clauses') {
      this.#checkClauses(parent as unknown as SelectNode);
      return;
    }
    if (isSpan(value['span'])) this.#check(value, value['span'], parent, field);
    for (const [name, child] of Object.entries(value)) {
      if (name !== 'span') this.visit(child, 'kind' in value ? value : parent, name);
    }
  }

  #check(part: Fields, span: Span, parent: Fields, field: string): void {
    const kind = wordAt(part, 'kind');
    const text = this.#text.slice(span.start, span.end);
    if (QUERIES.has(kind)) this.#expect(kind, part, this.#read(text), text);
    else if (field === 'with')
      this.#expect('CTE', part, this.#select(`WITH ${recursive(part)}${text} SELECT 1`)?.with[0], text);
    else if (field === 'targets' || field === 'returning') this.#checkTarget(part, text);
    else if (field === 'orderBy')
      this.#expect('order key', part, this.#select(`SELECT 1 ORDER BY ${text}`)?.orderBy[0], text);
    else if (FROM_ITEMS.has(kind) && FROM_FIELDS.has(field) && isFromParent(parent))
      this.#checkFromItem(part, text, parent);
    else if (kind === '') this.#checkName(part, text);
    else this.#checkExpression(part, text, parent, field);
  }

  #checkTarget(part: Fields, text: string): void {
    // TABLE t has a star that stands nowhere.
    if (/^table\b/i.test(text)) return;
    this.#expect('target', part, this.#select(`SELECT ${text}`)?.targets[0], text);
  }

  #checkFromItem(part: Fields, text: string, parent: Fields): void {
    // INSERT INTO t x and (a) is no FROM item.
    if (parent['kind'] === 'insert') return;
    this.#expect(
      `FROM item ${wordAt(part, 'kind')}`,
      part,
      this.#select(`SELECT FROM ${text}`)?.from[0],
      text,
    );
  }

  #checkName(part: Fields, text: string): void {
    this.#expect('name', part, nameOf(this.#select(`SELECT FROM ${text}`)), text);
  }

  #checkExpression(part: Fields, text: string, parent: Fields, field: string): void {
    if (isWrittenOtherwise(part, text)) return;
    for (const [before, behind, pick] of surroundings(part, parent, field, text)) {
      const select = this.#select(before + text + behind);
      if (select && plain(pick(select)) === plain(part)) return;
    }
    this.wrong.push(`${wordAt(part, 'kind')}: ${text}`);
  }

  #checkClauses(select: SelectNode): void {
    for (const [name, span] of Object.entries(select.clauses) as readonly [keyof ClauseSpans, Span][]) {
      const text = this.#text.slice(span.start, span.end);
      // WITH TIES stands behind an ORDER BY only.
      const before = name === 'targets' ? 'SELECT ' : 'SELECT 1 ';
      const again = this.#select(before + text) ?? this.#select(`SELECT 1 ORDER BY 1 ${text}`);
      this.#expect(`${name} clause`, select[name], again?.[name], text);
      const others = Object.keys(again?.clauses ?? {}).filter(
        (other) => !/^(?:targets|orderBy)$/.test(other),
      );
      if (others.some((other) => other !== name)) this.wrong.push(`more than the ${name} clause: ${text}`);
    }
  }

  #expect(what: string, part: unknown, again: unknown, text: string): void {
    if (plain(part) !== plain(again)) this.wrong.push(`${what}: ${text}`);
  }

  #read(text: string): Statement | undefined {
    const result = this.#feeder.feed(text);
    return result.kind === 'statement' ? result.statement : undefined;
  }

  #select(text: string): SelectNode | undefined {
    const statement = this.#read(text);
    return statement?.kind === 'select' ? statement : undefined;
  }
}

type Surrounding = readonly [before: string, behind: string, pick: (select: SelectNode) => unknown];

const target = (select: SelectNode): unknown => select.targets[0]?.expression;
const field = (name: string, value: unknown): unknown => (isFields(value) ? value[name] : undefined);
const item = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);

/** What stands around an expression of this kind where it is alone, and where it is found again. */
function surroundings(part: Fields, parent: Fields, at: string, text: string): readonly Surrounding[] {
  const what = wordAt(part, 'what');
  if (/^(?:rollup|cube|grouping sets)$/.test(what))
    return [['SELECT 1 GROUP BY ', '', ({ groupBy }) => groupBy[0]]];
  if (what === 'named argument' || what === 'variadic')
    return [['SELECT f(', ')', (select) => item(field('args', target(select)))]];
  if (part['name'] === 'similar_to_escape' || part['name'] === 'like_escape') {
    return ['LIKE', 'ILIKE', 'SIMILAR TO'].map((word): Surrounding => [
      `SELECT x ${word} `,
      '',
      (select) => field('right', target(select)),
    ]);
  }
  // NOT IN, IS NOT DOCUMENT: two of the model's nodes are one piece of text.
  if (parent['kind'] === 'not') {
    return [
      ['SELECT ', '', target],
      ['SELECT ', '', (select) => item(field('args', target(select)))],
    ];
  }
  if (at === 'calls') return [['SELECT FROM ', '', ({ from }) => item(field('calls', from[0]))]];
  if (part['kind'] === 'array' && text.startsWith('[')) return [['SELECT ARRAY', '', target]];
  return [
    ['SELECT (', ')', target],
    ['SELECT ', '', target],
  ];
}

/** Constants and casts that PostgreSQL adds or spells in its own way: `substring(x FOR 3)`, `extract(year FROM x)`, `N'x'`. */
function isWrittenOtherwise(part: Fields, text: string): boolean {
  if (part['kind'] === 'constant') {
    const value = String(part['value']);
    return text === '' || text.toLowerCase() === value.toLowerCase() || /^(?:fetch|n')/i.test(text);
  }
  if (part['what'] === 'current of') return /^current of \w+$/i.test(text);
  if (part['kind'] === 'column') return part['name'] === '*' && !text.endsWith('*');
  return part['kind'] === 'cast' && /^(?:\d+|n'.*)$/i.test(text);
}

function isFromParent({ kind }: Fields): boolean {
  return QUERIES.has(String(kind)) || kind === 'join';
}

function nameOf(select: SelectNode | undefined): unknown {
  const first = select?.from[0];
  return first?.kind === 'table' ? first.name : undefined;
}

function recursive(part: Fields): string {
  return part['recursive'] === true ? 'RECURSIVE ' : '';
}

function wordAt(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSpan(value: unknown): value is Span {
  return isFields(value) && typeof value['start'] === 'number';
}

/** Without positions. */
function plain(value: unknown): string {
  return JSON.stringify(value, (key, child: unknown) =>
    key === 'span' || key === 'clauses' ? undefined : child,
  );
}
