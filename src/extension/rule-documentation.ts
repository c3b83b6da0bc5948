import * as vscode from 'vscode';
import { DOCUMENT_SCHEMES } from './manifest';

/** A page of this extension. Clicking it opens the page itself: no browser, no network, no question. */
export function ruleDocumentation(ruleId: string): vscode.Uri {
  return vscode.Uri.from({ scheme: DOCUMENT_SCHEMES.documentation, path: `/rules/${ruleId}.md` });
}
