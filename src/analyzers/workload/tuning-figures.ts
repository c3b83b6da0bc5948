import { message, type Message } from '../message';

/** What a report is written with, in the language of whoever reads it. */
export interface TuningWords {
  readonly say: (message: Message) => string;
  /** A BCP 47 tag. */
  readonly language: string;
}

/** Figures of a report: costs in the planner's units, sizes by 1024 as PostgreSQL counts. */
export interface TuningFigures {
  cost(units: number): string;
  count(value: number): string;
  /** `270.9` */
  times(value: number): string;
  bytes(value: number): string;
}

const MEGABYTE = 1024 ** 2;
const GIGABYTE = 1024 ** 3;

export function tuningFigures({ say, language }: TuningWords): TuningFigures {
  const places = (count: number): Intl.NumberFormat =>
    new Intl.NumberFormat(language, { minimumFractionDigits: count, maximumFractionDigits: count });
  const [whole, one, two] = [places(0), places(1), places(2)];
  const sized = (value: number, unit: number): string =>
    (value < 10 * unit ? one : whole).format(value / unit);
  return {
    cost: (units) => (units < 100 ? two : whole).format(units),
    count: (value) => whole.format(value),
    times: (value) => one.format(value),
    bytes: (value) => {
      if (value < MEGABYTE) return say(message('{0} kB', whole.format(Math.ceil(value / 1024))));
      if (value < GIGABYTE) return say(message('{0} MB', sized(value, MEGABYTE)));
      return say(message('{0} GB', sized(value, GIGABYTE)));
    },
  };
}
