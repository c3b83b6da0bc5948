// Starts a rule: node scripts/new-rule.mjs <id> [--ddl] [summary]
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeRule } from './new-rule/make-rule.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  options: { ddl: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [id, summary] = positionals;

const NEXT = `
Next:
1. Write the page: what is slow, why, where it was measured, when the advice loses. Its examples are tests.
2. Write check: a finding, or a reason for each silence. Make fixtures of both.
3. npm run generate refreshes the settings, the tables and the sentences for translation.
4. npx mocha test/unit/docs/rule-pages.test.ts test/unit/analyzers/rules/fixtures.test.ts; UPDATE=1 before the latter writes what
   the fixtures give: read it.`;

if (id === undefined) {
  console.error(
    'npm run new-rule <id> -- [--ddl] "What it finds, in one sentence."\n--ddl: it judges CREATE INDEX and its like, not queries.',
  );
  process.exitCode = 2;
} else {
  try {
    console.log(
      makeRule(root, { id, ddl: values.ddl, ...(summary !== undefined && { summary }) }).join('\n'),
    );
    console.log(NEXT);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
