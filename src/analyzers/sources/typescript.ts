import type { EmbeddedSqlFinder } from '../read-document';
import type { CodeMigrationReader } from '../schema/migrations/code-migration';
import { beginsStatement, looksLikeStatement } from './begins-statement';
import { buildFragments } from './build-fragments';
import type { Draft } from './draft';
import type { Fragment } from './fragment';
import { mayHoldSql } from './may-hold-sql';
import { findBuilderCalls } from './typescript/builder-calls';
import { draftOf, draftOfList, type Module } from './typescript/literal-draft';
import { readModuleDatabase, type ModuleDatabase } from './typescript/module-database';
import { parseSource } from './typescript/parse';
import { createScopes, type Change } from './typescript/scopes';
import { visitSites, type Site } from './typescript/sites';

/**
 * The SQL of a TypeScript or JavaScript document: literals that hold whole statements, one fragment for each statement, in the document's order.
 * Clauses and conditions that are put together elsewhere are no fragments.
 */
export const findEmbeddedSql: EmbeddedSqlFinder = (document, settings) => {
  if (!mayHoldSql(document.languageId, document.text)) return [];
  const source = parseSource(document);
  if (!source) return [];
  const module = {
    source,
    scopes: createScopes(source),
    database: readModuleDatabase(source, document.otherDatabase),
  };
  const fragments: Fragment[] = [];
  visitSites(source, settings, (site) => {
    const found = fragmentsOf(site, module);
    fragments.push(...found);
    return found.length > 0;
  });
  return fragments.sort((one, other) => one.documentSpan.start - other.documentSpan.start);
};

/** A migration that is a program: its SQL, and where a tool's own methods change the schema. */
export const readCodeMigration: CodeMigrationReader = (document) => {
  const source = parseSource(document);
  if (!source) return { fragments: [], builderCalls: [] };
  const fragments = findEmbeddedSql(document, { tags: [], callees: MIGRATION_CALLEES }).filter(
    ({ otherDatabase }) => otherDatabase === undefined,
  );
  return { fragments, builderCalls: findBuilderCalls(source) };
};

/** What runs text as it is in a migration, and nothing but SQL. */
const MIGRATION_CALLEES = ['pgm.sql', 'knex.raw', 'schema.raw', 'trx.raw', 'execute'];

interface FoundModule extends Module {
  readonly database: ModuleDatabase;
}

function fragmentsOf(site: Site, module: FoundModule): readonly Fragment[] {
  const { likelihood, hostStatement, named, isDown } = site;
  const additions = additionsTo(site, module);
  const end = additions.at(-1)?.expression.end ?? 0;
  const draft = draftOfSite(site, module, additions);
  if (!draft) return [];
  return buildFragments(draft, {
    hostStatement: {
      start: hostStatement.getStart(module.source),
      end: Math.max(hostStatement.end, end),
    },
    named,
    isDown,
    otherDatabase: otherDatabaseOf(site, module),
    accepts: likelihood === 'certain' ? beginsStatement : looksLikeStatement,
  });
}

/** By what the text is handed to, here or as the value of its variable. */
function otherDatabaseOf(
  { receiver, variable }: Site,
  { database, scopes }: FoundModule,
): string | undefined {
  const takers = variable ? (scopes().declarationOf(variable.text, variable.pos)?.takers ?? []) : [];
  const reasons = takers.map((taker) => database.reasonFor(taker));
  return reasons.every((reason) => reason !== undefined) && reasons[0] !== undefined
    ? reasons[0]
    : database.reasonFor(receiver);
}

/** Absent: a list that is never joined. */
function draftOfSite(
  { operands, joined, variable }: Site,
  module: Module,
  additions: readonly Change[],
): Draft | undefined {
  if (!joined) return draftOf(operands, module, additions);
  if (joined.separator !== undefined) return draftOfList(joined, joined.separator, module, additions, '');
  const declaration = variable && module.scopes().declarationOf(variable.text, variable.pos);
  const separator = declaration?.separator;
  return separator === undefined ? undefined : draftOfList(joined, separator, module, additions, separator);
}

/** `text += …` below the text, up to where the variable is given another one. */
function additionsTo({ operands, variable }: Site, { scopes }: Module): readonly Change[] {
  if (!variable) return [];
  const end = operands.at(-1)?.end ?? 0;
  const changes = scopes().declarationOf(variable.text, variable.pos)?.changes ?? [];
  const later = changes.filter(({ expression }) => expression.pos >= end);
  const next = later.findIndex(({ kind }) => kind === 'assign');
  return next < 0 ? later : later.slice(0, next);
}
