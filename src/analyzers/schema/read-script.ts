import { findSqlFragments } from '../sources/sql-document';
import type { Fragment } from '../sources/fragment';
import type { Span } from '../span';
import type { FeedResult, SqlFeeder } from '../sql/feeder';
import type { PlacedStatement, ScriptItem } from './apply/apply-script';
import { ddlInDoBlock } from './do-block';
import type { CodeMigration } from './migrations/code-migration';

/** What a file says about the schema. */
export interface Script {
  readonly statements: readonly ScriptItem[];
  readonly problems: readonly { readonly span: Span; readonly text: string }[];
}

/** Reads the statements that can change the schema or what names mean; the others (INSERT, COPY, GRANT, …) are not even parsed. */
export function readScript(text: string, feeder: SqlFeeder): Script {
  return readFragments(findSqlFragments({ text, languageId: 'sql' }), feeder);
}

function readFragments(fragments: readonly Fragment[], feeder: SqlFeeder): Script {
  const statements: PlacedStatement[] = [];
  const problems: { span: Span; text: string }[] = [];
  for (const fragment of fragments) {
    if (fragment.isDown === true) continue;
    const word = FIRST_WORD.exec(fragment.text)?.[0].toLowerCase() ?? '';
    if (word === 'do') statements.push(...readDoBlock(fragment, feeder));
    else if (isOfInterest(word, fragment.text)) {
      const result = feeder.feed(fragment.text);
      if (result.kind === 'statement')
        statements.push({ statement: result.statement, span: fragment.documentSpan });
      else problems.push(...describeProblem(result, fragment));
    }
  }
  return { statements, problems };
}

/**
 * Reads a migration that is a program. What it does by other means than SQL that is written out is not known: the tables that this may
 * concern are forgotten, so that nothing is claimed about their indexes.
 */
export function readCodeScript({ fragments, builderCalls }: CodeMigration, feeder: SqlFeeder): Script {
  const items: ScriptItem[] = builderCalls.map(({ start, end, table }) => ({
    unread: table === undefined ? 'all' : parseName(table),
    span: { start, end },
  }));
  for (const fragment of fragments) {
    const { statements, problems } = readFragments([fragment], feeder);
    const isKnown = problems.length === 0 && !isPutTogether(fragment);
    items.push(...(isKnown ? statements : [{ unread: 'all' as const, span: fragment.documentSpan }]));
  }
  return { statements: items.sort((one, other) => one.span.start - other.span.start), problems: [] };
}

/** `CREATE INDEX … ON ${table}` */
function isPutTogether({ approximate, holes, text, isDown }: Fragment): boolean {
  return isDown !== true && (approximate || holes.length > 0) && CHANGES_INDEXES.test(text);
}

const CHANGES_INDEXES = /^(?:create|alter|drop)\s+(?:\w+\s+){0,2}(?:table|index|view|schema)\b|^do\b/i;

function parseName(written: string): { readonly schema?: string; readonly name: string } {
  const [first = '', second] = written.replaceAll('"', '').split('.');
  return second === undefined ? { name: first } : { schema: first, name: second };
}

const FIRST_WORD = /^[a-z]+/i;
const WORDS = new Set(
  'create alter drop set reset begin start commit end rollback abort savepoint'.split(' '),
);

function isOfInterest(word: string, text: string): boolean {
  return WORDS.has(word) || (word === 'select' && text.includes('set_config'));
}

function readDoBlock({ text, map }: Fragment, feeder: SqlFeeder): readonly PlacedStatement[] {
  return ddlInDoBlock(text).flatMap((statement) => {
    const result = feeder.feed(statement.text);
    if (result.kind !== 'statement') return [];
    return [
      { statement: result.statement, span: map.spanToDocument(statement.span), conditional: true as const },
    ];
  });
}

/** The grammar declines much that has nothing to do with tables. */
const ABOUT_TABLES = /^\w+\s+(?:\w+\s+)?(?:table|index)\b/i;

function describeProblem(
  result: Exclude<FeedResult, { kind: 'statement' }>,
  { text, map, documentSpan }: Fragment,
): Script['problems'] {
  if (result.kind === 'declined')
    return ABOUT_TABLES.test(text) ? [{ span: documentSpan, text: result.reason }] : [];
  const start = Math.min(result.offset, text.length - 1);
  return [{ span: map.spanToDocument({ start, end: start + 1 }), text: result.message }];
}
