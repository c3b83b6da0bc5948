import { randomBytes } from 'node:crypto';

export interface PageFiles {
  readonly script: string;
  readonly style: string;
}

/** The frame of the page. It may run its one script and use its one style, and load nothing else from anywhere. */
export function planHtml({ script, style }: PageFiles, cspSource: string, language: string): string {
  const nonce = randomBytes(16).toString('base64url');
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Indexwright</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<main></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
