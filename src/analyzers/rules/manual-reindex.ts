import { findIndexSwap, type IndexSwap } from '../fixes/index-swap';
import { reindexFixes } from '../fixes/reindex-fixes';
import { message } from '../message';
import { isReadMigration } from '../schema/snapshot-source';
import { defineDdlRule, found, OTHER_SHAPE, silent } from './define-rule';

export default defineDdlRule({
  id: 'manual-reindex',
  summary: 'An index is rebuilt by hand: built again, dropped and renamed.',
  severity: 'information',
  check(context) {
    const { statement, fragment, snapshot, file } = context;
    const swap = findIndexSwap(context);
    if (swap?.create.fragment !== fragment || statement.kind !== 'create-index') return OTHER_SHAPE;
    if (swap.definition === 'other') {
      return silent('other-definition', message('The new index is another one than {0} was.', swap.old.name));
    }
    const { source } = snapshot;
    if (swap.definition === 'unknown' && isReadMigration(source, file)) {
      return silent(
        'definition-unknown',
        message('The index {0} may have been another one before this migration.', swap.old.name),
      );
    }
    return found({
      span: { start: statement.span.start, end: (statement.nameSpan ?? statement.table.span).end },
      ...(swap.definition === 'unknown' && { severity: 'hint' as const }),
      message: describe(swap),
      certainty: swap.definition === 'same' ? 'catalogued' : 'stated',
      related: [swap.drop, swap.rename].map((part) => ({
        location: { span: part.fragment.map.spanToDocument(part.statement.span) },
        message: message('This statement is part of the rebuild.'),
      })),
      fixes: reindexFixes(context, swap),
    });
  },
});

function describe({ create, drop, old, definition }: IndexSwap) {
  const name = create.statement.name ?? '';
  if (definition === 'unknown') {
    return message(
      'If {0} is the same index as {1}, these three statements rebuild it by hand, and nothing checks that the new one is valid before the old one goes. REINDEX INDEX CONCURRENTLY {1} does all of it in one statement.',
      name,
      old.name,
    );
  }
  if (drop.statement.concurrently) {
    return message(
      'These three statements rebuild the index {1} by hand, and nothing checks that {0} is valid before the old one goes. REINDEX INDEX CONCURRENTLY {1} does all of it in one statement.',
      name,
      old.name,
    );
  }
  return message(
    'These three statements rebuild the index {1} by hand. DROP INDEX takes the strongest lock on the table, so that all queries wait behind it, and nothing checks that {0} is valid before the old one goes. REINDEX INDEX CONCURRENTLY {1} does all of it in one statement and blocks nobody.',
    name,
    old.name,
  );
}
