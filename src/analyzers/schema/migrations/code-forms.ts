import type { DdlProposal } from '../../finding';
import { escapeText } from '../../sources/escape-text';
import { pascalCase } from '../next-migration';
import { commentLines, ddlParts } from './ddl-parts';

export type CodeTool = 'knex' | 'mikro-orm' | 'node-pg-migrate' | 'typeorm';

/** How the newest migration of the project is written: a new one is written like it. */
export interface CodeStyle {
  readonly isTypeScript: boolean;
  /** `export` instead of `module.exports`. */
  readonly isModule: boolean;
  /** `override async up()` */
  readonly usesOverride: boolean;
}

export function codeStyle(path: string, text: string): CodeStyle {
  const isTypeScript = /ts$/i.test(path);
  return {
    isTypeScript,
    isModule: isTypeScript || /^\s*export\s/m.test(text) || /\.mjs$/i.test(path),
    usesOverride: /\boverride\s+(?:async\s+)?up\b/.test(text),
  };
}

/** @param stem the file's name without its ending */
export function codeForm(tool: CodeTool, proposal: DdlProposal, stem: string, style: CodeStyle): string {
  switch (tool) {
    case 'node-pg-migrate':
      return nodePgMigrate(proposal, style);
    case 'knex':
      return knex(proposal, style);
    case 'typeorm':
      return typeOrm(proposal, stem, style);
    case 'mikro-orm':
      return mikroOrm(proposal, stem, style);
  }
}

function nodePgMigrate({ up, down, outsideTransaction }: DdlProposal, style: CodeStyle): string {
  const body = (ddl: string): readonly string[] => [
    ...(outsideTransaction ? ['pgm.noTransaction();'] : []),
    ...calls(ddl, 'pgm.sql'),
  ];
  const type = style.isTypeScript ? ': MigrationBuilder' : '';
  const define = (name: string, ddl: string): string =>
    `${style.isModule ? `export const ${name}` : `exports.${name}`} = (pgm${type}) => {\n${indent(body(ddl), 2)}\n};\n`;
  const head = style.isTypeScript ? ["import type { MigrationBuilder } from 'node-pg-migrate';\n"] : [];
  return [...head, why(up), define('up', up), define('down', down)].join('\n');
}

function knex({ up, down, outsideTransaction }: DdlProposal, style: CodeStyle): string {
  const { isTypeScript, isModule } = style;
  const body = (ddl: string): string => indent(calls(ddl.replace(/\?/g, '\\?'), 'await knex.raw'), 2);
  const signature = isTypeScript ? '(knex: Knex): Promise<void>' : '(knex)';
  const define = (name: string, ddl: string): string =>
    isModule
      ? `export async function ${name}${signature} {\n${body(ddl)}\n}\n`
      : `exports.${name} = async function ${signature} {\n${body(ddl)}\n};\n`;
  const config = `${isModule ? 'export const config' : 'exports.config'} = { transaction: false };\n`;
  const head = isTypeScript ? ["import type { Knex } from 'knex';\n"] : [];
  return [
    ...head,
    why(up),
    define('up', up),
    define('down', down),
    ...(outsideTransaction ? [config] : []),
  ].join('\n');
}

function typeOrm({ up, down, outsideTransaction }: DdlProposal, stem: string, style: CodeStyle): string {
  const { isTypeScript, isModule } = style;
  const [number = '', words = ''] = /^(\d+)[-_]?(.*)$/.exec(stem)?.slice(1) ?? [];
  const name = `${pascalCase(words)}${number}`;
  const method = (direction: string, ddl: string): string =>
    `  ${isTypeScript ? 'public ' : ''}async ${direction}(queryRunner${isTypeScript ? ': QueryRunner): Promise<void>' : ')'} {\n${indent(calls(ddl, 'await queryRunner.query'), 4)}\n  }\n`;
  const flag = outsideTransaction
    ? "  // Needs migrationsTransactionMode 'each' or 'none' in the data source.\n  transaction = false;\n"
    : '';
  const head = isModule ? `export class ${name}` : `module.exports = class ${name}`;
  const members = [`  name = '${name}';\n${flag}`, method('up', up), method('down', down)].join('\n');
  const isImported = isTypeScript ? ["import { MigrationInterface, QueryRunner } from 'typeorm';\n"] : [];
  const implemented = isTypeScript ? ' implements MigrationInterface' : '';
  const note = commentLines(`${IN_ENTITIES} (@Index with synchronize: false).`, '//');
  return [
    ...isImported,
    `${why(up)}${note}\n${head}${implemented} {\n${members}}${isModule ? '' : ';'}\n`,
  ].join('\n');
}

function mikroOrm({ up, down, outsideTransaction }: DdlProposal, stem: string, style: CodeStyle): string {
  const { isTypeScript, isModule, usesOverride } = style;
  const prefix = usesOverride && isTypeScript ? 'override ' : '';
  const result = (type: string): string => (isTypeScript ? `: ${type}` : '');
  const method = (direction: string, ddl: string): string =>
    `  ${prefix}async ${direction}()${result('Promise<void>')} {\n${indent(calls(ddl, 'this.addSql'), 4)}\n  }\n`;
  const flag = `  ${prefix}isTransactional()${result('boolean')} {\n    return false;\n  }\n`;
  const members = [...(outsideTransaction ? [flag] : []), method('up', up), method('down', down)].join('\n');
  const imported = isModule
    ? "import { Migration } from '@mikro-orm/migrations';\n"
    : "const { Migration } = require('@mikro-orm/migrations');\n";
  const name = stem.replace(/[^\w$]/g, '_');
  const declared = `class ${name} extends Migration {\n${members}}\n`;
  const note = commentLines(`${IN_ENTITIES} (@Index).`, '//');
  const tail = isModule ? [] : [`exports.${name} = ${name};\n`];
  return [imported, `${why(up)}${note}\n${isModule ? 'export ' : ''}${declared}`, ...tail].join('\n');
}

const IN_ENTITIES = 'Declare the same at the entity, or the next generated migration takes it back';

/** The comments of the DDL, in the program's form. */
function why(ddl: string): string {
  const { comments } = ddlParts(ddl);
  return comments.length === 0 ? '' : `${commentLines(comments.join('\n'), '//')}\n`;
}

/** One call for each statement: a driver sends several in one text as one transaction. */
function calls(ddl: string, callee: string): readonly string[] {
  return ddlParts(ddl).statements.map((statement) => {
    const text = escapeText(statement, { kind: 'template' }, '\n');
    return `${callee}(\`${text}\`);`;
  });
}

function indent(lines: readonly string[], width: number): string {
  return lines.map((line) => line.replace(/^(?=.)/gm, ' '.repeat(width))).join('\n');
}
