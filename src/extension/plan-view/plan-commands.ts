import * as vscode from 'vscode';
import type { PageAction } from '../../plan-page/page-model';
import type { ShownPlan, ShownPlans } from '../shown-plans';
import type { PlanDocument } from './plan-document';
import type { CurrentPlans } from './plan-view';
import { printMarkdown, printPlans } from './print-plans';

/** What can be done with the plan that is shown, from the page, the editor's title and the Command Palette. */
export class PlanCommands {
  constructor(
    private readonly document: PlanDocument,
    private readonly current: () => CurrentPlans | undefined,
  ) {}

  async act(action: PageAction): Promise<void> {
    const current = this.current();
    if (current === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No plan is shown. Explain a query first.'));
      return;
    }
    switch (action) {
      case 'openText':
        await this.document.open(current.shown);
        break;
      case 'saveJson':
        await savePlan(current);
        break;
      case 'copyText':
        await copy(printPlans(only(current), language()));
        break;
      case 'copyMarkdown':
        await copy(printMarkdown(only(current), language()));
        break;
    }
  }
}

function language() {
  return { l10n: vscode.l10n, language: vscode.env.language };
}

function only({ shown, chosen }: CurrentPlans): ShownPlans {
  return { ...shown, plans: [chosen] };
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('The plan has been copied.'), 4000);
}

/** What the server sent, to the letter: other programs read it too. */
async function savePlan({ shown, chosen }: CurrentPlans): Promise<void> {
  const extension = chosen.plan.format === 'json' ? 'json' : 'txt';
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${fileName(shown, chosen)}.${extension}`;
  const uri = await vscode.window.showSaveDialog({
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [vscode.l10n.t('Plan')]: [extension] },
    title: vscode.l10n.t('Save the plan as the server sent it'),
  });
  if (uri !== undefined) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(chosen.document));
}

function fileName({ title }: ShownPlans, { label }: ShownPlan): string {
  const words = `plan ${title} ${label}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-').slice(0, 80);
}
