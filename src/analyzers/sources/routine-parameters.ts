import { closingIndex, isAt, nextParenthesis, type TokenText, wordAt } from '../sql/token-text';

export interface ParameterNames {
  /** Of the routine, without its schema. */
  readonly routine: string;
  readonly names: ReadonlySet<string>;
}

/** The names in `CREATE FUNCTION f(p_id uuid, OUT total int, …)`. */
export function parameterNames(source: TokenText): ParameterNames {
  const open = nextParenthesis(source, 0);
  const close = closingIndex(source, open);
  const names = new Set<string>();
  for (let i = open + 1; i < close; i++) {
    const first = /^(?:in|out|inout|variadic)$/.test(wordAt(source, i)) ? i + 1 : i;
    // A type alone has nothing behind it but its modifier or its default.
    if (
      wordAt(source, first) !== '' &&
      wordAt(source, first + 1) !== '' &&
      wordAt(source, first + 1) !== 'default'
    )
      names.add(wordAt(source, first));
    while (i < close && !isAt(source, i, ',')) i = isAt(source, i, '(') ? closingIndex(source, i) + 1 : i + 1;
  }
  return { routine: wordAt(source, open - 1), names };
}
