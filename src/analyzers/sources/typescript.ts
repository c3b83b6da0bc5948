import type { EmbeddedSqlFinder } from '../analyze';
import { beginsStatement, looksLikeStatement } from './begins-statement';
import { buildFragments } from './build-fragments';
import type { Fragment } from './fragment';
import { mayHoldSql } from './may-hold-sql';
import { createConstantReader } from './typescript/constants';
import { draftOf, type Module } from './typescript/literal-draft';
import { parseSource } from './typescript/parse';
import { visitSites, type Site } from './typescript/sites';

/**
 * The SQL of a TypeScript or JavaScript document: literals that hold whole statements, one fragment for each statement, in the document's order.
 * Clauses and conditions that are put together elsewhere are no fragments.
 */
export const findEmbeddedSql: EmbeddedSqlFinder = (document, settings) => {
  if (!mayHoldSql(document.languageId, document.text)) return [];
  const source = parseSource(document);
  if (!source) return [];
  const module = { source, constantOf: createConstantReader(source) };
  const fragments: Fragment[] = [];
  visitSites(source, settings, (site) => {
    const found = fragmentsOf(site, module);
    fragments.push(...found);
    return found.length > 0;
  });
  return fragments.sort((one, other) => one.documentSpan.start - other.documentSpan.start);
};

function fragmentsOf(
  { operands, likelihood, hostStatement, named }: Site,
  module: Module,
): readonly Fragment[] {
  return buildFragments(draftOf(operands, module), {
    hostStatement: { start: hostStatement.getStart(module.source), end: hostStatement.end },
    named,
    accepts: likelihood === 'certain' ? beginsStatement : looksLikeStatement,
  });
}
