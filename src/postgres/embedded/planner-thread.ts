import { parentPort, workerData } from 'node:worker_threads';
import { EmbeddedService } from './embedded-service';
import type { EmbeddedQuestion, EmbeddedResponse, EmbeddedStart } from './protocol';

const port = parentPort;
if (!port) throw new Error('The embedded planner runs in a worker thread.');

const answer = (response: EmbeddedResponse): void => port.postMessage(response);

EmbeddedService.open(workerData as EmbeddedStart).then(
  (service) => {
    // One session: a question waits for the one before it.
    let last = Promise.resolve();
    port.on('message', (question: EmbeddedQuestion) => {
      last = last.then(async () => answer(await service.answer(question)));
    });
    answer({ kind: 'ready', facts: service.facts });
  },
  (error: unknown) => {
    answer({ kind: 'unavailable', reason: error instanceof Error ? error.message : String(error) });
  },
);
