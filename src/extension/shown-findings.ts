import * as vscode from 'vscode';
import type { Finding, RelatedPlace, Severity, SuppressionProblem } from '../analyzers/finding';
import type { Judgement } from './judgement';
import { localize } from './localize';
import { DIAGNOSTIC_SOURCE } from './manifest';
import type { TextPositions } from './positions';
import type { ProvenFindings } from './proven-findings';
import { ruleDocumentation } from './rule-documentation';

/** A finding and what the editor shows of it. */
export interface ShownFinding {
  readonly finding: Finding;
  readonly diagnostic: vscode.Diagnostic;
}

/** A comment that disables a rule and has a fault. */
export interface ShownProblem {
  readonly problem: SuppressionProblem;
  readonly diagnostic: vscode.Diagnostic;
}

interface Shown {
  readonly findings: readonly ShownFinding[];
  readonly problems: readonly ShownProblem[];
}

const NOTHING: Shown = { findings: [], problems: [] };

/** Whatever was judged last, of open documents and of files that a check read. */
export class ShownFindings {
  readonly #collection = vscode.languages.createDiagnosticCollection(DIAGNOSTIC_SOURCE);
  readonly #shown = new Map<string, Shown>();
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#onDidChange.event;

  constructor(private readonly proofs: ProvenFindings) {}

  show(judgement: Judgement): void {
    const { uri, analysis, text } = judgement;
    const findings = this.proofs.apply(analysis.findings, text).map((finding) => ({
      finding,
      diagnostic: toDiagnostic(finding, judgement),
    }));
    const problems = analysis.suppressionProblems.map((problem) => ({
      problem,
      diagnostic: describeProblem(problem, judgement),
    }));
    this.#shown.set(uri.toString(), { findings, problems });
    this.#collection.set(
      uri,
      [...findings, ...problems].map(({ diagnostic }) => diagnostic),
    );
    this.#onDidChange.fire();
  }

  clear(uri: vscode.Uri): void {
    this.#shown.delete(uri.toString());
    this.#collection.delete(uri);
    this.#onDidChange.fire();
  }

  /** Of every file that has any. */
  all(): readonly (readonly [vscode.Uri, readonly ShownFinding[]])[] {
    return [...this.#shown]
      .filter(([, { findings }]) => findings.length > 0)
      .map(([uri, { findings }]) => [vscode.Uri.parse(uri), findings]);
  }

  of(uri: vscode.Uri): readonly ShownFinding[] {
    return this.#shownOf(uri).findings;
  }

  problemsOf(uri: vscode.Uri): readonly ShownProblem[] {
    return this.#shownOf(uri).problems;
  }

  dispose(): void {
    this.#collection.dispose();
    this.#onDidChange.dispose();
  }

  #shownOf(uri: vscode.Uri): Shown {
    return this.#shown.get(uri.toString()) ?? NOTHING;
  }
}

function toDiagnostic(finding: Finding, { uri, positions, schema }: Judgement): vscode.Diagnostic {
  const { message, evidence = [], basis } = finding;
  const sentences = [message, ...evidence, basis].map(localize);
  const severity = SEVERITIES[finding.severity];
  const diagnostic = createDiagnostic(positions.range(finding.span), sentences.join(' '), severity);
  diagnostic.code = { value: finding.ruleId, target: ruleDocumentation(finding.ruleId) };
  const positionsOf = (file: string) =>
    file === uri.toString() ? positions : schema.kind === 'read' ? schema.positionsOf(file) : undefined;
  diagnostic.relatedInformation = finding.related.flatMap((place) => toRelated(place, uri, positionsOf));
  return diagnostic;
}

/** A comment that is no longer needed harms nobody: it fades, as unused code does. */
function describeProblem(
  { kind, span, message }: SuppressionProblem,
  { positions }: Judgement,
): vscode.Diagnostic {
  const { Hint, Warning } = vscode.DiagnosticSeverity;
  const isUnused = kind === 'unused';
  const diagnostic = createDiagnostic(positions.range(span), localize(message), isUnused ? Hint : Warning);
  if (isUnused) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}

function createDiagnostic(
  range: vscode.Range,
  text: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, text, severity);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  return diagnostic;
}

function toRelated(
  { location, message }: RelatedPlace,
  uri: vscode.Uri,
  positionsOf: (file: string) => TextPositions | undefined,
): readonly vscode.DiagnosticRelatedInformation[] {
  const file = 'file' in location ? location.file : uri.toString();
  const range = positionsOf(file)?.range(location.span);
  if (range === undefined) return [];
  const place = new vscode.Location(vscode.Uri.parse(file), range);
  return [new vscode.DiagnosticRelatedInformation(place, localize(message))];
}

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  hint: vscode.DiagnosticSeverity.Hint,
  information: vscode.DiagnosticSeverity.Information,
  warning: vscode.DiagnosticSeverity.Warning,
  error: vscode.DiagnosticSeverity.Error,
};
