import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../../..');

export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export interface CodeBlock {
  /** The words behind the fence: `sql`, `incorrect`. */
  readonly info: readonly string[];
  /** Without the line break before the closing fence. */
  readonly text: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
}

export function codeBlocks(page: string): readonly CodeBlock[] {
  return [...page.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, info = '', text = ''], index, all) => ({
    info: info.trim().split(/\s+/),
    text: text.replace(/\n$/, ''),
    line: page.slice(0, all[index]?.index).split('\n').length,
  }));
}

/** What a reader sees as prose: code blocks left out, line breaks kept. */
export function withoutCodeBlocks(page: string): string {
  return page.replace(/^```[^\n]*\n.*?^```$/gms, (block) => block.replace(/[^\n]/g, ''));
}

/** Headings as they are written, `# ` included. */
export function headings(page: string): readonly string[] {
  return [...withoutCodeBlocks(page).matchAll(/^#{1,6} .+$/gm)].map(([heading]) => heading);
}

/** The name that a heading gets in a link, as GitHub and VS Code make it. */
export function anchorOf(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** Targets of links and pictures. */
export function linkTargets(page: string): readonly string[] {
  const text = withoutCodeBlocks(page).replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(\s*<?([^)\s>]+)/g), ...text.matchAll(/<img[^>]*\ssrc="([^"]+)"/g)].map(
    ([, target = '']) => target,
  );
}
