import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULE_IDS } from '../../../src/analyzers/rules/rule-id';
import { NEWEST_KNOWN_VERSION, OLDEST_SUPPORTED_VERSION } from '../../../src/analyzers/schema/server-version';
import { DEFAULT_SETTINGS } from '../../../src/analyzers/settings';
import {
  COMMANDS,
  CONTEXT_KEYS,
  DOCUMENT_SCHEMES,
  EXTENSION_NAME,
  CONNECTIONS_VIEW,
  INDEXES_VIEW,
  INTERNAL_COMMANDS,
  PLAN_VIEW_TYPE,
  RESTRICTED_SETTINGS,
  SETTINGS,
  SETTINGS_SECTION,
  USER_SETTINGS,
  WALKTHROUGH,
} from '../../../src/extension/manifest';
import {
  CODE_LENS_WORDS,
  DEFAULT_EXPLAIN_TIMEOUT_MS,
  DEFAULT_PROOF_BUDGET_MS,
  DEFAULT_RUN_TIMEOUT_MS,
  readCodeLens,
  SEVERITY_WORDS,
} from '../../../src/extension/setting-values';
import { SQL_LANGUAGES } from '../../../src/extension/sql-languages';

const root = join(__dirname, '../../..');

interface Setting {
  readonly scope?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, { readonly enum: readonly string[] }>>;
  readonly items?: { readonly properties: Readonly<Record<string, unknown>> };
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly l10n: string;
  readonly extensionKind: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: string };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when: string; readonly group?: string }[]>
    >;
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly id: string; readonly icon: string }[];
    };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly when: string;
      readonly contents: string;
    }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly markdown: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly configurationDefaults: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly grammars: readonly { readonly path: string; readonly scopeName: string }[];
  };
}

const manifestText = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const sentences = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const { commands, menus, configuration, grammars, viewsContainers, views, viewsWelcome } =
  manifest.contributes;
const setting = (key: string): Setting => configuration.properties[`${SETTINGS_SECTION}.${key}`] ?? {};

describe('The manifest', () => {
  it('contributes exactly the commands that the code has for users, all in one category', () => {
    assert.deepEqual(commands.map(({ command }) => command).sort(), Object.values(COMMANDS).sort());
    for (const { category } of commands) assert.equal(category, EXTENSION_NAME);
  });

  it('keeps the commands of code actions out of the Command Palette', () => {
    const contributed = new Set(commands.map(({ command }) => command));
    assert.deepEqual(
      Object.values(INTERNAL_COMMANDS).filter((id) => contributed.has(id)),
      [],
    );
  });

  it('limits only commands that exist', () => {
    const ids: readonly string[] = Object.values(COMMANDS);
    assert.deepEqual(
      Object.values(menus)
        .flat()
        .filter(({ command }) => !ids.includes(command)),
      [],
    );
  });

  it('has one view container, whose views are those of the code', () => {
    const [container] = viewsContainers.activitybar;
    assert.deepEqual(Object.keys(views), [container?.id]);
    assert.deepEqual(
      Object.values(views)
        .flat()
        .map(({ id }) => id),
      [CONNECTIONS_VIEW, INDEXES_VIEW],
    );
  });

  it('welcomes to an empty view in every state of a window, with commands that exist', () => {
    const ids: readonly string[] = Object.values(COMMANDS);
    assert.deepEqual(
      viewsWelcome.map(({ view, when }) => `${view}: ${when}`),
      [
        `${CONNECTIONS_VIEW}: workspaceFolderCount == 0`,
        `${CONNECTIONS_VIEW}: workspaceFolderCount > 0 && !isWorkspaceTrusted`,
        `${CONNECTIONS_VIEW}: workspaceFolderCount > 0 && isWorkspaceTrusted`,
        `${INDEXES_VIEW}: workspaceFolderCount == 0`,
        `${INDEXES_VIEW}: workspaceFolderCount > 0 && !isWorkspaceTrusted`,
        `${INDEXES_VIEW}: workspaceFolderCount > 0 && isWorkspaceTrusted`,
      ],
    );
    for (const { contents } of viewsWelcome) {
      const text = sentences[contents.replaceAll('%', '')] ?? '';
      const [, command = ''] = /\]\(command:([\w.]+)\)$/.exec(text) ?? [];
      assert.ok(ids.includes(command) || /^(?:vscode|workbench)\./.test(command), text);
    }
  });

  it('has one walkthrough of at most five steps, each with a button whose command exists and completes it', () => {
    const ids: readonly string[] = Object.values(COMMANDS);
    const { walkthroughs } = manifest.contributes;
    assert.deepEqual(
      walkthroughs.map(({ id }) => `${manifest.publisher}.${manifest.name}#${id}`),
      [WALKTHROUGH],
    );
    const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.ok(steps.length > 0 && steps.length <= 5);
    for (const { description, media, completionEvents } of steps) {
      const text = sentences[description.replaceAll('%', '')] ?? '';
      const [, command = ''] = /\]\(command:([\w.]+)\)$/.exec(text) ?? [];
      assert.ok(ids.includes(command) || command.startsWith('workbench.'), text);
      assert.deepEqual(completionEvents, [`onCommand:${command}`]);
      assert.ok(existsSync(join(root, media.markdown)), media.markdown);
    }
  });

  it('offers in menus what can be done in the state of a connection, what destroys in a group of its own', () => {
    const inTree = (menus['view/item/context'] ?? []).filter(({ when }) =>
      when.includes(`view == ${CONNECTIONS_VIEW} `),
    );
    const offered = (state: string): readonly string[] => {
      const item = `connection;state=${state};role=production`;
      return inTree
        .filter(({ when }) => new RegExp(/=~ \/(.*)\/$/.exec(when)?.[1] ?? '^$').test(item))
        .map(({ command }) => command.replace(`${SETTINGS_SECTION}.`, ''));
    };
    assert.deepEqual([...new Set(offered('disconnected'))].sort(), [
      'connect',
      'forgetPassword',
      'testConnection',
      'writeRoleScript',
    ]);
    assert.ok(
      offered('connected').includes('disconnect') && offered('connected').includes('readDatabaseAgain'),
    );
    assert.ok(!offered('connected').includes('connect'));
    assert.ok(offered('connecting').includes('disconnect'));
    const forget = inTree.find(({ command }) => command.endsWith('forgetPassword'));
    assert.ok(
      inTree.every(
        ({ group = '' }) =>
          group === forget?.group || group < (forget?.group ?? '') || group.startsWith('inline'),
      ),
    );
  });

  it('contributes exactly the settings that settings.ts reads', () => {
    const keys = Object.values(SETTINGS).map((key) => `${SETTINGS_SECTION}.${key}`);
    assert.deepEqual(Object.keys(configuration.properties).sort(), keys.sort());
    const reader = readFileSync(join(root, 'src/extension/settings.ts'), 'utf8');
    for (const name of Object.keys(SETTINGS))
      assert.match(reader, new RegExp(`(?:get|inspect)(?:<unknown>)?\\(SETTINGS\\.${name}\\)`));
  });

  it('lets every setting differ from folder to folder, but for those that only the user may set', () => {
    for (const [key, { scope }] of Object.entries(configuration.properties)) {
      const isOfTheUser = USER_SETTINGS.includes(key.replace(`${SETTINGS_SECTION}.`, ''));
      assert.equal(scope, isOfTheUser ? 'application' : 'resource', key);
    }
  });

  it('has two verbs for plans, and the one that runs the query says so', () => {
    const titleOf = (id: string): string => {
      const title = commands.find(({ command }) => command === id)?.title ?? '';
      return sentences[title.replaceAll('%', '')] ?? '';
    };
    assert.equal(titleOf(COMMANDS.explainQuery), 'Explain this Query');
    assert.equal(titleOf(COMMANDS.explainAndRun), 'Explain and Run this Query...');
    const inEditor = (menus['editor/context'] ?? []).map(({ command }) => command);
    for (const id of [COMMANDS.explainQuery, COMMANDS.explainAndRun]) assert.ok(inEditor.includes(id), id);
  });

  it('offers the lenses that the code knows, and the limits that it takes where nothing is set', () => {
    assert.deepEqual(setting(SETTINGS.codeLens).enum, CODE_LENS_WORDS);
    assert.equal(setting(SETTINGS.codeLens).default, readCodeLens(undefined));
    assert.equal(setting(SETTINGS.explainTimeoutMs).default, DEFAULT_EXPLAIN_TIMEOUT_MS);
    assert.equal(setting(SETTINGS.explainRunTimeoutMs).default, DEFAULT_RUN_TIMEOUT_MS);
    assert.equal(setting(SETTINGS.proofBudgetMs).default, DEFAULT_PROOF_BUDGET_MS);
  });

  it('has no key for a password', () => {
    assert.doesNotMatch(
      JSON.stringify(Object.keys(setting(SETTINGS.connections).items?.properties ?? {})),
      /pass/i,
    );
    assert.ok('name' in (setting(SETTINGS.connections).items?.properties ?? {}));
  });

  it('has the defaults of the engine', () => {
    assert.equal(setting(SETTINGS.targetVersion).default, DEFAULT_SETTINGS.serverVersion);
    assert.equal(setting(SETTINGS.lintExpectedArraySize).default, DEFAULT_SETTINGS.expectedArraySize);
    assert.equal(setting(SETTINGS.assumedRows).default, DEFAULT_SETTINGS.assumedRows);
    assert.deepEqual(setting(SETTINGS.lintRules).default, DEFAULT_SETTINGS.rules);
    assert.deepEqual(setting(SETTINGS.embeddedSqlTags).default, DEFAULT_SETTINGS.embeddedSql.tags);
    assert.deepEqual(setting(SETTINGS.embeddedSqlCallees).default, DEFAULT_SETTINGS.embeddedSql.callees);
  });

  it('offers every version that the engine knows', () => {
    const count = NEWEST_KNOWN_VERSION - OLDEST_SUPPORTED_VERSION + 1;
    const known = Array.from({ length: count }, (_, index) => OLDEST_SUPPORTED_VERSION + index);
    assert.deepEqual(setting(SETTINGS.targetVersion).enum, known);
  });

  it('offers every rule with every severity', () => {
    const { properties = {} } = setting(SETTINGS.lintRules);
    assert.deepEqual(Object.keys(properties).sort(), [...RULE_IDS].sort());
    for (const rule of Object.values(properties)) assert.deepEqual(rule.enum, SEVERITY_WORDS);
  });

  it('starts with documents of its languages, with a plan that was open, and with nothing else', () => {
    assert.deepEqual(manifest.activationEvents, [
      ...SQL_LANGUAGES.map((language) => `onLanguage:${language}`),
      `onWebviewPanel:${PLAN_VIEW_TYPE}`,
    ]);
  });

  it('asks in its menus for no state of ours that the code does not set', () => {
    const asked = Object.values(menus)
      .flat()
      .flatMap(({ when }) => when.match(/\bindexwright\.has\w+/g) ?? []);
    assert.deepEqual([...new Set(asked)], Object.values(CONTEXT_KEYS));
  });

  it('works in Restricted Mode without the settings that name a place', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.deepEqual(
      untrustedWorkspaces.restrictedConfigurations,
      RESTRICTED_SETTINGS.map((key) => `${SETTINGS_SECTION}.${key}`),
    );
    assert.equal(virtualWorkspaces.supported, 'limited');
    assert.deepEqual(manifest.extensionKind, ['workspace']);
  });

  it('shows its own pages, and only those, as Markdown previews', () => {
    assert.deepEqual(manifest.contributes.configurationDefaults, {
      'workbench.editorAssociations': {
        [`${DOCUMENT_SCHEMES.documentation}:/**`]: 'vscode.markdown.preview.editor',
      },
    });
  });

  it('names files that are there', () => {
    const icons = [...viewsContainers.activitybar, ...Object.values(views).flat()].map(({ icon }) => icon);
    for (const path of [manifest.icon, ...icons, ...grammars.map((grammar) => grammar.path)]) {
      assert.ok(existsSync(join(root, path)), path);
    }
  });

  it('has an icon of at least 128 by 128 pixels', () => {
    const png = readFileSync(join(root, manifest.icon));
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.readUInt32BE(16) >= 128);
    assert.equal(png.readUInt32BE(16), png.readUInt32BE(20));
  });
});

describe('The sentences of the manifest', () => {
  const used = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key);

  it('are all there, and none is left over', () => {
    assert.deepEqual([...new Set(used)].sort(), Object.keys(sentences).sort());
  });

  it('are not written into package.json itself', () => {
    const texts = manifestText.matchAll(/"(?:title|description|markdownDescription)": "([^"]*)"/g);
    const literal = [...texts].map(([, text = '']) => text).filter((text) => !/^%.+%$/.test(text));
    assert.deepEqual([...new Set(literal)], [EXTENSION_NAME]);
  });

  it('begin with a capital and end with a full stop, titles without one', () => {
    for (const [key, sentence] of Object.entries(sentences)) {
      assert.match(sentence, /^[A-Z]/, key);
      assert.match(sentence, endOf(key), key);
      assert.doesNotMatch(sentence, /!|\s$/, key);
    }
  });

  const endOf = (key: string): RegExp => {
    if (/^(?:command|view)\.|^walkthrough\.(?:.*\.)?title$/.test(key)) return /(?:[^.]|\.\.\.)$/;
    return /^welcome\.|^walkthrough\.\w+\.description$/.test(key)
      ? /\.\n\[[A-Z][\w ]+\??\]\(command:[\w.]+\)$/
      : /\.$/;
  };

  it('link to settings that exist', () => {
    const links = Object.values(sentences).flatMap((text) => [...text.matchAll(/`#([^`#]+)#`/g)]);
    assert.ok(links.length > 0);
    for (const [, key = ''] of links) assert.ok(key in configuration.properties, key);
  });
});
