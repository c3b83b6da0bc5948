/** Each line finds one kind of statement that the rules read, in any case; `with` and `explain` always hold one of them. */
const STATEMENTS: readonly (readonly RegExp[])[] = [
  // No name in SQL stands in single quotes, but every module that is imported may.
  [word('select'), word('from', "(?!\\s*'[^'\\s]+')")],
  [word('update'), word('set')],
  [
    word(
      '(?:delete\\s+from|(?:insert|merge)\\s+into|create\\s+(?:\\w+\\s+)?(?:table|index)|alter\\s+table|drop\\s+index|set\\s+(?:(?:session|local)\\s+)?enable_\\w+)',
    ),
  ],
];

/** In a string literal a word may stand right behind `\n`. To look back only from what is found takes a tenth of the time. */
function word(pattern: string, ahead = ''): RegExp {
  return new RegExp(`${pattern}\\b(?<=(?:\\b|\\\\[nrt])${pattern})${ahead}`, 'gi');
}

/** One look over the text before anything is parsed or a worker is started. */
export function mayHoldSql(languageId: string, text: string): boolean {
  if (languageId === 'sql') return /\S/.test(text);
  if (languageId === 'markdown') return /(?:```|~~~)[ \t]*(?:sql|pgsql|postgres|psql)/i.test(text);
  return STATEMENTS.some((words) => holdsInOrder(words, text));
}

/** The `from` of an import stands above whatever the module selects. */
function holdsInOrder(words: readonly RegExp[], text: string): boolean {
  let end = 0;
  return words.every((word) => {
    word.lastIndex = end;
    const isFound = word.test(text);
    end = word.lastIndex;
    return isFound;
  });
}
