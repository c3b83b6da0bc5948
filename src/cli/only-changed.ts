import { relative, resolve, sep } from 'node:path';
import type { Span } from '../analyzers/span';
import type { Changes } from './changed-lines';
import { touches } from './read-patch';
import { type CheckReport, type FileReport, filterReport } from './report';

/** Findings on statements, and comments, of which a line was changed. */
export function onlyChanged(report: CheckReport, changes: Changes, workingDirectory: string): CheckReport {
  const isChanged = (span: Span, { path, lines }: FileReport): boolean => {
    const inRepository = relative(changes.root, resolve(workingDirectory, path)).split(sep).join('/');
    const changed = changes.files.get(inRepository);
    if (changed === undefined) return false;
    const { start, end } = lines.range(span);
    return touches(changed, start.line, end.line);
  };
  return filterReport(
    report,
    ({ statementSpan }, file) => isChanged(statementSpan, file),
    ({ span }, file) => isChanged(span, file),
  );
}
