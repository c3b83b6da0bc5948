/** @typedef {{ id: string, summary: string, ddl: boolean }} NewRule */

/** @param {NewRule} rule */
export function ruleFile({ id, summary, ddl }) {
  return ddl ? ddlRule(id, quote(summary)) : pathRule(id, quote(summary));
}

/**
 * @param {string} id
 * @param {string} summary
 */
function pathRule(id, summary) {
  return `import { definePathRule, OTHER_SHAPE, silentUnknownTable } from './define-rule';

export default definePathRule({
  id: '${id}',
  summary: ${summary},
  severity: 'information',
  check({ path }) {
    if (!path.table) return silentUnknownTable(path.relation.name.name);
    return OTHER_SHAPE;
  },
});
`;
}

/**
 * @param {string} id
 * @param {string} summary
 */
function ddlRule(id, summary) {
  return `import { defineDdlRule, OTHER_SHAPE, silentUnknownTable } from './define-rule';
import { findTable } from '../schema/snapshot';

export default defineDdlRule({
  id: '${id}',
  summary: ${summary},
  severity: 'information',
  check({ statement, snapshot }) {
    if (statement.kind !== 'create-index') return OTHER_SHAPE;
    if (!findTable(snapshot, statement.table)) return silentUnknownTable(statement.table.name);
    return OTHER_SHAPE;
  },
});
`;
}

/** As Prettier quotes it. @param {string} text */
function quote(text) {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

/** @param {NewRule} rule */
export function rulePage({ id, summary, ddl }) {
  const [incorrect, correct] = ddl
    ? ['CREATE INDEX CONCURRENTLY t_a_idx ON t (a);', 'CREATE INDEX CONCURRENTLY t_a_b_idx ON t (a, b);']
    : ['SELECT * FROM t WHERE a = $1;', 'SELECT * FROM t WHERE a = $1 AND b = $2;'];
  return `# ${id}

${summary}

## Problem

Which statement is meant, in a sentence or two.

${fence('sql schema', 'CREATE TABLE t (a bigint, b bigint);')}

${fence('sql incorrect', incorrect)}

## Why

What PostgreSQL does with it, and what that costs: measured with which version, on a table of what size.

## Fix

${fence('sql correct', correct)}

## When not to use it

- When the advice loses.

## When it stays silent

<!-- generated: silences -->
<!-- end of silences -->

## Configuration

Default severity: information.

${fence('json', `{ "indexwright.lint.rules": { "${id}": "off" } }`)}

\`off\`, \`hint\`, \`info\`, \`warning\` or \`error\`. One statement: \`-- indexwright-disable-next-line ${id}\` on the line above it. Command
line: \`--rule ${id}=off\`.
`;
}

/**
 * @param {string} info
 * @param {string} text
 */
function fence(info, text) {
  return `\`\`\`${info}\n${text}\n\`\`\``;
}

/** What they expect stands in their first line: a finding, or the code of the reason for silence. @param {NewRule} rule */
export function fixtures({ ddl }) {
  const statement = ddl ? 'CREATE INDEX CONCURRENTLY t_a_idx ON t (a);' : 'SELECT * FROM t WHERE a = 1;';
  const text = `CREATE TABLE t (a bigint, b bigint);\n${statement}\n`;
  return {
    'firing.sql': `-- expect: finding\n${text}`,
    'silent.sql': `-- expect: other-shape\n${text}`,
  };
}
