import type { ArtifactLocation, Location, Region } from 'sarif';
import type { Span } from '../analyzers/span';
import type { LineIndex } from './line-index';

/** Without a region for a file that is no longer there. */
export function locationOf(path: string, span: Span, lines: LineIndex | undefined): Location {
  return {
    physicalLocation: {
      artifactLocation: uriOf(path),
      ...(lines && { region: regionOf(span, lines) }),
    },
  };
}

export function regionOf(span: Span, lines: LineIndex): Region {
  const { start, end } = lines.range(span);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

/** A path of the report is relative to where the check ran; `%SRCROOT%` is what GitHub and CodeQL call that place. */
export function uriOf(path: string): ArtifactLocation {
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
