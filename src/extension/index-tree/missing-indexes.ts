import type * as vscode from 'vscode';
import {
  type FoundPlace,
  gatherIndexProposals,
  type IndexProposal,
  proposalKey,
} from '../../analyzers/index-proposals';
import type { ProposedIndex } from '../../analyzers/finding';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { Localizer } from '../localizer';
import { GROUP_ICONS } from './describe-group';
import { describe, sentence, sql, title, type TooltipPart, type TreeRow } from './tree-row';

/** A finding whose query wants an index. */
export interface WantingPlace extends FoundPlace {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  /** `src/orders.ts:12` */
  readonly place: string;
}

export type MissingIndex = IndexProposal<WantingPlace>;

/** What the findings of a folder propose together, for tables that the database has. */
export function missingIndexes(
  places: readonly WantingPlace[],
  hasTable: (table: RelationName) => boolean,
): readonly MissingIndex[] {
  return gatherIndexProposals(places).filter(({ index: { schema, table } }) =>
    hasTable({ schema, name: table }),
  );
}

export function keyOfMissing({ index }: MissingIndex): string {
  return proposalKey(index);
}

export function describeMissing({ index, ddl, places }: MissingIndex, l10n: Localizer): TreeRow {
  const keys = `${index.table} (${index.keys.join(', ')})`;
  const queries = places.length === 1 ? l10n.t('1 query') : l10n.t('{0} queries', places.length);
  const { seen, heard } = describe([...wordsOf(index, l10n), l10n.t('for {0}', queries)]);
  return {
    label: keys,
    description: seen,
    icon: GROUP_ICONS.missing,
    contextValue: 'missing',
    accessibleLabel: l10n.t('Missing index on {0}: {1}', keys, heard),
    tooltip: [
      title(keys),
      sql(ddl.up.trim()),
      sentence(l10n.t('Proposed for:')),
      ...places.map(({ place }): TooltipPart => ({ kind: 'point', text: place })),
    ],
  };
}

function wordsOf({ method, unique, predicate }: ProposedIndex, l10n: Localizer): readonly string[] {
  return [
    ...(method === 'btree' ? [] : [method]),
    ...(unique ? [l10n.t('unique')] : []),
    ...(predicate === undefined ? [] : [l10n.t('partial')]),
  ];
}
