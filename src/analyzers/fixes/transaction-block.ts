import type { ReadStatement, RuleContext } from '../rules/define-rule';
import type { TransactionControl } from '../sql/model';

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

/** The COMMIT or ROLLBACK that ends the transaction block which is open at the judged statement. */
export function findEndOfTransaction(context: RuleContext): ReadStatement<TransactionControl> | undefined {
  if (!isInTransaction(context)) return undefined;
  return context.documentDdl.find(
    (other): other is ReadStatement<TransactionControl> =>
      other.fragment.documentSpan.start > context.fragment.documentSpan.start &&
      other.statement.kind === 'transaction' &&
      (other.statement.action === 'commit' || other.statement.action === 'rollback'),
  );
}
