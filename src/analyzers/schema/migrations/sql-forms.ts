import type { DdlProposal } from '../../finding';
import { commentLines, insideTransaction, isAlone, withUndo, type UpAndDown } from './ddl-parts';
import { TOOL_NAMES, type MigrationTool } from './tool';

/** The text of an `.sql` migration as a tool wants it. */
export interface SqlForm {
  readonly text: string;
  /** For the file that takes it back, where there is one. */
  readonly down: string;
  /** The tool needs to be told so in a file beside it. */
  readonly needsConfiguration?: true;
}

export function sqlForm(
  tool: MigrationTool | undefined,
  proposal: DdlProposal,
  hasDownFile: boolean,
): SqlForm {
  const { up, down, outsideTransaction } = proposal;
  switch (tool) {
    case 'dbmate':
      return dbmateForm(proposal);
    case 'goose': {
      const head = outsideTransaction ? '-- +goose NO TRANSACTION\n' : '';
      return { text: `${head}-- +goose Up\n${up}\n-- +goose Down\n${down}`, down };
    }
    case 'sql-migrate': {
      const mark = outsideTransaction ? ' notransaction' : '';
      return { text: `-- +migrate Up${mark}\n${up}\n-- +migrate Down${mark}\n${down}`, down };
    }
    case 'node-pg-migrate': {
      const parts = insideTransaction(proposal, `node-pg-migrate runs .sql migrations in a transaction.`);
      return { text: `-- Up Migration\n${parts.up}\n-- Down Migration\n${parts.down}`, down: parts.down };
    }
    case 'drizzle':
    case 'prisma':
      return ormForm(tool, proposal);
    case 'supabase':
      return noted(proposal, outsideTransaction ? SUPABASE_NOTE : undefined);
    case 'flyway':
      return flywayForm(proposal);
    default: {
      const parts = tool === 'golang-migrate' ? aloneOrInside(tool, proposal) : { up, down };
      return { text: hasDownFile ? parts.up : withUndo(parts.up, parts.down), down: parts.down };
    }
  }
}

const SUPABASE_NOTE =
  'The Supabase CLI runs CONCURRENTLY and VACUUM outside its transaction from version 2.109 on (DROP INDEX\nCONCURRENTLY in later ones); older ones refuse them.';

/** These send a file as one query, which the server runs as one transaction unless it is a single statement. */
function aloneOrInside(tool: MigrationTool, proposal: DdlProposal): UpAndDown {
  const { up, down, outsideTransaction } = proposal;
  if (!outsideTransaction || isAlone(proposal)) return { up, down };
  return insideTransaction(
    proposal,
    `${TOOL_NAMES[tool]} sends a file as one query, in which PostgreSQL allows CONCURRENTLY only alone.`,
  );
}

function dbmateForm(proposal: DdlProposal): SqlForm {
  const parts = aloneOrInside('dbmate', proposal);
  const mark = proposal.outsideTransaction && parts.up === proposal.up ? ' transaction:false' : '';
  return {
    text: `-- migrate:up${mark}\n${parts.up}\n-- migrate:down${mark}\n${parts.down}`,
    down: parts.down,
  };
}

/** @param isOnly the migration holds nothing else */
export function graphileForm(proposal: DdlProposal, isOnly: boolean): string {
  const parts = isOnly
    ? aloneOrInside('graphile-migrate', proposal)
    : insideTransaction(
        proposal,
        'Graphile Migrate runs this with the other statements, in one transaction.',
      );
  const head =
    proposal.outsideTransaction && parts.up === proposal.up
      ? '--! no-transaction\n-- Must stay the only statement of this migration: commit it by itself.\n'
      : '';
  return `${head}${withUndo(parts.up, parts.down)}`;
}

function ormForm(tool: 'drizzle' | 'prisma', proposal: DdlProposal): SqlForm {
  const parts =
    tool === 'prisma'
      ? aloneOrInside(tool, proposal)
      : insideTransaction(proposal, 'Drizzle runs all new migrations in one transaction.');
  const note =
    tool === 'prisma'
      ? 'Declare the same in schema.prisma (@@index), or the next prisma migrate dev takes it back.'
      : 'Declare the same in the schema in TypeScript, or drizzle-kit push takes it back.';
  return { text: `${commentLines(note)}\n${withUndo(parts.up, parts.down)}`, down: parts.down };
}

function noted({ up, down }: DdlProposal, note: string | undefined): SqlForm {
  return { text: `${note === undefined ? '' : `${commentLines(note)}\n`}${withUndo(up, down)}`, down };
}

function flywayForm(proposal: DdlProposal): SqlForm {
  if (!proposal.outsideTransaction) return noted(proposal, undefined);
  const note =
    'Flyway holds a lock while it runs: set flyway.postgresql.transactional.lock=false, or CONCURRENTLY waits for it without end.';
  return { ...noted(proposal, note), needsConfiguration: true };
}

/** The content of Flyway's `V2__x.sql.conf`. */
export const FLYWAY_CONFIGURATION = 'executeInTransaction=false\n';
