import { setFlagsFromString } from 'node:v8';
import { EmbeddedService } from './embedded-service';
import type { EmbeddedRequest, EmbeddedResponse } from './protocol';

/** The program of the planner's process: a start, then questions, each answered once. */
if (!process.send) throw new Error('The embedded planner is a process that another one starts.');

/**
 * Functions are optimized once they have run five times as long as is usual (rough bytes executed): a start and the first questions run
 * thousands once or twice, and optimizing those too takes a quarter more time of the processor than it ever saves.
 */
setFlagsFromString('--wasm-tiering-budget=10000000');

const answer = (response: EmbeddedResponse): void => {
  process.send?.(response);
};

let service: Promise<EmbeddedService> | undefined;
// One session: a question waits for the one before it.
let last = Promise.resolve();

process.on('message', (request: EmbeddedRequest) => {
  if (request.kind === 'start') {
    service = EmbeddedService.open(request.start, (statement) => answer({ kind: 'loading', statement }));
    service.then(
      ({ facts }) => answer({ kind: 'ready', facts }),
      (error: unknown) => {
        answer({ kind: 'unavailable', reason: error instanceof Error ? error.message : String(error) });
      },
    );
    return;
  }
  last = last.then(async () => {
    const open = await service;
    if (!open) return;
    answer(await (request.kind === 'ask' ? open.answer(request.question) : open.read(request.reading)));
  });
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());
