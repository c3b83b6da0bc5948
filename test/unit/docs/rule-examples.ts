import { type CodeBlock, codeBlocks } from './markdown';

/** An example of a rule's page, with what stands above it. */
export interface RuleExample {
  readonly languageId: string;
  readonly text: string;
  readonly expects: 'finding' | 'silence';
  /** The migrations: the last block marked `schema` above it. */
  readonly schema: string;
  /** The figures of a server, JSON: the last block marked `statistics` above it. Without a schema the example is a migration itself. */
  readonly statistics?: string;
  /** A correct example that names a fix is what this fix makes of the incorrect example above it. */
  readonly madeBy?: { readonly fixId: string; readonly from: RuleExample };
  readonly line: number;
}

const LANGUAGES: Readonly<Record<string, string>> = { sql: 'sql', ts: 'typescript' };

/** Blocks are marked behind their language: `schema`, `statistics`, `incorrect`, `correct`, `correct <fix id>`. Others are not examples. */
export function ruleExamples(page: string): readonly RuleExample[] {
  const examples: RuleExample[] = [];
  let schema = '';
  let statistics: string | undefined;
  for (const block of codeBlocks(page)) {
    if (block.info[1] === 'schema') schema = block.text;
    if (block.info[1] === 'statistics') statistics = block.text;
    const example = readExample(block, { schema, ...(statistics !== undefined && { statistics }) }, examples);
    if (example) examples.push(example);
  }
  return examples;
}

function readExample(
  { info: [language = '', mark, fixId], text, line }: CodeBlock,
  known: Pick<RuleExample, 'schema' | 'statistics'>,
  above: readonly RuleExample[],
): RuleExample | undefined {
  const languageId = LANGUAGES[language];
  if (languageId === undefined || (mark !== 'incorrect' && mark !== 'correct')) return undefined;
  const expects = mark === 'incorrect' ? 'finding' : 'silence';
  const from = above.findLast((example) => example.expects === 'finding' && example.languageId === languageId);
  if (fixId !== undefined && from === undefined) throw new Error(`line ${line}: nothing to fix stands above`);
  return {
    languageId,
    text,
    expects,
    ...known,
    line,
    ...(fixId !== undefined && from && { madeBy: { fixId, from } }),
  };
}
