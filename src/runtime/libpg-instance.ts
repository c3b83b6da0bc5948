import createModule, { type LibpgQueryModule } from 'libpg-query/wasm/libpg-query.js';
import type { LibpgInstance, LibpgOutcome } from '../analyzers/sql/libpg/libpg-instance';

/**
 * One instance of the grammar with a memory of its own, so that it can be thrown away alone.
 * Hand in a compiled `WebAssembly.Module` where more than one instance will be made: compiling is the larger part of the cost.
 */
export async function createLibpgInstance(wasm: Uint8Array | WebAssembly.Module): Promise<LibpgInstance> {
  const compiled = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
  const module = await instantiate(compiled);
  return { parse: (sql) => parse(module, sql) };
}

function instantiate(compiled: WebAssembly.Module): Promise<LibpgQueryModule> {
  return new Promise((resolve, reject) => {
    createModule({
      instantiateWasm(imports, receive) {
        // The factory waits for `receive` alone and would never hear of a failure.
        WebAssembly.instantiate(compiled, imports).then(receive).catch(reject);
        return {};
      },
      locateFile: (path) => path,
    }).then(resolve, reject);
  });
}

/** The layouts of PgQueryParseResult and PgQueryError in libpg_query's `pg_query.h`, with pointers and ints of 32 bits. */
const RESULT = { tree: 0, error: 8 };
const ERROR = { message: 0, cursorPosition: 16 };

function parse(module: LibpgQueryModule, sql: string): LibpgOutcome {
  const bytes = module.lengthBytesUTF8(sql) + 1;
  const text = module._malloc(bytes);
  let result = 0;
  try {
    module.stringToUTF8(sql, text, bytes);
    result = module._wasm_parse_query_raw(text);
    return readResult(module, result);
  } finally {
    module._free(text);
    if (result !== 0) module._wasm_free_parse_result(result);
  }
}

function readResult(module: LibpgQueryModule, result: number): LibpgOutcome {
  if (result === 0) throw new RangeError('libpg-query could not allocate its result');
  const error = module.getValue(result + RESULT.error, 'i32');
  if (error !== 0) {
    // cursorpos counts from 1; 0 says that PostgreSQL named no place.
    const cursorPosition = module.getValue(error + ERROR.cursorPosition, 'i32');
    return {
      kind: 'error',
      message: module.UTF8ToString(module.getValue(error + ERROR.message, 'i32')),
      ...(cursorPosition > 0 && { codePoint: cursorPosition - 1 }),
    };
  }
  return { kind: 'tree', json: module.UTF8ToString(module.getValue(result + RESULT.tree, 'i32')) };
}
