import * as vscode from 'vscode';
import type { MonitoringQuery } from '../../postgres/monitoring/monitoring-queries';
import { localize } from '../localize';

export interface PickedQuery {
  readonly query: MonitoringQuery;
  readonly action: 'run' | 'copy' | 'open';
}

interface QueryItem extends vscode.QuickPickItem {
  readonly query: MonitoringQuery;
}

/** What each of the questions tells; its SQL can be had without asking it. */
export function pickQuery(queries: readonly MonitoringQuery[]): Promise<PickedQuery | undefined> {
  const { l10n, ThemeIcon, window } = vscode;
  const copy = { iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy SQL') };
  const open = { iconPath: new ThemeIcon('go-to-file'), tooltip: l10n.t('Open SQL') };
  const picker = window.createQuickPick<QueryItem>();
  picker.title = l10n.t('What to ask the server');
  picker.placeholder = l10n.t('The answer is shown as a text, with the SQL below it');
  picker.matchOnDetail = true;
  picker.items = queries.map((query) => ({
    label: localize(query.title),
    detail: localize(query.explanation),
    ...(query.needs !== undefined && { description: l10n.t('needs {0}', query.needs) }),
    buttons: [copy, open],
    query,
  }));
  return new Promise((resolve) => {
    const end = (picked?: PickedQuery): void => {
      resolve(picked);
      picker.dispose();
    };
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      end(item && { query: item.query, action: 'run' });
    });
    picker.onDidTriggerItemButton(({ button, item }) =>
      end({ query: item.query, action: button === copy ? 'copy' : 'open' }),
    );
    picker.onDidHide(() => end());
    picker.show();
  });
}
