import * as vscode from 'vscode';
import { readText } from '../documents';
import type { PlanReader, PlanViews } from '../shown-plans';

/** Far more than a plan of thousands of nodes takes. */
const MAX_SIZE_BYTES = 50e6;

/** Plans that somebody has from elsewhere: no connection is needed, and nothing leaves this machine. */
export class OpenPlans {
  constructor(
    private readonly read: PlanReader,
    private readonly views: PlanViews,
  ) {}

  /** What is selected in the editor or, where nothing is, what was copied. */
  async fromSelectionOrClipboard(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const selected = editor?.document.getText(editor.selection) ?? '';
    const text = selected.trim() === '' ? await vscode.env.clipboard.readText() : selected;
    if (text.trim() === '') {
      inform(vscode.l10n.t('Copy or select what EXPLAIN printed, as text or JSON, then run this again.'));
      return;
    }
    await this.#show(text, vscode.l10n.t('pasted plan'));
  }

  /** @param uri of the Explorer or an editor; without it the user is asked */
  async fromFile(uri?: vscode.Uri): Promise<void> {
    const file = uri ?? (await chooseFile());
    if (file === undefined) return;
    const text = await readText(file, MAX_SIZE_BYTES);
    if (text === undefined) {
      inform(
        vscode.l10n.t(
          '{0} cannot be read: it is no text, it is too large, or it is gone.',
          vscode.workspace.asRelativePath(file),
        ),
      );
      return;
    }
    await this.#show(text, file.path.slice(file.path.lastIndexOf('/') + 1));
  }

  async #show(text: string, title: string): Promise<void> {
    const reading = await this.read(text);
    if (reading.kind === 'problem') {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('{0} cannot be shown as a plan. {1}', title, reading.message),
      );
      return;
    }
    const { plan, findings } = reading;
    const label = plan.isMeasured ? vscode.l10n.t('Run') : vscode.l10n.t('Planned');
    const shown = { label, origin: { values: [] }, document: text, plan, findings, places: [] };
    await this.views.show({ title, plans: [shown] });
  }
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    filters: { [vscode.l10n.t('Plan')]: ['json', 'txt', 'plan'] },
    title: vscode.l10n.t('Open what EXPLAIN printed'),
  });
  return chosen?.[0];
}

function inform(sentence: string): void {
  void vscode.window.showInformationMessage(sentence);
}
