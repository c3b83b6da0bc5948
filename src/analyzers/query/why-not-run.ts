import { message, type Message } from '../message';
import type { QueryStatement } from '../sql/model';
import { isAt, isNameAt, type TokenText, tokenTextAt, wordAt } from '../sql/token-text';
import { isActingFunction } from './acting-function';
import { mapTree } from './map-tree';

/**
 * Why EXPLAIN ANALYZE, which runs a query, must not be had of this one; `undefined` when its text says nothing against it. What views and
 * functions of the database do is not in the text: the server is asked for that.
 */
export function whyNotRun(statement: QueryStatement, source: TokenText): Message | undefined {
  if (statement.kind !== 'select') {
    return message(
      'It is not run, because {0} writes. Its plan can be had without running it.',
      verb(statement),
    );
  }
  const writer = writingTable(statement);
  if (writer !== undefined) {
    return message(
      'It is not run, because the common table {0} writes. Its plan can be had without running it.',
      writer,
    );
  }
  if (locksRows(source)) {
    return message(
      'It is not run, because it locks the rows that it reads (FOR UPDATE, FOR SHARE). Its plan can be had without running it.',
    );
  }
  const acting = actingCall(source);
  return acting === undefined
    ? undefined
    : message(
        'It is not run, because {0} does more than read. Its plan can be had without running it.',
        `${acting}()`,
      );
}

function verb({ kind }: QueryStatement): string {
  return kind.toUpperCase();
}

function writingTable(statement: QueryStatement): string | undefined {
  let name: string | undefined;
  mapTree(statement, (node) => {
    if ('with' in node && Array.isArray(node.with)) {
      const tables: QueryStatement['with'] = node.with;
      name ??= tables.find(({ query }) => query.kind !== 'select')?.name;
    }
    return node;
  });
  return name;
}

/** By the words: wherever they stand, in a view's place or in a subquery. `substring(x FOR 3)` goes on otherwise. */
function locksRows(source: TokenText): boolean {
  return source.words.some(
    (word, index) => word === 'for' && /^(?:update|share|no|key)$/.test(wordAt(source, index + 1)),
  );
}

function actingCall(source: TokenText): string | undefined {
  for (let index = 0; index < source.tokens.length; index++) {
    if (!isNameAt(source, index) || !isAt(source, index + 1, '(')) continue;
    const name = wordAt(source, index) || tokenTextAt(source, index).replace(/^"|"$/g, '');
    if (isActingFunction(name)) return name;
  }
  return undefined;
}
