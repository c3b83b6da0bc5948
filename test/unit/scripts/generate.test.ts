import assert from 'node:assert/strict';
import { collectFromText } from '../../../scripts/generate/collect-messages.mjs';
import { withRuleSentences, withRuleSettings } from '../../../scripts/generate/rule-settings.mjs';
import { replaceBetweenMarkers, rulesTable, settingsTable } from '../../../scripts/generate/tables.mjs';

describe('The collector of sentences', () => {
  const engine = (text: string) => collectFromText('src/analyzers/rule.ts', text);

  it('finds the templates of message calls, however they are quoted', () => {
    const { templates, problems } = engine(
      "message('one'); f(message(`two`)); message(\n  'three {0}', name)",
    );
    assert.deepEqual(templates, ['one', 'two', 'three {0}']);
    assert.deepEqual(problems, []);
  });

  it('finds them inside the arguments of another message', () => {
    assert.deepEqual(engine("message('outer {0}', formatMessage(message('inner')))").templates, [
      'inner',
      'outer {0}',
    ]);
  });

  for (const template of ['name', "'a' + name", '`a ${name}`', "flag ? 'a' : 'b'"]) {
    it(`refuses a template that is not a literal: ${template}`, () => {
      assert.match(
        engine(`\nmessage(${template})`).problems[0] ?? '',
        /^src\/analyzers\/rule\.ts:2: .*not a literal/,
      );
    });
  }

  it('refuses a call with too few or too many values', () => {
    assert.match(
      engine("message('{0} and {1}', one)").problems[0] ?? '',
      /2 placeholders, the call 1 values/,
    );
    assert.match(engine("message('none', one)").problems[0] ?? '', /0 placeholders, the call 1 values/);
    assert.deepEqual(engine("message('{0} and {0}', one)").problems, []);
    assert.deepEqual(engine("message('{0} and {1}', ...all)").problems, []);
  });

  it('finds l10n.t in the extension, and lets sentences of the engine pass', () => {
    const text =
      "l10n.t('here'); vscode.l10n.t('there'); l10n.t(message.template, ...message.args); message(other)";
    assert.deepEqual(collectFromText('src/extension/log.ts', text), {
      templates: ['here', 'there'],
      problems: [],
    });
  });
});

describe('The generated tables', () => {
  it('describe settings in the words of package.nls.json', () => {
    const table = settingsTable(
      {
        properties: {
          'a.b': { default: ['x|y'], markdownDescription: '%a.b%' },
          'a.c': { description: 'plain' },
          'a.d': { default: 'x', enum: ['x', 'y'], description: 'Needs `#a.b#`.' },
        },
      },
      { 'a.b': 'One\ntwo' },
    );
    assert.deepEqual(table.split('\n').slice(2), [
      '| `a.b` | `["x\\|y"]` | One two |',
      '| `a.c` | `undefined` | plain |',
      '| `a.d` | `"x"` | Needs `a.b`. One of `"x"`, `"y"`. |',
    ]);
  });

  it('link each rule to its page', () => {
    const table = rulesTable([{ id: 'a-fault', summary: 'Is slow.', severity: 'hint' }], 'docs/');
    assert.equal(table.split('\n').at(-1), '| [a-fault](docs/a-fault.md) | Is slow. | hint |');
  });

  it('replace what stands between their markers and nothing else', () => {
    const text = 'a\n<!-- generated: x -->\nold\n<!-- end of x -->\nb';
    const expected = 'a\n<!-- generated: x -->\n\nnew\n\n<!-- end of x -->\nb';
    assert.equal(replaceBetweenMarkers(text, 'x', 'new'), expected);
    assert.equal(replaceBetweenMarkers(expected, 'x', 'new'), expected);
    assert.equal(replaceBetweenMarkers(text, 'y', 'new'), undefined);
  });
});

describe('What the manifest says of the rules', () => {
  const rules = [
    { id: 'a-fault', summary: 'Is slow.', severity: 'hint' },
    { id: 'b-fault', summary: 'Is wrong.', severity: 'error' },
  ];

  it('is a property of the setting for each, and leaves the rest as it is', () => {
    const properties = { 'indexwright.lint.rules': { type: 'object', properties: { gone: {} } }, 'x.y': {} };
    const made = withRuleSettings({ contributes: { configuration: { properties } } }, rules);
    const setting = made.contributes.configuration.properties['indexwright.lint.rules'];
    assert.deepEqual(setting, {
      type: 'object',
      properties: Object.fromEntries(
        rules.map(({ id }) => [
          id,
          {
            type: 'string',
            enum: ['off', 'hint', 'info', 'warning', 'error'],
            description: `%rule.${id}%`,
          },
        ]),
      ),
    });
    assert.deepEqual(Object.keys(made.contributes.configuration.properties), [
      'indexwright.lint.rules',
      'x.y',
    ]);
  });

  it('is a sentence for each, in the place where the sentences of rules stand', () => {
    const sentences = withRuleSentences(
      { one: '1', 'rule.gone': 'Old.', 'rule.a-fault': 'Was.', two: '2' },
      rules,
    );
    assert.deepEqual(Object.entries(sentences), [
      ['one', '1'],
      ['rule.a-fault', 'Is slow.'],
      ['rule.b-fault', 'Is wrong.'],
      ['two', '2'],
    ]);
  });
});
