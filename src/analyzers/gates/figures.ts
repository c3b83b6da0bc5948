import type { Condition } from '../query/access-path';
import type { PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { type Share, shareOfCondition } from './estimate-share';
import { isSmall, sizeOf, type TableSize } from './table-size';
import { SELECTIVE_SHARE } from './thresholds';

type Asked = Pick<PathContext, 'snapshot' | 'settings'>;

/** What a server knows of one condition. `undefined`: its statistics tell nothing of it, or are of another table by now. */
export function figuresOf(
  { snapshot, settings }: Asked,
  table: Table,
  condition: Condition,
): { readonly size: TableSize; readonly share: Share } | undefined {
  const size = sizeOf(table, snapshot);
  if (!size || size.stale) return undefined;
  const share = shareOfCondition(condition, table, { size, arraySize: settings.expectedArraySize });
  return share && { size, share };
}

/** Whatever is asked for, few of many rows meet the condition: so the server says, whatever the column is called. */
export function certainlyFindsFew(asked: Asked, table: Table, condition: Condition): boolean {
  const figures = figuresOf(asked, table, condition);
  return figures !== undefined && !isSmall(figures.size) && figures.share.most <= SELECTIVE_SHARE;
}
