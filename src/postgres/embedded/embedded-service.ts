import { quoteIdentifier } from '../../analyzers/sql/identifiers';
import { number } from '../catalog/catalogue';
import type { PlannerAnswer, PlannerFacts } from '../planner';
import { answerQuestion, answerSteps } from './answer-question';
import { askedExtensions, shippedExtensions } from './extensions';
import { KeptIndexes } from './kept-indexes';
import { loadSchema } from './load-schema';
import { openCluster, PGLITE_VERSION } from './pglite-files';
import { applySettings, describeDifferences } from './planner-settings';
import { type PretendedWorld, pretendWorld } from './pretend-world';
import type {
  EmbeddedQuestion,
  EmbeddedResponse,
  EmbeddedStart,
  EmbeddedSteps,
  ServerProblem,
} from './protocol';
import { Sandbox } from './sandbox';
import { selfCheck } from './self-check';

/** The planner in its process: opened once for one world, then asked. */
export class EmbeddedService {
  readonly #kept: KeptIndexes;

  private constructor(
    private readonly sandbox: Sandbox,
    private readonly world: PretendedWorld,
    readonly facts: PlannerFacts,
  ) {
    this.#kept = new KeptIndexes(sandbox, world);
  }

  /** Rejects with what the sandbox says when it cannot plan. */
  static async open(
    { assets, cacheFolder, world, hanging }: EmbeddedStart,
    onStatement: (number: number | undefined) => void,
  ): Promise<EmbeddedService> {
    const { statements, statistics, searchPath = [], leftOut = [] } = world;
    const isC = statistics?.server.collation.isC ?? false;
    const extensions = await shippedExtensions(assets, askedExtensions(statements));
    const sandbox = new Sandbox(await openCluster({ assets, cacheFolder, isC, extensions }));
    const problem = await selfCheck(sandbox);
    if (problem !== undefined) throw new Error(`its self-check fails (${problem})`);
    const { skipped, standInTypes } = await loadSchema(sandbox, statements, new Set(hanging), onStatement);
    onStatement(undefined);
    const pretended = await pretendWorld(sandbox, world);
    await applySettings(sandbox, statistics);
    if (searchPath.length > 0) {
      await sandbox.run(`SET search_path TO ${searchPath.map(quoteIdentifier).join(', ')}`);
    }
    const [version] = await sandbox.read("SELECT current_setting('server_version_num') AS number");
    const versionNumber = number(version?.['number']);
    const facts: PlannerFacts = {
      versionNumber,
      name: `PGlite ${PGLITE_VERSION}`,
      differences: describeDifferences(statistics, versionNumber),
      skipped: [...leftOut, ...skipped],
      standInTypes,
      assumedTables: pretended.assumedTables,
    };
    return new EmbeddedService(sandbox, pretended, facts);
  }

  /** Never rejects. */
  async answer(question: EmbeddedQuestion): Promise<EmbeddedResponse> {
    const { id } = question;
    return orRefusal(id, async () => ({
      kind: 'planned',
      id,
      answer: await this.#plan(question),
    }));
  }

  async #plan(question: EmbeddedQuestion): Promise<PlannerAnswer> {
    if (question.keeps) return this.#kept.answer(question);
    if (question.added.length > 0) await this.#kept.forget();
    return answerQuestion(this.sandbox, this.world, question);
  }

  /** Never rejects. */
  async read(reading: EmbeddedSteps): Promise<EmbeddedResponse> {
    const { id } = reading;
    return orRefusal(id, async () => {
      await this.#kept.forget();
      return { kind: 'rows', id, rows: await answerSteps(this.sandbox, this.world, reading) };
    });
  }
}

async function orRefusal(id: number, answer: () => Promise<EmbeddedResponse>): Promise<EmbeddedResponse> {
  try {
    return await answer();
  } catch (error) {
    return { kind: 'refused', id, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): ServerProblem {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, position } = error as { readonly code?: unknown; readonly position?: unknown };
  return {
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(typeof position === 'string' && { position: Number(position) }),
  };
}
