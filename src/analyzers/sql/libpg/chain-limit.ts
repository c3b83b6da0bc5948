import { isAt, tokenTextAt, type TokenText, wordAt } from '../token-text';

/**
 * Chains of thousands of left-deep terms (`a || b || …`, UNION, JOIN, COLLATE) overflow the stack of libpg-query's WASM, some from 2,400 terms
 * on, and after some of those its memory is corrupt. A count of the tokens finds them before the parser does; no deeper tree would be
 * read anyway. AND, OR and lists are flat and may be of any length.
 */
const MAX_NESTING = 1000;

/** Inside one pair of brackets. */
interface Level {
  operators: number;
  joins: number;
  setOperations: number;
  cases: number;
}

export function exceedsChainLimit(source: TokenText): boolean {
  const levels: Level[] = [newLevel()];
  let nesting = 0;
  for (let index = 0; index < source.tokens.length && nesting <= MAX_NESTING; index++) {
    const level = levels.at(-1) ?? newLevel();
    if (isAt(source, index, '(') || isAt(source, index, '[')) {
      levels.push(newLevel());
      nesting++;
    } else if (isAt(source, index, ')') || isAt(source, index, ']')) {
      if (levels.length > 1) nesting -= depthOf(levels.pop() ?? level) + 1;
    } else {
      nesting -= depthOf(level);
      count(source, index, level);
      nesting += depthOf(level);
    }
  }
  return nesting > MAX_NESTING;
}

function newLevel(): Level {
  return { operators: 0, joins: 0, setOperations: 0, cases: 0 };
}

function depthOf({ operators, joins, setOperations, cases }: Level): number {
  return operators + joins + setOperations + cases;
}

function count(source: TokenText, index: number, level: Level): void {
  switch (wordAt(source, index) || tokenTextAt(source, index)) {
    case 'union':
    case 'intersect':
    case 'except':
      level.setOperations++;
      break;
    case 'join':
      level.joins++;
      break;
    case 'case':
      level.cases++;
      break;
    case 'end':
      level.cases = Math.max(0, level.cases - 1);
      break;
    case 'select':
    case ',':
      level.joins = 0;
      level.operators = 0;
      break;
    case 'and':
    case 'or':
    case 'when':
    case 'then':
    case 'else':
    case 'where':
    case 'on':
      level.operators = 0;
      break;
    case 'not':
    case 'collate':
    case 'at':
    case 'is':
    case 'isnull':
    case 'notnull':
    case 'in':
    case 'operator':
      level.operators++;
      break;
    default:
      if (source.tokens[index]?.kind === 'operator') level.operators++;
  }
}
