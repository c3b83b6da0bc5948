import * as vscode from 'vscode';
import { describeOrigin } from '../../postgres/connection/describe-origin';
import type { ParameterKeyword } from '../../postgres/connection/parameters';
import { describeHost, type Target } from '../../postgres/connection/target';
import { localize } from '../localize';
import type { Connection } from './connection';

/** Where a connection leads, and for each part which source said so. Of one that was not tried yet: what it does. */
export function describeTargetAsMarkdown({ state, setting }: Connection): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  const target = 'target' in state ? state.target : undefined;
  tooltip.appendMarkdown('**').appendText(setting.name).appendMarkdown('**\n\n');
  if (target === undefined) {
    return tooltip.appendText(
      vscode.l10n.t(
        'Connect to judge the queries of this folder by what the database has. Nothing is written to it.',
      ),
    );
  }
  for (const [keyword, value] of partsOf(target)) {
    const origin = target.origins[keyword];
    tooltip.appendMarkdown(`- ${keyword}: `).appendText(value);
    if (origin !== undefined) tooltip.appendMarkdown(' — ').appendText(localize(describeOrigin(origin)));
    tooltip.appendMarkdown('\n');
  }
  return tooltip;
}

/** By libpq's words, as they are looked up in its manual. */
function partsOf({ hosts, database, user, tls }: Target): readonly (readonly [ParameterKeyword, string])[] {
  return [
    ['host', hosts.map(describeHost).join(', ')],
    ['dbname', database],
    ['user', user],
    ['sslmode', tls.mode],
    ...(tls.rootCert === undefined ? [] : [['sslrootcert', tls.rootCert] as const]),
  ];
}
