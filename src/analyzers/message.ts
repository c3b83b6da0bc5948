/**
 * A sentence for a person, kept apart from its values so that the editor can translate it with `vscode.l10n.t(template, ...args)`.
 * Placeholders are `{0}`, `{1}`, … as `vscode.l10n` writes them.
 */
export interface Message {
  readonly template: string;
  readonly args: readonly (string | number)[];
}

/** The template must be a literal: `npm run generate` collects the templates of all calls into the l10n bundle. */
export function message(template: string, ...args: readonly (string | number)[]): Message {
  return { template, args };
}

/** The English sentence, as the CLI and the tests show it. */
export function formatMessage({ template, args }: Message): string {
  return template.replace(/\{(\d+)\}/g, (hole, index: string) => String(args[Number(index)] ?? hole));
}
