import { message, type Message } from '../message';
import type { FedFragment } from '../repair-fragment';
import type { Snapshot } from '../schema/snapshot';
import type { Fragment, Hole } from '../sources/fragment';
import type { Span } from '../span';
import type { SqlFeeder } from '../sql/feeder';
import { createTokenText, type TokenText, tokenTextAt } from '../sql/token-text';
import type { ExplainableQuery, ParameterUse, QueryParameter } from './explainable-query';
import { parameterUses } from './parameter-uses';
import { readExplainableText } from './read-explainable-text';
import { whyNotRun } from './why-not-run';

export type ExplainableReading =
  | { readonly kind: 'query'; readonly query: ExplainableQuery }
  /** The sentence says why, to one who has asked for the plan. */
  | { readonly kind: 'refused'; readonly reason: Message };

export interface ExplainableContext {
  readonly documentText: string;
  /** With the tables that the document itself declares, where there are such. */
  readonly snapshot: Snapshot;
  readonly feeder: SqlFeeder;
  /** By the numbers of the parameters, as far as the code tells them; absent: it is not asked. */
  readonly findWrittenNumbers?: () => ReadonlyMap<number, string>;
}

/** What may be sent behind EXPLAIN of a piece of SQL, as `readFragments` gives it. */
export function readExplainableQuery(
  { fragment }: Pick<FedFragment, 'fragment'>,
  { documentText, snapshot, feeder, findWrittenNumbers }: ExplainableContext,
): ExplainableReading {
  const { otherDatabase } = fragment;
  if (otherDatabase !== undefined) {
    return {
      kind: 'refused',
      reason: message('PostgreSQL does not plan SQL that is for another database. {0}', otherDatabase),
    };
  }
  const read = readExplainableText(fragment.text, feeder);
  if (read.kind === 'refused') return read;
  const source = createTokenText(fragment.text);
  const open = fragment.holes.filter((hole) => isOpen(hole, source));
  if (open.length > 0) return { kind: 'refused', reason: putTogether(open, documentText) };
  const notRun = whyNotRun(read.statement, source);
  const uses = parameterUses(read.statement, snapshot, read.text);
  const query: ExplainableQuery = {
    text: read.text,
    kind: read.statement.kind,
    ...(notRun && { notRun }),
    parameters: withWritten(readParameters({ fragment, source, documentText, uses }), findWrittenNumbers),
    isNamed: fragment.named === true,
  };
  return { kind: 'query', query };
}

/** What the program writes there is not known, so the text would be another query than the program's. Comments may hold anything. */
function isOpen({ role, span }: Hole, { tokens }: TokenText): boolean {
  if (role === 'value') return false;
  return role !== 'quoted' || tokens.some(({ start, end }) => start < span.end && span.start < end);
}

function putTogether(holes: readonly Hole[], documentText: string): Message {
  const labels = [...new Set(holes.map((hole) => labelOf(hole, documentText)))];
  const shown = labels.length > 3 ? [...labels.slice(0, 3), '…'] : labels;
  return message(
    'Parts of this query are put together at run time: {0}. Without them it would be another query, with another plan. Write them out here, or explain the query that the program sends.',
    shown.join(', '),
  );
}

interface ParameterSource {
  readonly fragment: Fragment;
  readonly source: TokenText;
  readonly documentText: string;
  readonly uses: ReadonlyMap<number, ParameterUse>;
}

function readParameters({
  fragment,
  source,
  documentText,
  uses,
}: ParameterSource): readonly QueryParameter[] {
  const places = placesOf(source);
  const count = Math.max(0, ...places.keys());
  return Array.from({ length: count }, (_, index): QueryParameter => {
    const number = index + 1;
    const hole = fragment.holes.find(
      (candidate) => candidate.number === number && candidate.role === 'value',
    );
    const spans = places.get(number) ?? [];
    return {
      number,
      label: hole ? labelOf(hole, documentText) : `$${number}`,
      isUsed: spans.length > 0,
      spans,
      use: uses.get(number) ?? { kind: 'other' },
    };
  });
}

/** How many rows are wanted decides over the plan, and is seldom any other number than the one in the code. */
function withWritten(
  parameters: readonly QueryParameter[],
  find: ExplainableContext['findWrittenNumbers'],
): readonly QueryParameter[] {
  const counts = ({ use: { kind } }: QueryParameter): boolean => kind === 'limit' || kind === 'offset';
  const numbers = parameters.some(counts) ? find?.() : undefined;
  return parameters.map((parameter) => {
    const written = counts(parameter) ? numbers?.get(parameter.number) : undefined;
    return written === undefined ? parameter : { ...parameter, written };
  });
}

/** The server refuses more than it can count (65,535), and so does this before it makes a list of them. */
const MOST_PARAMETERS = 65_535;

function placesOf(source: TokenText): ReadonlyMap<number, readonly Span[]> {
  const places = new Map<number, Span[]>();
  source.tokens.forEach(({ kind, start, end }, index) => {
    if (kind !== 'parameter') return;
    const number = Number(tokenTextAt(source, index).slice(1));
    if (number < 1 || number > MOST_PARAMETERS) return;
    places.set(number, [...(places.get(number) ?? []), { start, end }]);
  });
  return places;
}

const LONGEST_LABEL = 60;

/** Of `${event.streamId}` what the code has between the braces. */
function labelOf({ documentSpan }: Hole, documentText: string): string {
  const written = documentText.slice(documentSpan.start, documentSpan.end);
  const inner = /^\$\{([^]*)\}$/.exec(written)?.[1] ?? written;
  const line = inner.trim().replace(/\s+/g, ' ');
  return line.length > LONGEST_LABEL ? `${line.slice(0, LONGEST_LABEL - 1)}…` : line;
}
