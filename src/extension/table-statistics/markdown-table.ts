type Alignment = 'left' | 'right';

/** Names of a database may hold anything: nothing in them is markup. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#&~!]/g, '\\$&').replace(/\s+/g, ' ');
}

/** @param rows whose cells are Markdown */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[] = [],
): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, column) => (alignments[column] === 'right' ? '--:' : ':--'))),
    ...rows.map(line),
  ];
}
