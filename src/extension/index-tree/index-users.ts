import type { IndexDuties } from '../../analyzers/indexes/index-duties';
import { describeService } from '../../analyzers/indexes/describe-service';
import type { Localizer } from '../localizer';
import type { QueryOnTable, UsesOfIndex } from '../uses-of-index';
import { describe, sentence, sql, title, type TooltipPart, type TreeRow } from './tree-row';

/** Somebody who needs an index: a query of the workspace, or a duty that the schema gives it. */
export interface IndexUser {
  /** Unique below the index. */
  readonly key: string;
  readonly row: TreeRow;
  /** The query that a click opens. */
  readonly opens?: Pick<QueryOnTable, 'uri' | 'range'>;
}

/** The rows below an index: what it enforces, whom it serves beside queries, then the queries that it serves. */
export function usersOf(uses: UsesOfIndex, l10n: Localizer): readonly IndexUser[] {
  const { queries, duties, files, isWhole } = uses;
  const found = [
    ...(duties ? dutiesOf(duties, l10n) : []),
    ...queries.map((query) => queryUser(query, l10n)),
  ];
  const none =
    queries.length === 0 ? [noteUser('none', l10n.t('No query of the workspace uses it.'), l10n)] : [];
  const partly = isWhole
    ? []
    : [noteUser('partly', l10n.t('Only {0} files were read: there may be more queries.', files), l10n)];
  return [...found, ...none, ...partly];
}

function queryUser({ uri, range, place, text, on, index }: QueryOnTable, l10n: Localizer): IndexUser {
  const service = on.serving.find((candidate) => candidate.index === index);
  const isBest = service?.isBest === true;
  const what =
    on.purpose === 'conflict'
      ? [l10n.t('ON CONFLICT needs it to tell that a row is there already.')]
      : service
        ? describeService(service).map((each) => l10n.t(each.template, ...each.args))
        : [];
  const better = isBest ? undefined : l10n.t('another one does more');
  const { seen, heard } = describe([better, text]);
  return {
    key: `query ${uri.toString()} ${range.start.line}:${range.start.character} ${on.span.start}`,
    row: {
      label: place,
      description: seen,
      icon: isBest ? 'search' : 'circle-outline',
      contextValue: 'user;kind=query',
      accessibleLabel: l10n.t('Query at {0}: {1}', place, heard),
      tooltip: [title(place), sql(text), ...what.map(sentence)],
    },
    opens: { uri, range },
  };
}

function dutiesOf(duties: IndexDuties, l10n: Localizer): readonly IndexUser[] {
  const { constraint, unique, keys, replicaIdentity, partitionOf, foreignKeys } = duties;
  const said: (readonly [key: string, text: string, more?: string])[] = [];
  if (constraint) said.push(['constraint', l10n.t('Enforces the constraint {0}', constraint.name)]);
  else if (unique) said.push(['unique', l10n.t('Enforces that {0} is unique', keys.join(', '))]);
  if (replicaIdentity) said.push(['replica', l10n.t('Logical replication tells rows apart by it')]);
  if (partitionOf) said.push(['partition', l10n.t('Is a part of the index {0}', partitionOf.index)]);
  for (const { constraint: name, references, onDelete } of foreignKeys) {
    const deletion = onDelete === undefined ? 'ON DELETE' : `ON DELETE ${onDelete.toUpperCase()}`;
    said.push([
      `foreign key ${name}`,
      l10n.t('Serves {0} of {1}', deletion, references.name),
      l10n.t('It finds the rows that refer to a deleted one, for the foreign key {0}.', name),
    ]);
  }
  return said.map(([key, text, more]) => dutyUser(key, text, more === undefined ? [] : [sentence(more)]));
}

function dutyUser(key: string, text: string, tooltip: readonly TooltipPart[]): IndexUser {
  const row = { label: text, description: '', icon: 'shield', contextValue: 'user;kind=duty' };
  return { key, row: { ...row, accessibleLabel: text, tooltip } };
}

function noteUser(key: string, text: string, l10n: Localizer): IndexUser {
  const row = { label: text, description: '', icon: 'info', contextValue: 'note' };
  const doubt = l10n.t(
    'Queries of other programs, and those that are put together at run time, are not known.',
  );
  return { key, row: { ...row, accessibleLabel: text, tooltip: [sentence(doubt)] } };
}
