import type { StatementText } from './feeder';
import { lexemeEnd, lexemeKindAt, type LexemeKind } from './tokens';

/**
 * Cuts a script into its statements as psql does: quotes, dollar quotes and nested comments, the bodies of BEGIN ATOMIC, the data of
 * COPY … FROM stdin, psql's own commands. A parenthesis that is never closed ends with its statement, so that half a line being typed does
 * not swallow the statements below it; only CREATE RULE has semicolons inside parentheses.
 */
export function splitStatements(script: string): readonly StatementText[] {
  const splitter: Splitter = { script, statements: [], state: newStatement() };
  for (let at = 0; at < script.length;) at = step(splitter, at);
  finish(splitter);
  return splitter.statements;
}

interface Splitter {
  readonly script: string;
  readonly statements: StatementText[];
  state: OpenStatement;
}

interface OpenStatement {
  /** Of the first token; absent before it. */
  start?: number;
  /** Of the last token. */
  end: number;
  /** The first words in lower case, as many as tell what the statement is. */
  readonly words: string[];
  lastWord: string;
  parentheses: number;
  brackets: number;
  /** Open BEGIN ATOMIC and, inside it, CASE. */
  blocks: number;
  usesPsqlVariables: boolean;
}

/** `CREATE OR REPLACE FUNCTION`, `CREATE OR REPLACE RULE` */
const WORDS_KEPT = 4;

function newStatement(): OpenStatement {
  return {
    end: 0,
    words: [],
    lastWord: '',
    parentheses: 0,
    brackets: 0,
    blocks: 0,
    usesPsqlVariables: false,
  };
}

/** Handles what stands at the offset; the offset behind it. */
function step(splitter: Splitter, at: number): number {
  const { script, state } = splitter;
  const kind = lexemeKindAt(script, at);
  const end = lexemeEnd(script, at, kind);
  if (kind === 'white-space' || kind === 'comment') return end;
  if (script[at] === '\\') return metaCommand(splitter, at);
  if (script[at] === ';' && isEnd(state)) {
    const isCopy = copiesFromInput(state, script);
    finish(splitter);
    return isCopy ? behindCopyData(script, end) : end;
  }
  take(state, kind, script, at, end);
  return end;
}

function isEnd({ words, parentheses, blocks }: OpenStatement): boolean {
  return blocks === 0 && (parentheses === 0 || !words.includes('rule'));
}

function take(state: OpenStatement, kind: LexemeKind, script: string, start: number, end: number): void {
  state.start ??= start;
  state.end = end;
  switch (kind) {
    case 'word':
      takeWord(state, script.slice(start, end).toLowerCase());
      return;
    case 'symbol':
      takeSymbol(state, script, start);
      break;
    default:
  }
  state.lastWord = '';
}

function takeWord(state: OpenStatement, word: string): void {
  const { words, lastWord } = state;
  if (words.length < WORDS_KEPT) words.push(word);
  if (words[0] === 'create' && (words.includes('function') || words.includes('procedure'))) {
    if (word === 'atomic' && lastWord === 'begin') state.blocks++;
    else if (state.blocks > 0 && word === 'case') state.blocks++;
    else if (state.blocks > 0 && word === 'end') state.blocks--;
  }
  state.lastWord = word;
}

function takeSymbol(state: OpenStatement, script: string, at: number): void {
  switch (script[at]) {
    case '(':
      state.parentheses++;
      break;
    case ')':
      state.parentheses = Math.max(0, state.parentheses - 1);
      break;
    case '[':
      state.brackets++;
      break;
    case ']':
      state.brackets = Math.max(0, state.brackets - 1);
      break;
    case ':':
      // In `a[1:n]` the colon belongs to a slice.
      if (state.brackets === 0 && /[\w'"{]/.test(script[at + 1] ?? '')) state.usesPsqlVariables = true;
      break;
    default:
  }
}

function finish(splitter: Splitter): void {
  const { start, end, usesPsqlVariables } = splitter.state;
  if (start !== undefined) {
    const span = { start, end };
    splitter.statements.push({ text: splitter.script.slice(start, end), span, usesPsqlVariables });
  }
  splitter.state = newStatement();
}

/** `\;` separates statements like a semicolon; any other command ends the statement before it and takes the rest of its line. */
function metaCommand(splitter: Splitter, at: number): number {
  finish(splitter);
  if (splitter.script[at + 1] === ';') return at + 2;
  return lineEndFrom(splitter.script, at);
}

function lineEndFrom(script: string, at: number): number {
  const end = script.indexOf('\n', at);
  return end < 0 ? script.length : end + 1;
}

function copiesFromInput({ words, start = 0, end }: OpenStatement, script: string): boolean {
  return words[0] === 'copy' && /\bfrom\s+(?:stdin|pstdin)\b/i.test(script.slice(start, end));
}

const END_OF_DATA = /^\\\.[ \t\r]*$/gm;

/** Behind the line `\.`. Without one there is no data: somebody is still typing. */
function behindCopyData(script: string, at: number): number {
  END_OF_DATA.lastIndex = lineEndFrom(script, at);
  return END_OF_DATA.test(script) ? END_OF_DATA.lastIndex : at;
}
