import { statementOf } from './find-query';
import { accessesOf, type TableAccess } from './index-uses';
import { message, type Message } from './message';
import type { AnalysisInput } from './read-document';
import { findTable, type Snapshot } from './schema/snapshot';
import type { SnapshotSource } from './schema/snapshot-source';
import { isQuery } from './sql/statement-kind';
import type { Span } from './span';
import { printIndexForm } from './indexes/print-ddl';
import type { IndexDefinition } from './indexes/index-definition';

/** An index of a table as a person compares it with others. Plain data. */
export interface ShownIndex {
  readonly name: string;
  /** `UNIQUE (stream_id, version)`, `USING gin (data)` */
  readonly definition: string;
  /** Of the file; absent: nobody has measured or counted it. */
  readonly bytes?: number;
  readonly scans?: number;
  /** A migration declares it, and the server does not have it yet. */
  readonly unapplied?: true;
}

/** What a query asks of one table, with all indexes of that table. */
export interface ShownAccess extends TableAccess {
  readonly indexes: readonly ShownIndex[];
}

export type QueryIndexes =
  | {
      readonly kind: 'query';
      /** In the document. */
      readonly span: Span;
      readonly approximate: boolean;
      readonly source: SnapshotSource;
      readonly accesses: readonly ShownAccess[];
    }
  | { readonly kind: 'refused'; readonly reason: Message };

/** The query at an offset of the document, and what the indexes of its tables do for it. */
export function findQueryIndexes(input: AnalysisInput, offset: number): QueryIndexes {
  const found = statementOf(input, offset);
  const result = found?.fed.result;
  if (!found || result?.kind !== 'statement' || !isQuery(result.statement)) {
    return {
      kind: 'refused',
      reason: message(
        'There is no query here. Put the cursor into a SELECT, INSERT, UPDATE, DELETE or MERGE.',
      ),
    };
  }
  const { fed, snapshot } = found;
  const accesses = accessesOf(fed, result.statement, snapshot, input);
  return {
    kind: 'query',
    span: fed.fragment.map.spanToDocument({ start: 0, end: fed.fragment.text.length }),
    approximate: fed.fragment.approximate,
    source: snapshot.source,
    accesses: accesses.map((access) => ({ ...access, indexes: indexesOf(access, snapshot) })),
  };
}

function indexesOf({ table }: TableAccess, snapshot: Snapshot): readonly ShownIndex[] {
  const blockSize = snapshot.server?.blockSize ?? DEFAULT_BLOCK_SIZE;
  return (findTable(snapshot, table)?.indexes ?? []).map((index) => shown(index, blockSize));
}

const DEFAULT_BLOCK_SIZE = 8192;

function shown(index: IndexDefinition, blockSize: number): ShownIndex {
  const { name, statistics, unapplied } = index;
  const bytes = statistics && (statistics.bytes ?? statistics.pages * blockSize);
  const scans = statistics?.activity?.scans;
  return {
    name,
    definition: printIndexForm(index),
    ...(bytes !== undefined && { bytes }),
    ...(scans !== undefined && { scans }),
    ...(unapplied && { unapplied }),
  };
}
