import type { SqlFeeder } from '../sql/feeder';
import type { CodeMigrationReader } from './migrations/code-migration';
import { languageOfMigration } from './migrations/tool';
import { readCodeScript, readScript, type Script } from './read-script';

interface SchemaFile {
  readonly file: string;
  readonly text: string;
}

/**
 * The files, read or remembered: a keystroke changes one migration, and the others are read as they were. The memory that the grammar has
 * for statements would not do: it holds 2,000, and a project may have as many migrations.
 */
export function readScripts(
  files: readonly SchemaFile[],
  feeder: SqlFeeder,
  readCode?: CodeMigrationReader,
): readonly Script[] {
  const memory = memories.get(feeder) ?? new ScriptMemory();
  memories.set(feeder, memory);
  return memory.read(files, (file) => readFile(file, feeder, readCode), feeder);
}

function readFile({ file, text }: SchemaFile, feeder: SqlFeeder, readCode?: CodeMigrationReader): Script {
  const languageId = languageOfMigration(file);
  if (languageId === 'sql') return readScript(text, feeder);
  return readCode ? readCodeScript(readCode({ text, languageId }), feeder) : NOTHING;
}

const NOTHING: Script = { statements: [], problems: [] };

const memories = new WeakMap<SqlFeeder, ScriptMemory>();

/** In UTF-16 units of SQL over all files that are remembered. */
const MAX_CHARACTERS = 8_000_000;

interface Remembered {
  readonly text: string;
  /** The grammar may have been another one for a while. */
  readonly grammar: SqlFeeder['name'];
  readonly script: Script;
  /** The number of the reading that used it last. */
  lastUse: number;
}

class ScriptMemory {
  readonly #files = new Map<string, Remembered>();
  #characters = 0;
  #reading = 0;

  read(
    files: readonly SchemaFile[],
    readScriptOf: (file: SchemaFile) => Script,
    feeder: SqlFeeder,
  ): readonly Script[] {
    this.#reading++;
    return files.map((file) => this.#readFile(file, readScriptOf, feeder));
  }

  #readFile(source: SchemaFile, readScriptOf: (file: SchemaFile) => Script, feeder: SqlFeeder): Script {
    const { file, text } = source;
    const grammar = feeder.name;
    const known = this.#files.get(file);
    if (known?.text === text && known.grammar === grammar) {
      known.lastUse = this.#reading;
      return known.script;
    }
    if (known) this.#forget(file, known);
    const script = readScriptOf(source);
    if (grammar === feeder.name && this.#makeRoom(text.length)) {
      this.#files.set(file, { text, grammar, script, lastUse: this.#reading });
      this.#characters += text.length;
    }
    return script;
  }

  /**
   * What the last two readings did not use goes when room is short. What they did stays: making room for every file of a project that is too
   * large would forget each one right before it is asked for again.
   */
  #makeRoom(characters: number): boolean {
    if (this.#characters + characters <= MAX_CHARACTERS) return true;
    for (const [file, remembered] of this.#files)
      if (remembered.lastUse < this.#reading - 1) this.#forget(file, remembered);
    return this.#characters + characters <= MAX_CHARACTERS;
  }

  #forget(file: string, { text }: Remembered): void {
    this.#files.delete(file);
    this.#characters -= text.length;
  }
}
