import type { Localizer } from '../localizer';
import { INTERNAL_COMMANDS } from '../manifest';

/** A link that runs a command where a page allows it. */
export function commandLink(command: string, ...args: readonly (string | number)[]): string {
  // Parentheses would end the link of Markdown.
  const encoded = encodeURIComponent(JSON.stringify(args)).replaceAll('(', '%28').replaceAll(')', '%29');
  return `command:${command}?${encoded}`;
}

/** What can be done with a report, as Markdown. */
export function actionsOf(folderKey: string, hasChange: boolean, l10n: Localizer): string {
  const { insertTuning, copyTuningSql, copyTuningReport } = INTERNAL_COMMANDS;
  const ofChange = [
    [l10n.t('Insert as Migration'), insertTuning],
    [l10n.t('Copy SQL'), copyTuningSql],
  ] as const;
  return [...(hasChange ? ofChange : []), [l10n.t('Copy Report'), copyTuningReport] as const]
    .map(([title, command]) => `[${title}](${commandLink(command, folderKey)})`)
    .join(' ');
}
