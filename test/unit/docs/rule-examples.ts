import { type CodeBlock, codeBlocks } from './markdown';

/** An example of a rule's page, with what stands above it. */
export interface RuleExample {
  readonly languageId: string;
  readonly text: string;
  readonly expects: 'finding' | 'silence';
  /** The migrations: the last block marked `schema` above it. */
  readonly schema: string;
  /** A correct example that names a fix is what this fix makes of the incorrect example above it. */
  readonly madeBy?: { readonly fixId: string; readonly from: RuleExample };
  readonly line: number;
}

const LANGUAGES: Readonly<Record<string, string>> = { sql: 'sql', ts: 'typescript' };

/** Blocks are marked behind their language: `schema`, `incorrect`, `correct`, `correct <fix id>`. Others are not examples. */
export function ruleExamples(page: string): readonly RuleExample[] {
  const examples: RuleExample[] = [];
  let schema = '';
  for (const block of codeBlocks(page)) {
    if (block.info[1] === 'schema') schema = block.text;
    const example = readExample(block, schema, examples);
    if (example) examples.push(example);
  }
  return examples;
}

function readExample(
  { info: [language = '', mark, fixId], text, line }: CodeBlock,
  schema: string,
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
    schema,
    line,
    ...(fixId !== undefined && from && { madeBy: { fixId, from } }),
  };
}
