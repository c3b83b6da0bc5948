/** VS Code's ids of the languages that hold SQL, with the endings that VS Code gives them. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  sql: ['sql'],
  typescript: ['ts', 'mts', 'cts'],
  typescriptreact: ['tsx'],
  javascript: ['js', 'mjs', 'cjs'],
  javascriptreact: ['jsx'],
};

export const SQL_LANGUAGES = Object.keys(ENDINGS);

/** For `findFiles`. */
export const SQL_FILES_GLOB = `**/*.{${Object.values(ENDINGS).flat().join(',')}}`;

/** What nobody writes queries in; `findFiles` knows nothing of .gitignore. */
export const SKIPPED_FOLDERS = [
  'node_modules',
  'bower_components',
  '.git',
  'dist',
  'out',
  'build',
  'coverage',
] as const;

export const SKIPPED_GLOB = `**/{${SKIPPED_FOLDERS.join(',')}}/**`;

export function isSqlLanguage(languageId: string): boolean {
  return Object.hasOwn(ENDINGS, languageId);
}

export function languageOfPath(path: string): string | undefined {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  return SQL_LANGUAGES.find((language) => ending !== undefined && ENDINGS[language]?.includes(ending));
}

/** Each line finds one kind of statement that the rules read, in any case; `with` and `explain` always hold one of them. */
const STATEMENTS: readonly (readonly RegExp[])[] = [
  [/\bselect\b/i, /\bfrom\b/i],
  [/\bupdate\b/i, /\bset\b/i],
  [
    /\b(?:delete\s+from|(?:insert|merge)\s+into|create\s+(?:\w+\s+)?(?:table|index)|alter\s+table|drop\s+index)\b/i,
  ],
];

/** One look over the text before anything is parsed or a worker is started. */
export function mayHoldSql(languageId: string, text: string): boolean {
  if (languageId === 'sql') return /\S/.test(text);
  return STATEMENTS.some((words) => words.every((word) => word.test(text)));
}
