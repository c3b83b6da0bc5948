import type { Finding } from '../analyzers/finding';
import { gatherIndexProposals, type IndexProposal } from '../analyzers/index-proposals';
import { type CheckReport, type FileReport, inOrderOfPlace } from './report';
import { printable, type Style } from './style';

export interface ReportedFinding {
  readonly file: FileReport;
  readonly finding: Finding;
}

/** What is to be built for all findings together. */
export function proposalsOf({ files }: CheckReport): readonly IndexProposal<ReportedFinding>[] {
  return gatherIndexProposals(
    files.flatMap((file) => inOrderOfPlace(file.analysis.findings).map((finding) => ({ file, finding }))),
  );
}

/** Only where it says more than the findings themselves: some of them ask for the same index, or for one that another holds. */
export function printProposals(report: CheckReport, style: Style): readonly string[] {
  const proposals = proposalsOf(report);
  const findings = proposals.reduce((sum, { places }) => sum + places.length, 0);
  if (findings <= proposals.length) return [];
  const indexes = proposals.length === 1 ? '1 index' : `${proposals.length} indexes`;
  const title = `${indexes} for ${findings} findings:`;
  return [style.bold(title), ...proposals.flatMap((proposal) => printProposal(proposal, style)), ''];
}

function printProposal(
  { index, places, narrower }: IndexProposal<ReportedFinding>,
  style: Style,
): readonly string[] {
  const on = `${index.schema}.${index.table} (${index.keys.join(', ')})`;
  const where = index.predicate === undefined ? '' : ` WHERE ${index.predicate}`;
  const method = index.method === 'btree' ? '' : ` USING ${index.method}`;
  const narrowerKeys = narrower.map(({ keys }) => `(${keys.join(', ')})`).join(' and ');
  return [
    `  ${printable(`${index.name} on ${on}${method}${where}`)}`,
    ...places.map((place) => `    ${style.dim(printable(placeText(place)))}`),
    ...(narrower.length > 0 ? [`    ${style.dim(printable(`instead of ${narrowerKeys}`))}`] : []),
    ...index.replaces.map(({ name }) => `    ${style.dim(printable(`${name} is redundant then`))}`),
  ];
}

export function placeText({ file, finding }: ReportedFinding): string {
  const { line, column } = file.lines.position(finding.span.start);
  return `${file.path}:${line}:${column}`;
}
