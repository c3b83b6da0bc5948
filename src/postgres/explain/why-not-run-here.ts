import { message, type Message } from '../../analyzers/message';
import type { Reader, ReadOptions } from '../reading/reader';
import { askSteps } from './ask-steps';
import { withoutJsonQuotes } from './called-names';
import { declaredTypes } from './declared-types';
import { documentOf } from './explain-query';
import { explainPreparedStep, prepareProbeStep, PROBE_NAME } from './explain-steps';
import { type ActingCall, findVolatileCall } from './find-volatile-call';
import { hasVolatileOperators } from './function-facts';
import type { InferredQuery } from './inferred-query';

/**
 * Why a query must not be run in this database, whatever its text looks like; `undefined` when all that it does is read. Both the planner and
 * the names in its plan are asked: the planner knows operators, casts and views, and does not know the defaults of arguments.
 *
 * @param document of EXPLAIN with VERBOSE, as text
 */
export async function whyNotRunHere(
  reader: Reader,
  inferred: InferredQuery,
  document: string,
  options: ReadOptions,
): Promise<Message | undefined> {
  const { sent, query } = inferred;
  if (query.notRun) return query.notRun;
  if (document.includes('"Node Type": "Foreign Scan"')) {
    return message(
      'It is not run, because it reads from another server, where nothing guards what is done. Its plan can be had without running it.',
    );
  }
  const texts = [sent.text, withoutJsonQuotes(document)];
  const { acting, hasHarmless } = await findVolatileCall(reader, texts, options);
  if (acting !== undefined) return mayAct(acting);
  if (!(await isVolatile(reader, inferred, options))) return undefined;
  if (hasHarmless && !(await hasVolatileOperators(reader, texts, options))) return undefined;
  return message(
    'It is not run, because the server says that something in it is VOLATILE (an operator, a cast, or a function in a view): it could change something. Its plan can be had without running it.',
  );
}

function mayAct({ name, isKnown }: ActingCall): Message {
  return isKnown
    ? message(
        'It is not run, because it may call {0}, which does more than read. Its plan can be had without running it.',
        `${name}()`,
      )
    : message(
        'It is not run, because it may call {0}, which this database has as VOLATILE: such a function may change anything, and the server does not say whether this one does. Its plan can be had without running it. To run it, write a value in place of the call.',
        `${name}()`,
      );
}

/** The planner's own verdict: a common table expression that calls anything volatile is not merged into the query that reads it. */
async function isVolatile(reader: Reader, inferred: InferredQuery, options: ReadOptions): Promise<boolean> {
  const { sent } = inferred;
  const prepare = prepareProbeStep(sent.text, declaredTypes(sent));
  const explain = explainPreparedStep([], sent.parameters.length);
  const rows = await askSteps(reader, inferred, [prepare, explain], options);
  return documentOf(rows).includes(`"CTE Name": "${PROBE_NAME}"`);
}
