const STYLE = `body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground); line-height: 1.5; padding: 0 1.5em 2em; max-width: 80em; }
h1 { font-size: 1.6em; font-weight: 500; margin-bottom: 0; }
h2 { font-size: 1.2em; font-weight: 500; margin: 1.6em 0 0.4em; }
table { border-collapse: collapse; }
th, td { padding: 0.25em 0.9em 0.25em 0; border-bottom: 1px solid var(--vscode-widget-border, rgba(128, 128, 128, 0.35)); text-align: left; vertical-align: top; }
thead:not(:has(th:not(:empty))) { display: none; }
th { font-weight: 600; }
th[style*='right'], td[style*='right'] { text-align: right; font-variant-numeric: tabular-nums; }
code { font-family: var(--vscode-editor-font-family); }`;

/** A page without scripts. @param body HTML that VS Code has made of Markdown of ours */
export function statisticsHtml(title: string, body: string, nonce: string): string {
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

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
