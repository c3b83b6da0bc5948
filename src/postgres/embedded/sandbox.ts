import type { PGlite } from '@electric-sql/pglite';
import { quoteLiteral } from '../../analyzers/sql/identifiers';
import type { Reader, Row } from '../reading/reader';
import type { Step } from '../reading/step';

/** 1 GB: PostgreSQL keeps a longer relation in several files (`RELSEG_SIZE`). */
const SEGMENT_PAGES = 131_072;
export const BLOCK_SIZE = 8192;
const DATA_FOLDER = '/pglite/data';

/** What of Emscripten's file system in memory is used: no supported interface, so that the self-check looks whether it still works. */
interface MemoryFiles {
  lookupPath(path: string): { readonly node: { usedBytes: number } };
  writeFile(path: string, content: Uint8Array): void;
  open(path: string, flags: string): MemoryStream;
  write(stream: MemoryStream, bytes: Uint8Array, offset: number, length: number, position: number): number;
  close(stream: MemoryStream): void;
}

/** What our own texts are asked with. */
type SqlValue = string | null | readonly number[];

interface MemoryStream {
  readonly fd: number;
}

/** A PostgreSQL of one session in memory, whose files can be told to be larger than they are. */
export class Sandbox implements Pick<Reader, 'read'> {
  readonly #files: MemoryFiles;
  /** Names by texts. */
  readonly #prepared = new Map<string, string>();

  constructor(private readonly database: PGlite) {
    const { Module } = database as unknown as { readonly Module: { readonly FS: MemoryFiles } };
    this.#files = Module.FS;
  }

  /** Several statements in one text; resolves to the rows of the last. */
  async run(text: string): Promise<readonly Row[]> {
    const results = await this.database.exec(text);
    return results.at(-1)?.rows ?? [];
  }

  /** With values as text, whatever their types. */
  async query(text: string, values: readonly (string | null)[]): Promise<readonly Row[]> {
    const { rows } = await this.database.query<Row>(text, [...values]);
    return rows;
  }

  /** As the reading door answers: what its driver gives for each type. */
  async step({ text, values = [], types, keepsJson, protocol }: Step): Promise<readonly Row[]> {
    const parsers = keepsJson === true ? KEEPING_JSON : AS_DRIVER;
    if (protocol === 'simple') return (await this.database.exec(text, { parsers })).at(-1)?.rows ?? [];
    const { rows } = await this.database.query<Row>(text, [...values], {
      parsers,
      serializers: AS_TEXT,
      ...(types && { paramTypes: [...types] }),
    });
    return rows;
  }

  /** For texts of our own, which are asked again and again: planning one takes longer than its answer. */
  async read(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    let name = this.#prepared.get(text);
    if (name === undefined) {
      name = `indexwright_${this.#prepared.size}`;
      await this.database.exec(`PREPARE ${name} AS ${text}`);
      this.#prepared.set(text, name);
    }
    const list = (values as readonly SqlValue[]).map(literalOf).join(', ');
    return this.run(list === '' ? `EXECUTE ${name}` : `EXECUTE ${name}(${list})`);
  }

  /** @param path `pg_relation_filepath` */
  pretendPages(path: string, pages: number): void {
    const segments = Math.max(1, Math.ceil(pages / SEGMENT_PAGES));
    for (let segment = 0; segment < segments || this.#exists(path, segment); segment++) {
      const rest = Math.min(SEGMENT_PAGES, Math.max(0, pages - segment * SEGMENT_PAGES));
      const file = segmentPath(path, segment);
      if (!this.#exists(path, segment)) this.#files.writeFile(file, new Uint8Array());
      this.#files.lookupPath(file).node.usedBytes = rest * BLOCK_SIZE;
    }
  }

  writeBytes(path: string, bytes: Uint8Array, position: number): void {
    const stream = this.#files.open(segmentPath(path, 0), 'r+');
    this.#files.write(stream, bytes, 0, bytes.length, position);
    this.#files.close(stream);
  }

  #exists(path: string, segment: number): boolean {
    try {
      this.#files.lookupPath(segmentPath(path, segment));
      return true;
    } catch {
      return false;
    }
  }
}

const BIGINT = 20;
const JSON_TYPE = 114;
const asText = (text: string): string => text;

/** `pg` leaves a bigint a text. */
const AS_DRIVER = { [BIGINT]: asText };
const KEEPING_JSON = { ...AS_DRIVER, [JSON_TYPE]: asText };

/** Every value is sent as its text, whatever the type, as `pg` does it. */
const AS_TEXT = new Proxy({}, { get: () => parameterText });

type ParameterValue = string | number | boolean | null | readonly ParameterValue[];

function parameterText(value: ParameterValue): string {
  return typeof value === 'object' && value !== null
    ? `{${value.map(elementText).join(',')}}`
    : String(value);
}

function elementText(value: ParameterValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'object' ? parameterText(value) : `"${String(value).replace(/["\\]/g, '\\$&')}"`;
}

function segmentPath(path: string, segment: number): string {
  return `${DATA_FOLDER}/${path}${segment === 0 ? '' : `.${segment}`}`;
}

function literalOf(value: SqlValue): string {
  if (value === null) return 'NULL';
  return quoteLiteral(typeof value === 'string' ? value : `{${value.join(',')}}`);
}
