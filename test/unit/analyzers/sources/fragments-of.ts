import assert from 'node:assert/strict';
import { runInThisContext } from 'node:vm';
import type {
  EmbeddedSqlSettings,
  Fragment,
  Hole,
  Operand,
} from '../../../../src/analyzers/sources/fragment';
import { findSqlFragments } from '../../../../src/analyzers/sources/sql-document';
import { findEmbeddedSql } from '../../../../src/analyzers/sources/typescript';
import { tokenize } from '../../../../src/analyzers/sql/tokens';
import type { Span } from '../../../../src/analyzers/span';

const NO_SETTINGS: EmbeddedSqlSettings = { tags: [], callees: [] };

/** The fragments of a document, each checked: it lies where it says, and every token of it maps to its own text in the document. */
export function fragmentsOf(
  text: string,
  languageId = 'typescript',
  settings = NO_SETTINGS,
): readonly Fragment[] {
  const document = { text, languageId };
  const fragments = languageId === 'sql' ? findSqlFragments(document) : findEmbeddedSql(document, settings);
  for (const fragment of fragments) checkPositions(fragment, text);
  return fragments;
}

export function textsOf(text: string, languageId?: string): readonly string[] {
  return fragmentsOf(text, languageId).map((fragment) => fragment.text);
}

/** The one fragment of a document that has one. */
export function fragmentOf(text: string, languageId?: string): Fragment {
  const [fragment, ...others] = fragmentsOf(text, languageId);
  assert.ok(fragment, `No SQL found in ${text}`);
  assert.equal(others.length, 0);
  return fragment;
}

/** `value $1 ${id}`: role, text in the fragment, text in the document. */
export function describeHoles({ holes, text }: Fragment, documentText: string): readonly string[] {
  return holes.map(
    (hole: Hole) => `${hole.role} ${slice(text, hole.span)} ${slice(documentText, hole.documentSpan)}`,
  );
}

export function slice(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

function checkPositions(fragment: Fragment, documentText: string): void {
  const { text, map, holes, splices, documentSpan, hostStatement } = fragment;
  assert.deepEqual(map.spanToDocument({ start: 0, end: text.length }), documentSpan);
  assert.ok(hostStatement.start <= documentSpan.start && documentSpan.end <= hostStatement.end);
  for (const token of tokenize(text)) {
    const span = map.spanToDocument(token);
    const splice = splices.find((other) => other.span.start < token.end && token.start < other.span.end);
    if (splice) {
      assert.ok(contains(splice.documentSpan, span) || contains(span, splice.documentSpan));
      if (!splice.isInPlace) assert.ok(contains(span, splice.documentSpan));
      continue;
    }
    const hole = holes.find((other) => other.span.start < token.end && token.start < other.span.end);
    const written = slice(documentText, span);
    if (hole) assert.ok(contains(span, hole.documentSpan) || contains(hole.documentSpan, span), written);
    else assert.equal(valueOf(written, hostAt(fragment, token)), slice(text, token), written);
    assert.equal(
      map.toFragment(span.start),
      hole && token.start > hole.span.start ? hole.span.start : token.start,
    );
  }
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function hostAt({ host, operands = [] }: Fragment, { start }: Span): Operand['host'] {
  return operands.find(({ span }) => start < span.end)?.host ?? host;
}

/** JavaScript itself says what a part of a literal means; a part may reach over a `+` into the next one. */
function valueOf(written: string, host: Operand['host']): string {
  if (host.kind === 'sql' || host.kind === 'expression') return written;
  if (host.kind === 'string') return String(runInThisContext(`${host.quote}${written}${host.quote}`));
  const tag = host.tag === 'String.raw' ? host.tag : '';
  return String(runInThisContext(`${tag}\`${written}\``));
}
