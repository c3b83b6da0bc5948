import { findSqlFragments } from '../sources/sql-document';
import type { Fragment } from '../sources/fragment';
import type { Span } from '../span';
import type { FeedResult, SqlFeeder } from '../sql/feeder';
import type { PlacedStatement } from './apply/apply-script';
import { ddlInDoBlock } from './do-block';
import { withoutDownParts } from './up-part';

/** What a file says about the schema. */
export interface Script {
  readonly statements: readonly PlacedStatement[];
  readonly problems: readonly { readonly span: Span; readonly text: string }[];
}

/** Reads the statements that can change the schema or what names mean; the others (INSERT, COPY, GRANT, …) are not even parsed. */
export function readScript(text: string, feeder: SqlFeeder): Script {
  const statements: PlacedStatement[] = [];
  const problems: { span: Span; text: string }[] = [];
  for (const fragment of findSqlFragments({ text: withoutDownParts(text), languageId: 'sql' })) {
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
