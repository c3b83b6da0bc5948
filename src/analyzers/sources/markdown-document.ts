import { buildFragments } from './build-fragments';
import type { Fragment, SourceDocument } from './fragment';

/** A fence of back-ticks or tildes with its language, and the line that closes it (CommonMark, "Fenced code blocks"). */
const BLOCK =
  /^[ \t]*(?<fence>`{3,}|~{3,})[ \t]*(?:sql|pgsql|postgres(?:ql)?|psql)\b[^\n`]*\n(?<text>[\s\S]*?)(?:^[ \t]*\k<fence>[`~]*[ \t]*$|(?![\s\S]))/gim;

/** One fragment for each statement in the fenced blocks of SQL of a Markdown document. */
export function findMarkdownFragments({ text }: SourceDocument): readonly Fragment[] {
  return [...text.matchAll(BLOCK)].flatMap((match) => {
    const block = match.groups?.['text'] ?? '';
    const start = match.index + match[0].indexOf('\n') + 1;
    return buildFragments({
      text: block,
      segments: [
        {
          start: 0,
          end: block.length,
          document: { start, end: start + block.length },
          verbatim: true,
        },
      ],
      holes: [],
      splices: [],
      host: { kind: 'sql' },
    });
  });
}
