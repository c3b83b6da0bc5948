import type { ReadStatement, RuleContext } from '../rules/define-rule';

/** Whether BEGIN without COMMIT or ROLLBACK stands before the judged statement in its `.sql` document. */
export function isInTransaction({ document, position, fragment }: RuleContext): boolean {
  if (fragment.host.kind !== 'sql') return false;
  let isOpen = false;
  for (const { statement } of document.slice(0, position)) {
    if (statement.kind !== 'transaction') continue;
    if (statement.action === 'begin') isOpen = true;
    if (statement.action === 'commit' || statement.action === 'rollback') isOpen = false;
  }
  return isOpen;
}

/** The COMMIT that ends the transaction block of the judged statement. */
export function findCommit({ document, position }: RuleContext): ReadStatement | undefined {
  return document
    .slice(position + 1)
    .find(({ statement }) => statement.kind === 'transaction' && statement.action === 'commit');
}
