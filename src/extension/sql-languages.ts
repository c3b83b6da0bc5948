/** VS Code's ids of the languages that hold SQL, with the endings that VS Code gives them. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  sql: ['sql'],
  typescript: ['ts', 'mts', 'cts'],
  typescriptreact: ['tsx'],
  javascript: ['js', 'mjs', 'cjs'],
  javascriptreact: ['jsx'],
};

/** Markdown is read where it is open: a folder's pages hold examples. */
export const SQL_LANGUAGES = [...Object.keys(ENDINGS), 'markdown'];

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
  return SQL_LANGUAGES.includes(languageId);
}

export function languageOfPath(path: string): string | undefined {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  return SQL_LANGUAGES.find((language) => ending !== undefined && ENDINGS[language]?.includes(ending));
}
