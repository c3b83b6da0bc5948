/** What is used of `vscode.l10n`, so that functions which make sentences need no editor. */
export interface Localizer {
  t(message: string, ...args: (string | number)[]): string;
}
