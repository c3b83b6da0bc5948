import type { Span } from '../../span';
import type { DraftBuilder } from '../draft';

/** postgres.js reads from the SQL before `sql(row, 'a', 'b')` what to make of it (postgres.js, "Dynamic inserts", "Dynamic columns in updates"). */
export function writeColumns(builder: DraftBuilder, names: readonly string[], documentSpan: Span): void {
  const before = builder.tail;
  const text = (written: string): void => {
    builder.replace(documentSpan, written);
  };
  const values = (prefixes: readonly string[]): void => {
    for (const [index, prefix] of prefixes.entries()) {
      text(index > 0 ? `, ${prefix}` : prefix);
      builder.hole(documentSpan, 'bound');
    }
  };
  const noPrefixes = names.map(() => '');
  if (/\bin\s*$/i.test(before)) builder.hole(documentSpan, 'piece');
  else if (/\bvalues\s*$/i.test(before)) {
    text('(');
    values(noPrefixes);
    text(')');
  } else if (/\binsert\s+into\s[^()]*$/i.test(before)) {
    text(`(${names.join(', ')}) VALUES (`);
    values(noPrefixes);
    text(')');
  } else if (/\bset\s*$/i.test(before)) values(names.map((name) => `${name} = `));
  else text(names.join(', '));
}
