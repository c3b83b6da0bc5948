import { message, type Message } from '../message';
import type { DdlContext, FixDraft } from '../rules/define-rule';
import type { Span } from '../span';
import { clipIdentifier, MAX_IDENTIFIER_BYTES, quoteIdentifier, utf8Length } from '../sql/identifiers';
import type { CreateIndex } from '../sql/model';

export interface LongName {
  readonly span: Span;
  readonly message: Message;
  readonly fix: FixDraft;
}

/** The server says so with a NOTICE only (measured on 15), and its grammar hands the name out cut already: what counts is as written. */
export function longIndexName(
  { fragment }: DdlContext,
  { nameSpan: span }: CreateIndex,
): LongName | undefined {
  if (span === undefined) return undefined;
  const written = fragment.text.slice(span.start, span.end);
  const name = written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();
  if (utf8Length(name) <= MAX_IDENTIFIER_BYTES) return undefined;
  const clipped = clipIdentifier(name);
  return {
    span,
    message: message(
      'The name is longer than 63 bytes, so PostgreSQL cuts it to {0} without an error. Choose a shorter name.',
      clipped,
    ),
    fix: {
      id: 'edit-ddl/short-name',
      title: message('Use the name that PostgreSQL makes of it: {0}', clipped),
      kind: 'edit-ddl',
      preferred: false,
      edits: [{ span, pieces: [quoteIdentifier(clipped)] }],
    },
  };
}
