import type { DdlProposal } from '../../finding';
import { message, type Message } from '../../message';
import { isAlone } from './ddl-parts';
import { isCodeMigration, type MigrationTool, TOOL_NAMES } from './tool';

/** `outside`: as many statements as there are. `alone`: one statement, which then is in no transaction. `inside`: never without one. */
export type Room = 'outside' | 'alone' | 'inside';

/** A change as the migrations that a tool can run, one after another; or why it can run none. */
export function fitProposal(
  proposal: DdlProposal,
  tool: MigrationTool | undefined,
  path: string,
  room: Room = roomOf(tool, path),
): { readonly migrations: readonly DdlProposal[] } | { readonly refused: Message } {
  const isRunnable = (one: DdlProposal): boolean =>
    !one.outsideTransaction || room === 'outside' || (room === 'alone' && isAlone(one));
  if (isRunnable(proposal)) return { migrations: [proposal] };
  const { parts = [], inTransaction } = proposal;
  // What is not committed yet is one migration only.
  const isRoomForAll = tool !== 'graphile-migrate' || parts.length === 1;
  if (parts.length > 0 && isRoomForAll && parts.every(isRunnable)) return { migrations: parts };
  if (inTransaction) return { migrations: [proposal] };
  const name = tool === undefined ? '' : TOOL_NAMES[tool];
  return { refused: room === 'inside' ? describeInside(name) : describeAlone(name) };
}

function roomOf(tool: MigrationTool | undefined, path: string): Room {
  switch (tool) {
    case 'drizzle':
      return 'inside';
    case 'node-pg-migrate':
      return isCodeMigration(path) ? 'outside' : 'inside';
    case 'dbmate':
    case 'golang-migrate':
    case 'graphile-migrate':
    case 'prisma':
      return 'alone';
    default:
      return 'outside';
  }
}

function describeInside(tool: string): Message {
  return message(
    '{0} runs this migration in a transaction, in which PostgreSQL refuses these statements. Run them by hand, outside a transaction.',
    tool,
  );
}

function describeAlone(tool: string): Message {
  return message(
    '{0} sends a migration as one query, in which PostgreSQL allows only a single one of these statements. Run them by hand, one after the other, or write a migration for each.',
    tool,
  );
}
