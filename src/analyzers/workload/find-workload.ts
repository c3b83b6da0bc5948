import { AnalysisMemory } from '../analysis-memory';
import { judgeDocument, migrationFormOf } from '../analyze';
import { assembleAnalysis } from '../assemble-analysis';
import { indexFixOf } from '../index-proposals';
import { candidateIndex, keysInSearchOrder } from '../indexes/candidates';
import type { IndexDefinition } from '../indexes/index-definition';
import { indexFromStatement } from '../indexes/index-from-statement';
import { printProposedIndex } from '../indexes/print-ddl';
import type { ProposedIndex } from '../finding';
import type { Message } from '../message';
import type { QueryText } from '../query/explainable-query';
import { guessTable } from '../query/guessed-table';
import { lookThrough } from '../query/look-through';
import { readAccessPaths } from '../query/read-access-paths';
import { readExplainableQuery } from '../query/read-explainable-query';
import { type AnalysisInput, readFragments, readStatements, schemaWith } from '../read-document';
import type { FedFragment } from '../repair-fragment';
import { runsOnce } from '../runs-once';
import { findTable, type Snapshot } from '../schema/snapshot';
import type { Span } from '../span';
import type { QueryStatement } from '../sql/model';
import { isQuery } from '../sql/statement-kind';
import { tunedQuery } from './tuned-query';
import type { TunedQuery } from './tuning-problem';
import { type TableWrite, writesOf } from './table-write';

/** A query of a document as the choice of indexes looks at it. Plain data. */
export type WorkloadQuery = {
  readonly span: Span;
  /** The function that it stands in: `readStreams`, `EventStore.append`. */
  readonly inFunction?: string;
} & (
  | {
      readonly kind: 'query';
      readonly text: QueryText;
      readonly tuned: TunedQuery;
      /** What would serve it, by the rules and by how it looks for rows. */
      readonly proposed: readonly IndexDefinition[];
      readonly writes: readonly TableWrite[];
    }
  /** It cannot be planned as it stands. */
  | { readonly kind: 'refused'; readonly reason: Message }
);

/** The queries that a program runs again and again: neither a test's nor what a migration does once. */
export function findWorkload(input: AnalysisInput): readonly WorkloadQuery[] {
  if (input.document.isTest === true) return [];
  const fed = readFragments(input);
  const snapshot = schemaWith(input, readStatements(fed));
  const migration = migrationFormOf(input);
  const { file } = input.document;
  const wishes = wishesOf(input);
  const nameAt = input.findEnclosingNames?.(input.document);
  return fed.flatMap((each) => {
    const { fragment, result } = each;
    if (result.kind !== 'statement' || !isQuery(result.statement)) return [];
    if (runsOnce({ fragment, file, snapshot: input.snapshot, ...(migration && { migration }) })) return [];
    const span = fragment.map.spanToDocument({ start: 0, end: fragment.text.length });
    const wanted = wishes.filter(({ start }) => start === span.start).map(({ index }) => index);
    const inFunction = nameAt?.(span.start);
    return [
      {
        span,
        ...(inFunction !== undefined && { inFunction }),
        ...readQuery(each, result.statement, input, snapshot, wanted),
      },
    ];
  });
}

interface Wish {
  /** Of the statement, in the document. */
  readonly start: number;
  readonly index: ProposedIndex;
}

function wishesOf(input: AnalysisInput): readonly Wish[] {
  const { findings } = assembleAnalysis(judgeDocument(input, new AnalysisMemory()));
  return findings.flatMap((finding) => {
    const index = indexFixOf(finding)?.ddl?.index;
    return index ? [{ start: finding.statementSpan.start, index }] : [];
  });
}

type Read<T> = T extends unknown ? Omit<T, 'span' | 'inFunction'> : never;

function readQuery(
  fed: FedFragment,
  statement: QueryStatement,
  { document, feeder }: AnalysisInput,
  snapshot: Snapshot,
  wanted: readonly ProposedIndex[],
): Read<WorkloadQuery> {
  const { fragment } = fed;
  const reading = readExplainableQuery(fed, { documentText: document.text, snapshot, feeder });
  if (reading.kind === 'refused') return { kind: 'refused', reason: reading.reason };
  const written = guessTable(statement, snapshot, fragment.text)?.statement ?? statement;
  const paths = readAccessPaths(
    lookThrough(written, snapshot, fragment.text),
    snapshot,
    fragment.approximate,
  );
  const searched = paths.flatMap((path) => {
    const keys = path.table && keysInSearchOrder(path);
    return path.table && keys ? [candidateIndex(path.table, keys, snapshot)] : [];
  });
  const ofRules = wanted.flatMap((index) => definitionOf(index, snapshot, feeder) ?? []);
  return {
    kind: 'query',
    text: reading.query.text,
    tuned: tunedQuery(paths, 1),
    proposed: [...ofRules, ...searched],
    writes: writesOf(statement, snapshot),
  };
}

/** A proposal crosses to hosts as words; the planner wants the parts. */
function definitionOf(
  index: ProposedIndex,
  snapshot: Snapshot,
  feeder: AnalysisInput['feeder'],
): IndexDefinition | undefined {
  const table = findTable(snapshot, { schema: index.schema, name: index.table });
  const result = feeder.feed(printProposedIndex(index, index.name));
  if (!table || result.kind !== 'statement' || result.statement.kind !== 'create-index') return undefined;
  return indexFromStatement(result.statement, table, snapshot);
}
