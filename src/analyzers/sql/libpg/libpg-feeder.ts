import type { FeedResult, SqlFeeder } from '../feeder';
import { exceedsChainLimit } from './chain-limit';
import type { LibpgInstance, LibpgOutcome } from './libpg-instance';
import { NestedTooDeepError } from '../nesting';
import { splitStatements } from '../split-statements';
import { createReadContext, type ReadContext } from './read-context';
import { readStatement } from './read-statement';
import { type Fields, isFields, nodeAt } from './tree';

export interface LibpgFeeder extends SqlFeeder {
  readonly name: 'libpg-query';
  /** The instance failed and declines everything from now on; whoever owns it makes another one. */
  readonly isLost: boolean;
}

/** UTF-16 units. Longer statements are data loads; with deep nesting they can damage the instance. */
const MAX_TEXT_LENGTH = 256 * 1024;

export function createLibpgFeeder(instance: LibpgInstance): LibpgFeeder {
  let isLost = false;
  return {
    name: 'libpg-query',
    get isLost() {
      return isLost;
    },
    feed(text) {
      if (isLost) return declined('The grammar stopped and was not started again.');
      if (text.length > MAX_TEXT_LENGTH) return declined('The statement is longer than 256 KB.');
      // PostgreSQL's parser stops at a NUL as if the text ended there.
      if (text.includes('\0')) return declined('The statement has a NUL character in it.');
      const context = createReadContext(text);
      if (exceedsChainLimit(context)) return declined(TOO_DEEP);
      let outcome: LibpgOutcome;
      try {
        outcome = instance.parse(context.parsed);
      } catch {
        // Whatever was thrown came out of the WASM (RangeError, RuntimeError): its memory cannot be trusted any more.
        isLost = true;
        return declined('The grammar stopped at this statement.');
      }
      if (outcome.kind === 'error') return readError(outcome, context);
      return withFunctionQuery(readTree(outcome.json, context), (body) => this.feed(body));
    },
  };
}

const TOO_DEEP = 'The statement is nested too deeply.';

function declined(reason: string): FeedResult {
  return { kind: 'declined', reason };
}

function readError(
  { message, codePoint }: Extract<LibpgOutcome, { kind: 'error' }>,
  { parsed }: ReadContext,
): FeedResult {
  // The stack of PostgreSQL's parser is full: nothing is said about the SQL.
  if (message.startsWith('memory exhausted')) return declined(TOO_DEEP);
  return { kind: 'syntax-error', message, offset: utf16OffsetOf(codePoint, parsed) };
}

function readTree(json: string, context: ReadContext): FeedResult {
  const statements = statementsOf(JSON.parse(json));
  const node = statements[0] && nodeAt(statements[0], 'stmt');
  if (!node || statements.length > 1) return declined('The text is not one statement.');
  try {
    return { kind: 'statement', statement: readStatement(node, context) };
  } catch (error) {
    if (error instanceof NestedTooDeepError) return declined(TOO_DEEP);
    throw error;
  }
}

/** The body of a function is a text to the grammar. */
function withFunctionQuery(result: FeedResult, feed: (body: string) => FeedResult): FeedResult {
  if (result.kind !== 'statement' || result.statement.kind !== 'create-function') return result;
  const { statement } = result;
  const { inlinable } = statement;
  const [only, ...others] = splitStatements(inlinable?.body ?? '');
  if (!inlinable || !only || others.length > 0) return result;
  const read = feed(only.text);
  if (read.kind !== 'statement' || read.statement.kind !== 'select') return result;
  return {
    kind: 'statement',
    statement: { ...statement, inlinable: { ...inlinable, query: read.statement } },
  };
}

function statementsOf(tree: unknown): readonly Fields[] {
  const statements = isFields(tree) ? tree['stmts'] : undefined;
  return Array.isArray(statements) ? statements.filter(isFields) : [];
}

/** PostgreSQL counts the characters before an error, not bytes or UTF-16 units. */
function utf16OffsetOf(codePoint: number | undefined, text: string): number {
  if (codePoint === undefined) return text.length;
  let offset = 0;
  for (let i = 0; i < codePoint && offset < text.length; i++)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}
