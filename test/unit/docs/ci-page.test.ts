import assert from 'node:assert/strict';
import { readArguments } from '../../../src/cli/arguments';
import { codeBlocks, readPage } from './markdown';

const PAGES = ['docs/ci.md', 'docs/command-line.md', 'docs/plan-cards.md', 'docs/statistics-file.md'];

describe('The commands of the pages about the command line', () => {
  for (const page of PAGES) {
    it(`are commands that it takes: ${page}`, () => {
      const commands = commandsOf(page);
      assert.ok(commands.length > 0);
      for (const command of commands) {
        assert.notEqual(readArguments(command).kind, 'wrong-usage', command.join(' '));
      }
    });
  }

  it('write a baseline, print what GitHub reads, and look at changed lines', () => {
    const checks = commandsOf('docs/ci.md').flatMap((args) => {
      const command = readArguments(args);
      return command.kind === 'check' ? [command] : [];
    });
    assert.ok(checks.some(({ writeBaseline }) => writeBaseline !== undefined));
    assert.ok(checks.some(({ format, failOn }) => format === 'sarif' && failOn === 'never'));
    assert.ok(checks.some(({ format }) => format === 'github'));
    assert.ok(checks.filter(({ changedSince }) => changedSince !== undefined).length >= 3);
  });

  it('write the file that the upload reads', () => {
    const page = readPage('docs/ci.md');
    const [, written] = /> (\S+\.sarif)/.exec(page) ?? [];
    const [, read] = /sarif_file: (\S+)/.exec(page) ?? [];
    assert.ok(written !== undefined && written === read);
  });
});

/** What follows `indexwright` in the code blocks, as a shell would split it. */
function commandsOf(page: string): readonly (readonly string[])[] {
  const lines = codeBlocks(readPage(page)).flatMap(({ text }) => text.split('\n'));
  return lines.flatMap((line) => {
    const [, call] = /(?:^|npx )indexwright (?!-)([^#>]*)/.exec(line) ?? [];
    if (call === undefined) return [];
    // What the workflow fills in is one word.
    const words = call.replace(/\$\{\{[^}]*\}\}/g, 'main').replaceAll('"', '');
    return [words.trim().split(/\s+/)];
  });
}
