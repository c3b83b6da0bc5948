import { describeIndex } from '../fixes/describe';
import type { UsableSupport } from '../indexes/supports';
import { message } from '../message';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  silentUnknownTable,
  type PathContext,
} from './define-rule';

export default definePathRule({
  id: 'include-for-locking-read',
  summary: 'An index with INCLUDE serves a read that locks its rows, which reads the table anyway.',
  severity: 'hint',
  check(context) {
    const { path } = context;
    const { locking, block, relation, columns } = path;
    if (!locking || !block) return OTHER_SHAPE;
    if (!path.table) return silentUnknownTable(relation.name.name);
    const serving = servingIndexes(context);
    const widened = serving.find(({ index }) => index.include.length > 0)?.index;
    if (!widened) return OTHER_SHAPE;
    if (serving.some(({ index }) => index.include.length === 0)) {
      return silent('served-without-include', message('An index without INCLUDE serves the statement too.'));
    }
    if (widened.unique)
      return silent(
        'unique-index',
        message('The index {0} is there to keep rows unique, not for this statement alone.', widened.name),
      );
    if (columns === 'all' || !widened.include.every((column) => columns.has(column))) {
      return silent(
        'made-for-others',
        message(
          'The INCLUDE columns of {0} are not what is read here: other queries want them.',
          widened.name,
        ),
      );
    }
    if (path.approximate) return silentUncertainText();
    return found({
      span: block.clauses.locking ?? relation.span,
      message: message(
        'FOR {0} reads each row in the table anyway, to lock it: the INCLUDE columns of {1} ({2}) do nothing for this statement, and each write pays for them. Leave them out unless a query without a lock reads them.',
        locking.strength.toUpperCase(),
        widened.name,
        widened.include.join(', '),
      ),
      certainty: 'catalogued',
      related: describeIndex(widened),
      fixes: [],
    });
  },
});

/** Those that find the rows or give their order. */
function servingIndexes({ supports }: PathContext): readonly UsableSupport[] {
  return supports.filter(
    (support): support is UsableSupport =>
      support.usable && (support.bounding.length > 0 || support.order.kind === 'full'),
  );
}
