import { message, type Message } from '../../message';
import { printMs, printNumber, printTimes } from '../describe/print-figures';
import type { ComparedFigure } from './compare-figure';

/** Stands where reasons stand, in a comparison of two plans that differ in their figures alone. */
export function unexplained(): Message {
  return message('the plan is the same, its values or rows are not');
}

/** @param reasons clauses in the reader's language; empty: nothing is done otherwise */
export function headline(figure: ComparedFigure, reasons: string): Message {
  if (figure.verdict === 'same') return reasons === '' ? nothing(figure) : noDifference(figure, reasons);
  const { factor } = figure;
  const [now, old] = printed(figure);
  if (factor === undefined) return withoutFactor(figure, now, old, reasons);
  const times = printTimes(factor >= 1 ? factor : 1 / factor);
  if (times === '1') return withoutFactor(figure, now, old, reasons);
  const isLess = factor >= 1;
  switch (figure.measure) {
    case 'blocks':
      if (now === '1' && isLess) {
        return message('Reads 1 block instead of {0} ({1} times fewer): {2}.', old, times, reasons);
      }
      return isLess
        ? message('Reads {0} blocks instead of {1} ({2} times fewer): {3}.', now, old, times, reasons)
        : message('Reads {0} blocks instead of {1} ({2} times more): {3}.', now, old, times, reasons);
    case 'time':
      return isLess
        ? message('Takes {0} ms instead of {1} ms ({2} times less): {3}.', now, old, times, reasons)
        : message('Takes {0} ms instead of {1} ms ({2} times more): {3}.', now, old, times, reasons);
    case 'cost':
      return isLess
        ? message(
            'It is estimated to cost {0} instead of {1} ({2} times less): {3}.',
            now,
            old,
            times,
            reasons,
          )
        : message(
            'It is estimated to cost {0} instead of {1} ({2} times more): {3}.',
            now,
            old,
            times,
            reasons,
          );
  }
}

function printed({ measure, before, after }: ComparedFigure): readonly [string, string] {
  const print = measure === 'time' ? printMs : printNumber;
  return [print(after), print(before)];
}

function nothing(figure: ComparedFigure): Message {
  const [now] = printed(figure);
  switch (figure.measure) {
    case 'blocks':
      return now === '1'
        ? message('Nothing changed: the same plan, and 1 block is read.')
        : message('Nothing changed: the same plan, and {0} blocks are read.', now);
    case 'time':
      return message('Nothing changed: the same plan, and it takes about {0} ms.', now);
    case 'cost':
      return message('Nothing changed: the same plan, with an estimated cost of {0}.', now);
  }
}

function noDifference(figure: ComparedFigure, reasons: string): Message {
  const [now, old] = printed(figure);
  switch (figure.measure) {
    case 'blocks':
      return message('Another plan that reads as many blocks ({0}, before {1}): {2}.', now, old, reasons);
    case 'time':
      return message('Another plan that takes as long ({0} ms, before {1} ms): {2}.', now, old, reasons);
    case 'cost':
      return message(
        'Another plan that is estimated to cost as much ({0}, before {1}): {2}.',
        now,
        old,
        reasons,
      );
  }
}

function withoutFactor(figure: ComparedFigure, now: string, old: string, reasons: string): Message {
  switch (figure.measure) {
    case 'blocks':
      return now === '1'
        ? message('Reads 1 block instead of {0}: {1}.', old, reasons)
        : message('Reads {0} blocks instead of {1}: {2}.', now, old, reasons);
    case 'time':
      return message('Takes {0} ms instead of {1} ms: {2}.', now, old, reasons);
    case 'cost':
      return message('It is estimated to cost {0} instead of {1}: {2}.', now, old, reasons);
  }
}
