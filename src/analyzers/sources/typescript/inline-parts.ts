import type ts from 'typescript';
import type { HoleContent } from '../draft';
import type { Literal } from './literals';

/** Whether the template around an expression sends it as a parameter (`bound`) or makes its text a part of the SQL (`text`). */
export type Mode = 'bound' | 'text';

/** What stands in a hole, as far as the module itself says. */
export interface Inline {
  readonly parts: readonly InlinePart[];
  /** It is there at every run of the program. */
  readonly isCertain: boolean;
  /** It is one literal, written in the hole itself. */
  readonly isInPlace: boolean;
}

export type InlinePart =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly content: HoleContent }
  /** Columns of a helper, whose form the SQL before them decides. */
  | { readonly kind: 'columns'; readonly names: readonly string[] };

/** What an expression inside the one in question stands for; in the same mode unless one is given. */
export type Next = (expression: ts.Expression, mode?: Mode) => Inline | undefined;

/** A text that only the running program knows. */
export const HOLE: Inline = {
  parts: [{ kind: 'hole', content: 'text' }],
  isCertain: true,
  isInPlace: false,
};

export function textInline(text: string): Inline {
  return { parts: [{ kind: 'text', text }], isCertain: true, isInPlace: false };
}

/** One behind the other, as one text that is written nowhere. */
export function together(inlines: readonly Inline[], separator?: Inline): Inline {
  const parts = inlines.flatMap(({ parts }, index) =>
    index > 0 && separator ? [...separator.parts, ...parts] : parts,
  );
  return { parts, isCertain: inlines.every(({ isCertain }) => isCertain), isInPlace: false };
}

export function elsewhere(inline: Inline | undefined): Inline | undefined {
  return inline && { ...inline, isInPlace: false };
}

export function uncertain(inline: Inline | undefined): Inline | undefined {
  return certainIf(inline, false);
}

export function certainIf(inline: Inline | undefined, isCertain: boolean): Inline | undefined {
  return inline && { ...inline, isCertain: inline.isCertain && isCertain };
}

/** Of two branches the one that says more. */
export function longer(one: Inline | undefined, other: Inline | undefined): Inline | undefined {
  if (!one || !other) return one ?? other;
  return sizeOf(one) >= sizeOf(other) ? one : other;
}

function sizeOf({ parts }: Inline): number {
  return parts.reduce((sum, part) => sum + sizeOfPart(part), 0);
}

function sizeOfPart(part: InlinePart): number {
  switch (part.kind) {
    case 'literal':
      return part.literal.end - part.literal.pos;
    case 'text':
      return part.text.length;
    case 'columns':
      return part.names.join().length;
    case 'hole':
      return 1;
  }
}
