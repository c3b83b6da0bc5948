import type { ReadStatement, RuleContext } from '../rules/define-rule';

/** Whether BEGIN without COMMIT or ROLLBACK stands before the judged statement in its `.sql` document. */
export function isInTransaction({ documentDdl, fragment }: RuleContext): boolean {
  if (fragment.host.kind !== 'sql') return false;
  let isOpen = false;
  for (const other of documentDdl) {
    const { statement } = other;
    if (other.fragment.documentSpan.start >= fragment.documentSpan.start) break;
    if (statement.kind !== 'transaction') continue;
    if (statement.action === 'begin') isOpen = true;
    if (statement.action === 'commit' || statement.action === 'rollback') isOpen = false;
  }
  return isOpen;
}

/** The COMMIT that ends the transaction block of the judged statement. */
export function findCommit({ documentDdl, fragment }: RuleContext): ReadStatement | undefined {
  return documentDdl.find(
    (other) =>
      other.fragment.documentSpan.start > fragment.documentSpan.start &&
      other.statement.kind === 'transaction' &&
      other.statement.action === 'commit',
  );
}
