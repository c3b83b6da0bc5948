import * as vscode from 'vscode';
import type { Finding, RelatedPlace, Severity } from '../analyzers/finding';
import type { Judgement } from './judgement';
import { localize } from './localize';
import { DIAGNOSTIC_SOURCE } from './manifest';
import type { TextPositions } from './positions';
import { ruleDocumentation } from './rule-documentation';

/** A finding and what the editor shows of it. */
export interface ShownFinding {
  readonly finding: Finding;
  readonly diagnostic: vscode.Diagnostic;
}

/** Whatever was judged last, of open documents and of files that a check read. */
export class ShownFindings {
  readonly #collection = vscode.languages.createDiagnosticCollection(DIAGNOSTIC_SOURCE);
  readonly #findings = new Map<string, readonly ShownFinding[]>();

  show(judgement: Judgement): void {
    const { uri, analysis } = judgement;
    const shown = analysis.findings.map((finding) => ({
      finding,
      diagnostic: toDiagnostic(finding, judgement),
    }));
    this.#findings.set(uri.toString(), shown);
    this.#collection.set(uri, [
      ...shown.map(({ diagnostic }) => diagnostic),
      ...analysis.suppressionProblems.map(({ span, message }) =>
        createDiagnostic(
          judgement.positions.range(span),
          localize(message),
          vscode.DiagnosticSeverity.Warning,
        ),
      ),
    ]);
  }

  clear(uri: vscode.Uri): void {
    this.#findings.delete(uri.toString());
    this.#collection.delete(uri);
  }

  of(uri: vscode.Uri): readonly ShownFinding[] {
    return this.#findings.get(uri.toString()) ?? [];
  }

  dispose(): void {
    this.#collection.dispose();
  }
}

function toDiagnostic(finding: Finding, { uri, positions, schema }: Judgement): vscode.Diagnostic {
  const sentences = [localize(finding.message), localize(finding.basis)];
  const severity = SEVERITIES[finding.severity];
  const diagnostic = createDiagnostic(positions.range(finding.span), sentences.join(' '), severity);
  diagnostic.code = { value: finding.ruleId, target: ruleDocumentation(finding.ruleId) };
  const positionsOf = (file: string) =>
    file === uri.toString() ? positions : schema.kind === 'read' ? schema.positionsOf(file) : undefined;
  diagnostic.relatedInformation = finding.related.flatMap((place) => toRelated(place, uri, positionsOf));
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
