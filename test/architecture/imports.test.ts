import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import { dirname } from 'node:path';
import { readModules, type SourceModule } from './import-graph';

/** Which rooms of src/ each room may use, itself included. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  analyzers: ['analyzers'],
  runtime: ['runtime', 'analyzers'],
  postgres: ['postgres', 'analyzers'],
  cli: ['cli', 'runtime', 'postgres', 'analyzers'],
  'plan-page': ['plan-page'],
  extension: ['extension', 'runtime', 'postgres', 'analyzers', 'plan-page'],
};

/** What rules are made of. */
const RULES_MAY_USE =
  /^src\/analyzers\/(?:(?:indexes|gates|rewrites|fixes|query|schema|sql|sources)\/|(?:finding|message|settings|span)\.ts$|rules\/(?:define-rule|rule-id)\.ts$)/;

/** The machinery of the rules folder; every other file in it is a rule. */
const NOT_RULES = new Set(['define-rule', 'rule-id', 'rules']);

describe('The import graph of src/', () => {
  const modules = readModules('src');
  const inRoom = (room: string): readonly SourceModule[] =>
    modules.filter(({ path }) => path.startsWith(`src/${room}/`));
  const users = (packages: readonly string[]): readonly string[] =>
    modules
      .filter((module) => module.packages.some((name) => packages.includes(name)))
      .map(({ path }) => path);

  it('is read whole', () => {
    assert.ok(modules.length > 40);
    const unresolved = modules.flatMap(({ path, imports }) =>
      imports.filter((target) => !/\.\w+$/.test(target)).map((target) => `${path} → ${target}`),
    );
    assert.deepEqual(unresolved, []);
  });

  it('has only the rooms of the design', () => {
    const rooms = new Set(modules.map(({ path }) => path.split('/')[1]));
    assert.deepEqual([...rooms].sort(), Object.keys(ROOMS).sort());
  });

  for (const [room, allowed] of Object.entries(ROOMS)) {
    it(`lets ${room} use nothing above it`, () => {
      const upward = inRoom(room).flatMap(({ path, imports }) =>
        imports
          .filter((target) => target.startsWith('src/') && !allowed.includes(target.split('/')[1] ?? ''))
          .map((target) => `${path} → ${target}`),
      );
      assert.deepEqual(upward, []);
    });
  }

  it('never reaches from src/ into tests, scripts or build files', () => {
    const outside = modules.flatMap(({ path, imports }) =>
      imports
        .filter((target) => !target.startsWith('src/') && target !== 'package.json')
        .map((target) => `${path} → ${target}`),
    );
    assert.deepEqual(outside, []);
  });

  it('keeps the engine pure: its parsers and nothing else, not even Node', () => {
    const packages = inRoom('analyzers').flatMap(({ path, packages }) =>
      packages
        .filter((name) => !(name === 'pgsql-ast-parser' && path.startsWith('src/analyzers/sql/pgsql-ast/')))
        .filter((name) => !(name === 'typescript' && /^src\/analyzers\/sources\/typescript\b/.test(path)))
        .map((name) => `${path} → ${name}`),
    );
    assert.deepEqual(packages, []);
  });

  it('keeps the engine free of clocks, chance and output', () => {
    const impure =
      /\b(?:Date\.now|new Date\(\)|Math\.random|performance\.now|console\.|process\.|setTimeout|setInterval|globalThis)/;
    const found = inRoom('analyzers').filter(({ text }) => impure.test(withoutComments(text)));
    assert.deepEqual(
      found.map(({ path }) => path),
      [],
    );
  });

  it('lets the extension know of the page of the plan view what they say to each other, and no more', () => {
    const used = inRoom('extension').flatMap(({ imports }) =>
      imports.filter((target) => target.startsWith('src/plan-page/')),
    );
    assert.deepEqual([...new Set(used)], ['src/plan-page/page-model.ts']);
  });

  it('gives the page of the plan view no package', () => {
    assert.deepEqual(
      inRoom('plan-page').flatMap(({ packages }) => packages),
      [],
    );
  });

  it('imports vscode only in src/extension', () => {
    assert.deepEqual(
      users(['vscode']).filter((path) => !path.startsWith('src/extension/')),
      [],
    );
  });

  it('imports pg only in src/postgres', () => {
    assert.deepEqual(
      users(['pg']).filter((path) => !path.startsWith('src/postgres/')),
      [],
    );
  });

  it('imports PGlite only where its process is', () => {
    assert.deepEqual(users(['@electric-sql/pglite']), [
      'src/postgres/embedded/pglite-files.ts',
      'src/postgres/embedded/sandbox.ts',
    ]);
  });

  it("names Node's modules with node:", () => {
    assert.deepEqual(users(builtinModules), []);
  });

  it('keeps the features of the extension apart: they meet in services.ts', () => {
    const sideways = inRoom('extension').flatMap(({ path, imports }) => {
      const feature = featureOf(path);
      if (feature === undefined) return [];
      return imports
        .filter((target) => target.startsWith('src/extension/'))
        .filter((target) => (featureOf(target) ?? feature) !== feature || target.endsWith('/extension.ts'))
        .map((target) => `${path} → ${target}`);
    });
    assert.deepEqual(sideways, []);
  });

  it('makes rules of the model, indexes, gates, rewrites and fixes, never of each other', () => {
    const rules = modules.filter(({ path }) => {
      const name = /^src\/analyzers\/rules\/([\w-]+)\.ts$/.exec(path)?.[1];
      return name !== undefined && !NOT_RULES.has(name);
    });
    assert.ok(rules.length > 0);
    const found = rules.flatMap(({ path, imports }) =>
      imports.filter((target) => !RULES_MAY_USE.test(target)).map((target) => `${path} → ${target}`),
    );
    assert.deepEqual(found, []);
  });

  it('has no circles but those of a grammar', () => {
    const circle = findCircle(modules);
    assert.deepEqual(circle, []);
  });
});

/** The folder of a feature; files directly in src/extension are shared by all. */
function featureOf(path: string): string | undefined {
  return /^src\/extension\/([\w-]+)\//.exec(path)?.[1];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
}

/** Of values: types may name each other, since nothing of them is left when the program runs. */
function findCircle(modules: readonly SourceModule[]): readonly string[] {
  const targets = new Map(
    modules.map((module) => [
      module.path,
      valueImports(module).filter((target) => !isRecursion(module.path, target)),
    ]),
  );
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const target of targets.get(path) ?? []) {
      const circle = visit(target, [...trail, path]);
      if (circle.length > 0) return circle;
    }
    done.add(path);
    return [];
  };
  for (const { path } of modules) {
    const circle = visit(path, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** Expressions hold queries and queries expressions: the readers of a tree call each other as its grammar does. */
function isRecursion(path: string, target: string): boolean {
  const readers = /^src\/analyzers\/sql\/(?:libpg|pgsql-ast)\/read-/;
  return readers.test(path) && readers.test(target) && dirname(path) === dirname(target);
}

function valueImports({ text, imports }: SourceModule): readonly string[] {
  const typeOnly = [...text.matchAll(/^(?:import|export) type [^;]*? from '(\.[^']*)';/gms)].map(
    ([, specifier = '']) => specifier,
  );
  return imports.filter((target) => {
    const name = target.replace(/^.*\//, '').replace(/\.ts$/, '');
    return !typeOnly.some((specifier) => specifier.replace(/^.*\//, '') === name);
  });
}
