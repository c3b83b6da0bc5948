/** The Emscripten factory below libpg-query's own entry, which cannot be told where its WASM is. The package has no types for it. */
declare module 'libpg-query/wasm/libpg-query.js' {
  interface LibpgQueryModule {
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(sql: number): number;
    _wasm_free_parse_result(result: number): void;
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, maxBytes: number): void;
    UTF8ToString(pointer: number): string;
    getValue(pointer: number, type: 'i32'): number;
  }

  function createModule(options: {
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => void,
    ): Record<string, never>;
    locateFile(path: string): string;
  }): Promise<LibpgQueryModule>;

  export type { LibpgQueryModule };
  export default createModule;
}
