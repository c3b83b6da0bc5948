import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

const STYLE = `body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground); line-height: 1.5; padding: 0 1.5em 2em; max-width: 80em; }
h1 { font-size: 1.6em; font-weight: 500; margin-bottom: 0; }
h2 { font-size: 1.2em; font-weight: 500; margin: 1.6em 0 0.4em; }
table { border-collapse: collapse; }
th, td { padding: 0.25em 0.9em 0.25em 0; border-bottom: 1px solid var(--vscode-widget-border, rgba(128, 128, 128, 0.35)); text-align: left; vertical-align: top; }
thead:not(:has(th:not(:empty))) { display: none; }
th { font-weight: 600; }
th[style*='right'], td[style*='right'] { text-align: right; font-variant-numeric: tabular-nums; }
code { font-family: var(--vscode-editor-font-family); }
pre { padding: 0.8em 1em; overflow-x: auto; background: var(--vscode-textCodeBlock-background); }
p > a[href^='command:'] { display: inline-block; padding: 0.25em 0.9em; margin: 0.2em 0.4em 0.2em 0; border-radius: 2px; text-decoration: none; background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); }
p > a[href^='command:']:first-child { background: var(--vscode-button-background); color: var(--vscode-button-foreground); }`;

/** Markdown as a page without scripts: by the Markdown of the editor; where that is turned off, as it is written. */
export async function markdownPage(title: string, markdown: string): Promise<string> {
  const nonce = randomBytes(16).toString('hex');
  try {
    const body = await vscode.commands.executeCommand<string>('markdown.api.render', markdown);
    return pageHtml(title, body, nonce);
  } catch {
    return pageHtml(title, `<pre>${escapeHtml(markdown)}</pre>`, nonce);
  }
}

/** @param body HTML that VS Code has made of Markdown of ours */
function pageHtml(title: string, body: string, nonce: string): string {
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}';">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
${body}
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
