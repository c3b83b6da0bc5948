import { AnalysisMemory } from './analysis-memory';
import { judgeDocument } from './analyze';
import { assembleAnalysis } from './assemble-analysis';
import type { Finding } from './finding';
import { message, type Message } from './message';
import type { ExplainableQuery } from './query/explainable-query';
import { readExplainableQuery } from './query/read-explainable-query';
import { type AnalysisInput, readFragments, readStatements, schemaWith } from './read-document';
import type { FedFragment } from './repair-fragment';
import type { Snapshot } from './schema/snapshot';
import type { FragmentHost } from './sources/fragment';
import { type Segment, segmentsOf } from './sources/offset-map';
import { isQuery } from './sql/statement-kind';
import type { Span } from './span';
import { placeAt } from './statement-at';

/** A query of a document that may be explained. Plain data. */
export interface FoundQuery {
  readonly kind: 'query';
  readonly query: ExplainableQuery;
  /** In the document. */
  readonly span: Span;
  /** From the query's text to the document, for `createOffsetMap`. */
  readonly segments: readonly Segment[];
  /** How the document writes it down: text that is put into it is escaped for that. */
  readonly host: FragmentHost;
  /** What the rules say of it; those too that comments disable are left out. */
  readonly findings: readonly Finding[];
}

export type QuerySearch = FoundQuery | { readonly kind: 'refused'; readonly reason: Message };

/** A statement of a document with the schema that it is judged by. */
export interface StatementOfDocument {
  readonly fed: FedFragment;
  readonly snapshot: Snapshot;
}

/** The query at an offset of the document, or why there is none that has a plan. */
export function findQuery(input: AnalysisInput, offset: number): QuerySearch {
  const found = statementOf(input, offset);
  if (!found) {
    return {
      kind: 'refused',
      reason: message('There is no SQL statement here. Put the cursor into a query.'),
    };
  }
  const { fragment } = found.fed;
  const reading = readExplainableQuery(found.fed, {
    documentText: input.document.text,
    snapshot: found.snapshot,
    feeder: input.feeder,
    findWrittenNumbers: () => input.findWrittenNumbers?.(input.document, fragment) ?? new Map(),
  });
  if (reading.kind === 'refused') return reading;
  const span = spanOf(found.fed);
  return {
    kind: 'query',
    query: reading.query,
    span,
    segments: segmentsOf(fragment.map, fragment.text.length),
    host: fragment.host,
    findings: findingsOf(input, span),
  };
}

/** Of EXPLAIN, PREPARE and their like the query that they carry. */
export function statementOf(input: AnalysisInput, offset: number): StatementOfDocument | undefined {
  const results = readFragments(input);
  const places = results.map((fed) => ({ fed, span: spanOf(fed) }));
  const at = placeAt(places, offset, input.document.text);
  if (!at) return undefined;
  const carried = isQueryOf(at.fed)
    ? undefined
    : places.find(({ fed, span }) => isQueryOf(fed) && contains(at.span, span));
  return { fed: (carried ?? at).fed, snapshot: schemaWith(input, readStatements(results)) };
}

function spanOf({ fragment }: FedFragment): Span {
  return fragment.map.spanToDocument({ start: 0, end: fragment.text.length });
}

function isQueryOf({ result }: FedFragment): boolean {
  return result.kind === 'statement' && isQuery(result.statement);
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function findingsOf(input: AnalysisInput, { start, end }: Span): readonly Finding[] {
  return assembleAnalysis(judgeDocument(input, new AnalysisMemory())).findings.filter(
    ({ statementSpan }) => statementSpan.start === start && statementSpan.end === end,
  );
}
