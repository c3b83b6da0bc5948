import { describeReason, describeService } from '../../analyzers/indexes/describe-service';
import type { Message } from '../../analyzers/message';
import type { QueryIndexes, ShownAccess, ShownIndex } from '../../analyzers/query-indexes';
import { countScans } from '../count-words';
import { formatBytes } from '../figures';
import type { Localizer } from '../localizer';

export interface ShownPlace {
  /** `src/orders.ts:12` */
  readonly place: string;
  /** The query as the document has it. */
  readonly text: string;
  /** What the schema is known from, as a sentence. */
  readonly basis: string;
}

type Shown = Extract<QueryIndexes, { readonly kind: 'query' }>;

/** A page of Markdown that reads well as plain text: for each table of the query its indexes, and what each does for it. */
export function printQueryIndexes(shown: Shown, { place, text, basis }: ShownPlace, l10n: Localizer): string {
  const code = text.split(/\r\n|\r|\n/);
  return [
    `# ${l10n.t('The indexes of this query')}`,
    '',
    place,
    '',
    ...code.map((line) => `    ${line}`),
    '',
    basis,
    '',
    ...(shown.approximate
      ? [l10n.t('Parts of the query are only known when it runs: more indexes may serve it then.'), '']
      : []),
    ...(shown.accesses.length === 0
      ? [
          l10n.t(
            'None of its tables is known here. Connect a database, or open the folder that has the migrations.',
          ),
          '',
        ]
      : []),
    ...shown.accesses.flatMap((access) => printAccess(access, l10n)),
    l10n.t(
      'Which of them PostgreSQL takes depends on the values and on what it knows of the rows: Explain this Query shows it.',
    ),
    '',
  ].join('\n');
}

function printAccess(access: ShownAccess, l10n: Localizer): readonly string[] {
  const { table, serving, others, indexes, purpose, isSelective } = access;
  const name = `${table.schema}.${table.name}`;
  const t = (sentence: Message): string => l10n.t(sentence.template, ...sentence.args);
  const heading = purpose === 'conflict' ? l10n.t('{0}, for ON CONFLICT', name) : name;
  if (!isSelective) {
    return [
      `## ${heading}`,
      '',
      l10n.t('The query asks for all rows in any order: it reads the whole table, and no index is needed.'),
      '',
    ];
  }
  const item = (index: string, sentences: readonly string[]): string =>
    `- ${[describeIndex(index, indexes, l10n), ...sentences].join('\n  ')}`;
  return [
    `## ${heading}`,
    '',
    ...(serving.length === 0 ? [l10n.t('No index serves the query: the whole table is read.'), ''] : []),
    ...(serving.length > 0 ? [l10n.t('These serve it:'), ''] : []),
    ...serving.map((service) => {
      const best = service.isBest ? [] : [l10n.t('Another one does more.')];
      const what =
        purpose === 'conflict'
          ? [l10n.t('ON CONFLICT needs it to tell that a row is there already.')]
          : describeService(service).map(t);
      return item(service.index, [...what, ...best]);
    }),
    ...(serving.length > 0 ? [''] : []),
    ...(others.length > 0 ? [l10n.t('These do not:'), ''] : []),
    ...others.map((other) => item(other.index, [t(describeReason(other))])),
    ...(others.length > 0 ? [''] : []),
  ];
}

/** `events_stream_idx (stream_id), 12 MB, scanned 1,204 times` */
function describeIndex(name: string, indexes: readonly ShownIndex[], l10n: Localizer): string {
  const index = indexes.find((candidate) => candidate.name === name);
  if (!index) return name;
  const { definition, bytes, scans, unapplied } = index;
  return [
    `${name} ${definition}`,
    ...(bytes === undefined ? [] : [formatBytes(bytes, l10n)]),
    ...(scans === undefined ? [] : [l10n.t('{0} so far', countScans(scans, String(scans), l10n))]),
    ...(unapplied ? [l10n.t('not on the server yet')] : []),
  ].join(', ');
}
