import type { Column } from '../../analyzers/schema/snapshot';
import type { Localizer } from '../localizer';
import type { PickedColumn } from './index-draft';

export interface ColumnChoice {
  readonly label: string;
  readonly description: string;
  /** Absent: no further column. */
  readonly next?: PickedColumn;
}

export interface ColumnLimits {
  /** Each column in both directions. */
  readonly mayDescend: boolean;
  readonly mostKeys?: number;
}

/** What can come next in the keys of an index. Once there is one, the first choice is to leave it at that. */
export function columnChoices(
  columns: readonly Column[],
  chosen: readonly PickedColumn[],
  { mayDescend }: ColumnLimits,
  l10n: Localizer,
): readonly ColumnChoice[] {
  const taken = new Set(chosen.map(({ column }) => column));
  const free = columns.filter(({ name }) => !taken.has(name));
  const done = { label: l10n.t('No further column'), description: printPicked(chosen) };
  return [
    ...(chosen.length > 0 ? [done] : []),
    ...free.flatMap(({ name, type }) => {
      const ascending = {
        label: name,
        description: type.name,
        next: { column: name, descending: false },
      };
      const descending = {
        label: `${name} DESC`,
        description: l10n.t('{0}, greatest first', type.name),
        next: { column: name, descending: true },
      };
      return mayDescend ? [ascending, descending] : [ascending];
    }),
  ];
}

function printPicked(chosen: readonly PickedColumn[]): string {
  return chosen.map(({ column, descending }) => (descending ? `${column} DESC` : column)).join(', ');
}
