import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { AnalysisService, type TypeScriptSource } from './analysis-service';
import { GrammarOwner } from './grammar-owner';
import type { WorkerRequest, WorkerResponse } from './protocol';

/** The thread that the engine runs in: what it needs lies beside its bundle. */
async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('The analysis worker runs in a worker thread only.');
  const folder = dirname(__filename);
  const grammar = new GrammarOwner(readFileSync(join(folder, 'libpg-query.wasm')));
  await grammar.renew();
  const service = new AnalysisService(grammar.feeder, () => loadTypeScriptSource(folder));
  const send = (response: WorkerResponse): void => port.postMessage(response);
  port.on('message', (request: WorkerRequest) => {
    send(service.answer(request));
    // A lost grammar is replaced between two requests; until then the second one answers.
    if (grammar.isLost) void grammar.renew();
  });
  send({ kind: 'ready' });
}

function loadTypeScriptSource(folder: string): TypeScriptSource {
  const load: (file: string) => unknown = createRequire(__filename);
  return load(join(folder, 'typescript-source.js')) as TypeScriptSource;
}

void main();
