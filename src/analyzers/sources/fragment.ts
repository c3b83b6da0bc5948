import type { Span } from '../span';
import type { OtherDatabase } from './other-database';

/** How a document writes the SQL of a fragment down: decides how inserted text must be escaped. */
export type FragmentHost =
  | { readonly kind: 'sql' }
  /** A template literal, tagged (`` sql`…` ``) or not. `tag` is the source text of the tag, such as `sql` or `this.sql`. */
  | { readonly kind: 'template'; readonly tag?: string }
  /** A string literal with its quote. */
  | { readonly kind: 'string'; readonly quote: '"' | "'" };

/** One operand of a text that is put together with `+`: a literal, or an expression (a hole). */
export interface Operand {
  /** In the fragment. */
  readonly span: Span;
  readonly host: FragmentHost | { readonly kind: 'expression' };
}

/**
 * What stands at a substitution `${…}` of a template, or at a driver's placeholder (`?`, `:name`, `@name`) in SQL text.
 * - `value`: a bound value; the fragment has `$n` there
 * - `identifier`: a table, column or schema name; the fragment has `__hole_n__` there, which resolves to nothing
 * - `quoted`: text inside a string or a comment; the fragment has `__hole_n__` there
 * - `unknown`: any piece of SQL (a clause, a list, a column of a condition, a fragment of its own); the fragment has there what the grammar
 *   accepts and nothing follows from
 */
export type HoleRole = 'value' | 'identifier' | 'quoted' | 'unknown';

export interface Hole {
  /**
   * Goes on from the largest `$n` of the text, in its order; placeholders of the same name have the same. For a `value` hole it is the
   * number n of its `$n`.
   */
  readonly number: number;
  readonly role: HoleRole;
  /** Where it stands in the fragment's text. */
  readonly span: Span;
  /** Where it stands in the document, `${` and `}` included; the expression alone in a concatenation. */
  readonly documentSpan: Span;
  readonly origin: 'substitution' | 'placeholder';
}

/** A stretch of a fragment that the program takes from somewhere else: a constant, a fragment of its own, what a helper gives. */
export interface SplicedText {
  /** In the fragment. */
  readonly span: Span;
  /** What stands for it in the document, `${` and `}` included. */
  readonly documentSpan: Span;
  /** It is written there (`` ${sql`…`} ``): its positions are places in the document. Otherwise all of them are that one place. */
  readonly isInPlace: boolean;
  /** It is there at every run of the program. */
  readonly isCertain: boolean;
}

/** Maps positions of a fragment's text to positions of its document and back. All counts are UTF-16 code units. */
export interface OffsetMap {
  /** `bias` decides for an offset that lies inside a hole or an escape: its start or its end in the document. */
  toDocument(offset: number, bias: 'start' | 'end'): number;
  spanToDocument(span: Span): Span;
  /** `undefined` when the document's offset does not belong to the fragment. */
  toFragment(offset: number): number | undefined;
}

/** The statement that a query is a part of, and that is no query itself. */
export type Carrier = 'copy' | 'cursor' | 'explain' | 'materialized-view' | 'prepare' | 'routine' | 'table';

/** A piece of SQL found in a document, ready for the parser. */
export interface Fragment {
  /** SQL with every hole and placeholder replaced by text that the grammar accepts. */
  readonly text: string;
  /** Of a concatenation the first literal's, a string before a template. */
  readonly host: FragmentHost;
  /** The operands of a concatenation, in order. Absent: the whole fragment stands in one literal or an `.sql` document. */
  readonly operands?: readonly Operand[];
  readonly map: OffsetMap;
  readonly holes: readonly Hole[];
  /** In order; edits leave each whole. */
  readonly splices: readonly SplicedText[];
  /** The placeholders that the text itself uses (`$1` stands in the text as it is). `positional` is `?`: repeating one shifts the others. */
  readonly placeholders: 'none' | 'dollar' | 'positional' | 'named' | 'substitution';
  /** Some of the text was guessed (an `unknown` hole) or is not always there (a branch): findings may hint, never claim (RULES.md gate G7). */
  readonly approximate: boolean;
  /** The fragment's text in the document, without the quotes or back-ticks around it. */
  readonly documentSpan: Span;
  /** Start of the host language's statement around the fragment (a TypeScript statement); in a `.sql` document the fragment's own. */
  readonly hostStatement: Span;
  /** The query is sent with a name (`{ name, text }`): the server may switch to a generic plan (POSTGRES.md §4). */
  readonly named?: boolean;
  /** It takes a migration back: behind a marker such as `-- migrate:down`, or in the `down` of a module that has an `up`. */
  readonly isDown?: boolean;
  /** Absent: it is a statement of its own. */
  readonly carrier?: Carrier;
  /** It is for another database: the sentence that says why that is so. No grammar gets it. */
  readonly otherDatabase?: string;
}

const HOLE_IDENTIFIER = /^__hole_\d+__$/;

/** The name that stands for an identifier hole in a fragment's text. */
export function holeIdentifier(number: number): string {
  return `__hole_${number}__`;
}

export function isHoleIdentifier(name: string): boolean {
  return HOLE_IDENTIFIER.test(name);
}

/** A string constant that the program puts together at run time: `'${state}'`. */
export function holdsHole(value: string): boolean {
  return /__hole_\d+__/.test(value);
}

/** What a language's front end needs to know about the document. */
export interface SourceDocument {
  readonly text: string;
  /** VS Code's language id: `sql`, `typescript`, `typescriptreact`, `javascript`, `javascriptreact`, `markdown`; others hold no SQL. */
  readonly languageId: string;
  /** What the path of the file says (`databaseOfPath`). Absent: nothing. */
  readonly otherDatabase?: OtherDatabase;
}

export interface EmbeddedSqlSettings {
  /** Extra template tags, as written before the back-tick, the last name counts (`sql`, `db.sql`). */
  readonly tags: readonly string[];
  /** Extra names of functions whose string arguments are SQL. */
  readonly callees: readonly string[];
}
