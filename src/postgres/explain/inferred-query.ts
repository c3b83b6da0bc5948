import type { ParameterCast } from '../../analyzers/query/cast-parameters';
import type { ExplainableQuery, QueryParameter } from '../../analyzers/query/explainable-query';
import type { Message } from '../../analyzers/message';
import type { FragmentEdit } from '../../analyzers/sources/edit';
import type { ServerType } from './server-type';

/** A query that this server accepts, with the types of its parameters. Made by `inferParameters`. */
export interface InferredQuery {
  /** As the code has it. */
  readonly query: ExplainableQuery;
  /** As it is sent: with the casts that it needs. */
  readonly sent: ExplainableQuery;
  /** What it needs, in the order of the text. */
  readonly mends: readonly CastMend[];
  readonly parameters: readonly InferredParameter[];
  /** `server_version_num`, such as 150004. */
  readonly versionNumber: number;
}

export interface InferredParameter extends QueryParameter {
  /** Absent for one that the text leaves out. */
  readonly type?: ServerType;
}

/** A cast without which the server refuses the query. */
export interface CastMend extends ParameterCast {
  /** Of the parameter. */
  readonly number: number;
  /** What the server cannot tell, why, and what to write. */
  readonly message: Message;
  /** In the fragment. */
  readonly edit: FragmentEdit;
}
