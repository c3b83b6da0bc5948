import assert from 'node:assert/strict';
import { formatMessage } from '../../../../src/analyzers/message';
import type { Plan } from '../../../../src/analyzers/plans/plan';
import { readPlan } from '../../../../src/analyzers/plans/read-plan';
import { goldenCases } from './golden-cases';

type Dress = (lines: readonly string[]) => readonly string[];

/** What people copy plans out of. */
const DRESSES: Readonly<Record<string, Dress>> = {
  'a frame of psql': (lines) => [
    `${' '.repeat(30)}QUERY PLAN${' '.repeat(30)}`,
    '-'.repeat(70),
    ...lines.map((line) => ` ${line}`),
    `(${lines.length} rows)`,
    '',
    'Time: 12,345 ms',
  ],
  'a frame of psql with borders': (lines) => [
    `+${'-'.repeat(90)}+`,
    `|${' '.repeat(40)}QUERY PLAN${' '.repeat(40)}|`,
    `+${'-'.repeat(90)}+`,
    ...lines.map((line) => `| ${line.padEnd(88)} |`),
    `+${'-'.repeat(90)}+`,
    `(${lines.length} rows)`,
  ],
  'one cell of psql that goes on and on': (lines) => [
    'QUERY PLAN',
    '-'.repeat(70),
    ...lines.map((line, index) => (index < lines.length - 1 ? ` ${line.padEnd(120)}+` : ` ${line}`)),
    '(1 row)',
  ],
  'a file of Windows': (lines) => lines.map((line) => `${line}\r`),
  'a code fence': (lines) => ['Why is it slow?', '', '```text', ...lines, '```'],
  'the indentation of code': (lines) => lines.map((line) => `\t\t  ${line}`),
  'a comment of SQL': (lines) => lines.map((line) => `-- ${line}`),
  'a comment of TypeScript': (lines) => lines.map((line) => `   * ${line}`),
  'a quoted mail': (lines) => lines.map((line) => `> ${line}`),
  'cells of pgAdmin': (lines) => ['"QUERY PLAN"', ...lines.map((line) => `"${line.replaceAll('"', '""')}"`)],
  'the statement before it': (lines) => ['shop=# EXPLAIN ANALYZE SELECT *', 'shop-# FROM orders;', ...lines],
  'an entry of auto_explain': (lines) => [
    '2026-11-26 01:02:03.456 UTC [4711] LOG:  duration: 12.345 ms  plan:',
    '\tQuery Text: SELECT *',
    '\tFROM orders -- (all)',
    ...lines.map((line) => `\t${line}`),
    '2026-11-26 01:02:04.000 UTC [4711] LOG:  statement: SELECT 1',
  ],
};

function read(text: string): Plan {
  const reading = readPlan(text);
  assert.equal(reading.kind, 'plan', reading.kind === 'problem' ? formatMessage(reading.message) : '');
  return reading.plan;
}

function problemOf(text: string): string {
  const reading = readPlan(text);
  assert.equal(reading.kind, 'problem');
  return formatMessage(reading.message);
}

const texts = goldenCases.flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }]));

describe('A plan that was pasted', () => {
  for (const [dress, put] of Object.entries(DRESSES)) {
    it(`is read out of ${dress}`, () => {
      for (const { name, text } of texts) {
        const pasted = read(put(text.trimEnd().split('\n')).join('\n'));
        // An entry of a log has a time that the plan alone may not have.
        const { executionMs = pasted.executionMs } = read(text);
        assert.deepEqual({ ...pasted, executionMs }, { ...read(text), executionMs }, name);
      }
    });
  }

  it('is read in JSON out of psql, a log and a spreadsheet', () => {
    const { json } = goldenCases[0] ?? assert.fail();
    const lines = json.trimEnd().split('\n');
    const plain = read(json);
    const psql = [' QUERY PLAN', '-----', ...lines.map((line) => ` ${line.padEnd(60)}+`), '(1 row)'];
    const log = ['LOG:  duration: 3.2 ms  plan:', ...lines.slice(1, -1).map((line) => `\t${line}`)];
    const cell = ['QUERY PLAN', `"${json.replaceAll('"', '""')}"`];
    const code = ['const plan = ', ...lines, ';'];
    for (const pasted of [psql, log, cell, code]) assert.deepEqual(read(pasted.join('\n')), plain);
  });

  it('takes the duration of auto_explain for the time of the execution', () => {
    const log = [
      'LOG:  duration: 3.250 ms  plan:',
      '\tQuery Text: SELECT 1',
      '\tResult  (cost=0.00..0.01 rows=1 width=4)',
    ];
    assert.equal(read(log.join('\n')).executionMs, 3.25);
  });

  it('is read from lines that a terminal broke at its last column', () => {
    for (const { name, text } of texts) {
      const broken = text.split('\n').flatMap((line) => line.match(/.{1,71}/g) ?? []);
      if (broken.length < text.trimEnd().split('\n').length + 3) continue;
      // A break before or after blanks cannot be told from the end of a line.
      if (broken.some((line) => /^ | $/.test(line) && line.length === 71)) continue;
      assert.deepEqual(shape(read(broken.join('\n'))), shape(read(text)), name);
    }
  });

  it('is read from lines that a mail wrapped between words', () => {
    const wrapped = [
      'Limit  (cost=0.29..1371.69 rows=20 width=281)',
      '(actual time=0.021..0.075 rows=20 loops=1)',
      '  ->  Index Scan Backward using events_pkey on events',
      '(cost=0.29..6857.29 rows=100 width=281) (actual',
      'time=0.020..0.071 rows=20 loops=1)',
      "        Filter: ((stream_id = 'a'::text) AND",
      "(event_type = 'b'::text))",
      '        Rows Removed by Filter: 180',
    ];
    const [limit, scan] = read(wrapped.join('\n')).nodes;
    assert.equal(limit?.measured?.totalMs, 0.075);
    assert.equal(scan?.index, 'events_pkey');
    assert.equal(scan.measured?.rows, 20);
    assert.equal(scan.conditions[0]?.text, "((stream_id = 'a'::text) AND (event_type = 'b'::text))");
  });

  it('keeps line ends in texts of the query', () => {
    const text = "Seq Scan on t  (cost=0.00..1.01 rows=1 width=4)\n  Filter: (a = 'one\nFilter: two'::text)";
    assert.equal(read(text).root.conditions[0]?.text, "(a = 'one\nFilter: two'::text)");
  });

  it('says in a sentence what it cannot read, and where', () => {
    assert.match(problemOf(' \n'), /no text/);
    assert.match(problemOf('SELECT 1'), /No plan was found/);
    assert.match(problemOf('<explain xmlns="x">'), /XML or YAML/);
    assert.match(problemOf('Seq Scan on t (actual rows=1 loops=1)'), /COSTS OFF/);
    const two = 'Result  (cost=0.00..0.01 rows=1 width=4)';
    assert.match(problemOf(`${two}\n${two}`), /Line 2 begins another plan/);
    assert.match(problemOf(`${two}\n  ->  Something else`), /Line 2 cannot be read.*Something else/);
    assert.match(
      problemOf('[\n{ "Plan": {\n"Node Type": "Result"'),
      /ends before its brackets are closed, at line 3/,
    );
    assert.match(problemOf('{ "Plan": {\n "Node Type": Result } }'), /not valid JSON/);
  });

  it('answers anything at all: cut off anywhere, it is a plan or a problem', () => {
    for (const { json, text = '' } of goldenCases.filter((_, index) => index % 20 === 0)) {
      for (const whole of [json, text]) {
        for (let end = 0; end < whole.length; end += 97) assert.ok(readPlan(whole.slice(0, end)).kind);
      }
    }
  });
});

function shape({ nodes }: Plan): readonly object[] {
  return nodes.map(({ nodeType, relation, index, measured, estimated }) => ({
    nodeType,
    relation,
    index,
    measured,
    estimated,
  }));
}
