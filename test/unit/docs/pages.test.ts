import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { RULE_IDS } from '../../../src/analyzers/rules/rule-id';
import { HELP_TEXT } from '../../../src/cli/help-text';
import { COMMANDS } from '../../../src/extension/manifest';
import { anchorOf, codeBlocks, headings, linkTargets, readPage, ROOT, withoutCodeBlocks } from './markdown';
import { STATISTICS_FILE_NAME } from '../../../src/analyzers/statistics-file/statistics-file';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly grammars: readonly { readonly scopeName: string }[];
  };
}

/** The sample speaks of itself, as any project does. */
const pages = filesOfGit('*.md').filter((path) => !path.startsWith('samples/'));

describe('The pages', () => {
  const manifest = JSON.parse(readPage('package.json')) as Manifest;
  const { commands, configuration, grammars } = manifest.contributes;
  const settings = Object.keys(configuration.properties);

  /** Each match of the pattern's first group in any page, with its page, that `isKnown` does not know. */
  const unknown = (pattern: RegExp, isKnown: (name: string) => boolean, read = readPage): readonly string[] =>
    pages.flatMap((page) =>
      [...read(page).matchAll(pattern)]
        .map(([, name = '']) => name)
        .filter((name) => !isKnown(name))
        .map((name) => `${page}: ${name}`),
    );

  it('are found', () => {
    for (const page of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'docs/architecture.md']) {
      assert.ok(pages.includes(page), page);
    }
  });

  it('link to files and headings that exist', () => {
    const broken = pages.flatMap((page) =>
      linkTargets(page === '' ? '' : readPage(page))
        .filter((target) => !/^(?:https?|mailto):/.test(target))
        .filter((target) => !resolves(page, target))
        .map((target) => `${page}: ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it('name scripts that package.json has', () => {
    const builtIn = ['start', 'test', 'ci', 'install', 'exec'];
    assert.ok(['start', 'test'].every((name) => name in manifest.scripts));
    assert.deepEqual(
      unknown(/\bnpm run ([\w:-]+)/g, (name) => name in manifest.scripts),
      [],
    );
    assert.deepEqual(
      unknown(/\bnpm (?!run\b)([a-z]+)\b(?= --|`|\n|$| +#)/g, (name) => builtIn.includes(name)),
      [],
    );
  });

  it('name scripts of scripts/ that exist', () => {
    assert.deepEqual(
      unknown(/\b((?:scripts\/[\w/-]+|esbuild)\.m?js)\b/g, (path) => existsSync(posix.join(ROOT, path))),
      [],
    );
  });

  it('name settings and commands that the manifest has', () => {
    const known = new Set<string>([
      ...settings,
      ...settings.map((key) => key.slice(0, key.lastIndexOf('.'))),
      ...Object.values(COMMANDS),
      ...grammars.map(({ scopeName }) => scopeName),
      STATISTICS_FILE_NAME,
    ]);
    assert.deepEqual(
      unknown(/(?<![\w./-])(indexwright\.\w[\w.]*\w)/g, (name) => known.has(name)),
      [],
    );
  });

  it('name commands by the titles of the Command Palette', () => {
    const sentences = JSON.parse(readPage('package.nls.json')) as Record<string, string>;
    const titles = commands.map(({ title }) => sentences[title.replaceAll('%', '')] ?? title);
    assert.ok(titles.includes('Check Workspace'));
    assert.deepEqual(
      unknown(/Indexwright: ([A-Z][\w ]*(?:\w\.\.\.|[\w?]))/g, (name) => titles.includes(name)),
      [],
    );
  });

  it('name rules that exist', () => {
    const isRule = (name: string): boolean => (RULE_IDS as readonly string[]).includes(name);
    for (const pattern of [
      /indexwright-disable-(?:next-line|file) ([a-z][\w-]*)/g,
      /--rule ([a-z][\w-]*)=/g,
      /docs\/rules\/([a-z][\w-]*)\.md/g,
      /"indexwright\.lint\.rules": \{ "([\w-]+)"/g,
    ]) {
      assert.deepEqual(unknown(pattern, isRule), []);
    }
  });

  it('name options of the command line that its help has', () => {
    const calls = (page: string): string =>
      codeBlocks(readPage(page))
        .filter(({ info: [language] }) => language !== 'sql')
        .flatMap(({ text }) => text.split('\n'))
        .concat([...withoutCodeBlocks(readPage(page)).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code))
        .filter((line) => /\b(?:indexwright|cli\.js) (?:check|why)\b|^--rule /.test(line))
        .join('\n');
    assert.deepEqual(
      unknown(/(?<![\w-])(--[a-z][\w-]*)/g, (option) => HELP_TEXT.includes(option), calls),
      [],
    );
  });
});

function resolves(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : posix.join(dirname(page), decodeURI(path));
  if (!existsSync(posix.join(ROOT, file))) return false;
  return anchor === undefined || headings(readPage(file)).some((heading) => anchorOf(heading) === anchor);
}

/** Files that are new count as well. */
function filesOfGit(pattern: string): readonly string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', pattern];
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(posix.join(ROOT, path)));
}
