import type { Finding } from '../analyzers/finding';
import { formatMessage } from '../analyzers/message';
import { type Proof, proofOf } from '../analyzers/plans/evidence/proof';
import { provableFixes, provenFinding } from '../analyzers/plans/evidence/proven-finding';
import { DEFAULT_SETTINGS } from '../analyzers/settings';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import type * as Postgres from '../postgres/postgres';
import type { TriedSubject } from '../postgres/hypothetical/try-fix';
import { AnalysisError } from '../runtime/analysis-error';
import type { CheckedSource, Judged } from './check';
import { engineOf } from './proving-engine';
import type { UnplannedFinding, ProofSummary } from './proof-summary';
import { type CheckReport, type FileReport, inOrderOfPlace } from './report';
import { loadPostgres, openPlanner } from './start-planner';

export interface ProofOptions {
  readonly statistics: StatisticsFile;
  /** Findings at most. */
  readonly budget: number;
}

interface ProvableFinding {
  readonly finding: Finding;
  readonly file: FileReport;
  readonly source: CheckedSource;
}

/**
 * The findings with what the embedded planner says of their fixes: planned before and after, on the migrations and the statistics. The
 * planner starts only where there is something to plan; where it cannot, the findings stay as they are and the summary says why.
 */
export async function proveFindings(
  report: CheckReport,
  judged: Judged,
  { statistics, budget }: ProofOptions,
): Promise<CheckReport> {
  const provable = report.files.flatMap((file) => provableOf(file, judged));
  const chosen = provable.slice(0, budget);
  const run = new ProofRun(judged, statistics);
  for (const key of new Set(chosen.map(({ source }) => source.snapshotKey))) {
    await run.prove(
      key,
      chosen.filter(({ source }) => source.snapshotKey === key),
    );
  }
  return {
    ...report,
    files: report.files.map((file) => withProofs(file, run.proven)),
    proofs: run.summary(provable.length - chosen.length),
  };
}

function provableOf(file: FileReport, { sources }: Judged): readonly ProvableFinding[] {
  const source = sources.get(file.path);
  if (source === undefined) return [];
  return inOrderOfPlace(file.analysis.findings)
    .filter((finding) => provableFixes(finding).length > 0)
    .map((finding) => ({ finding, file, source }));
}

function withProofs(file: FileReport, proven: ReadonlyMap<Finding, Finding>): FileReport {
  const { analysis } = file;
  const findings = analysis.findings.map((finding) => proven.get(finding) ?? finding);
  return { ...file, analysis: { ...analysis, findings } };
}

/** One schema after the other, each with a planner of its own. */
class ProofRun {
  readonly proven = new Map<Finding, Finding>();
  readonly #unplanned: UnplannedFinding[] = [];
  #planner: string | undefined;
  #unavailable: string | undefined;

  constructor(
    private readonly judged: Judged,
    private readonly statistics: StatisticsFile,
  ) {}

  summary(leftOut: number): ProofSummary {
    return {
      ...(this.#planner !== undefined && { planner: this.#planner }),
      planned: this.proven.size,
      unplanned: this.#unplanned,
      leftOut,
      ...(this.#unavailable !== undefined && { unavailable: this.#unavailable }),
    };
  }

  async prove(key: string | undefined, findings: readonly ProvableFinding[]): Promise<void> {
    const { client } = this.judged;
    const statements =
      key === undefined
        ? []
        : (await client.ask({ kind: 'list-schema-statements', key }, 'schema-statements', undefined))
            .statements;
    if (statements.length === 0) {
      for (const finding of findings) this.#leave(finding, 'There are no migrations to plan it on.');
      return;
    }
    const postgres = loadPostgres();
    const { assumedRows } = findings[0]?.source.settings ?? DEFAULT_SETTINGS;
    const planner = openPlanner(postgres, statements, this.statistics, assumedRows);
    try {
      const facts = await planner.facts();
      this.#planner = facts.name;
      const remarks = postgres.describePlanner(facts, this.statistics, assumedRows);
      const reader = new postgres.EmbeddedReader(planner);
      for (const each of findings) await this.#proveOne(each, postgres, reader, remarks);
    } catch (error) {
      if (!(error instanceof postgres.PlannerUnavailable)) throw error;
      this.#unavailable = formatMessage(error.sentence);
    } finally {
      await planner.dispose();
    }
  }

  async #proveOne(
    provable: ProvableFinding,
    postgres: typeof Postgres,
    reader: Postgres.EmbeddedReader,
    remarks: TriedSubject<CheckedSource>['remarks'],
  ): Promise<void> {
    const { finding, source } = provable;
    const engine = engineOf(this.judged.client);
    const { signal } = new AbortController();
    const found = await engine.findQuery(source, finding.span.start, signal);
    if (found.kind === 'refused') {
      this.#leave(provable, formatMessage(found.reason));
      return;
    }
    const asking = { reader, limits: { signal }, expectedArraySize: source.settings.expectedArraySize };
    const proofs: Proof[] = [];
    const reasons: string[] = [];
    for (const fix of provableFixes(finding)) {
      try {
        const outcome = await postgres.tryFix(engine, { source, found, remarks }, fix, asking);
        if ('reason' in outcome) reasons.push(formatMessage(outcome.reason));
        else proofs.push(proofOf(fix, outcome));
      } catch (error) {
        reasons.push(reasonOf(error, found.query, postgres));
      }
    }
    if (proofs.length > 0) this.proven.set(finding, provenFinding(finding, proofs, formatMessage));
    else this.#leave(provable, reasons[0] ?? '');
  }

  #leave({ finding, file }: ProvableFinding, reason: string): void {
    const { line, column } = file.lines.position(finding.span.start);
    this.#unplanned.push({ rule: finding.ruleId, path: file.path, line, column, reason });
  }
}

/** One query that the planner refuses, or that takes it too long, keeps the others from nothing. */
function reasonOf(
  error: unknown,
  query: Parameters<typeof Postgres.describeExplainError>[1],
  { PlannerUnavailable, describeExplainError }: typeof Postgres,
): string {
  if (error instanceof PlannerUnavailable) return formatMessage(error.sentence);
  if (error instanceof AnalysisError) return error.message;
  return formatMessage(describeExplainError(error, query).message);
}
