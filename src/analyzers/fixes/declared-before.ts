import type { RuleContext } from '../rules/define-rule';
import type { SourceLocation } from '../schema/snapshot';
import { migrationsOf } from '../schema/snapshot-source';

/**
 * Whether the definition that the schema ends with stands before the judged statement: what had the name earlier may have been another.
 * A document that is no migration is judged by the whole schema.
 */
export function isDeclaredBefore(
  { declaredAt }: { readonly declaredAt?: SourceLocation },
  context: RuleContext,
): boolean {
  const { file, fragment, snapshot } = context;
  if (!declaredAt) return true;
  if (declaredAt.file === file) return declaredAt.span.start < fragment.documentSpan.start;
  const { files = [] } = migrationsOf(snapshot.source) ?? {};
  const here = files.indexOf(file);
  return here < 0 || files.indexOf(declaredAt.file) < here;
}
