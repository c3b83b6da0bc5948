import type { Localizer } from '../localizer';

/** Figures as the user's language writes them. */
export interface FigurePrinter {
  /** Rows, blocks, loops. */
  count(value: number): string;
  /** Milliseconds; seconds from ten of them on. */
  time(ms: number): string;
  /** The planner's units. */
  cost(value: number): string;
  /** Of a whole, from 0 to 1. */
  percent(share: number): string;
  moment(at: number): string;
}

const SECOND_MS = 1000;

/** @param language a BCP 47 tag, as `vscode.env.language` */
export function figurePrinter(language: string, l10n: Localizer): FigurePrinter {
  const whole = remembering(new Intl.NumberFormat(language, { maximumFractionDigits: 0 }));
  const short = remembering(new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }));
  const cost = remembering(new Intl.NumberFormat(language, { maximumFractionDigits: 2 }));
  const percent = remembering(
    new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }),
    (share) => Math.round(share * 100) / 100,
  );
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  // Fractional rows, as servers since 18 tell them, matter only where they are few.
  const count = (value: number) => (value < 10 ? short : whole)(value);
  return {
    count,
    time: (ms) => {
      if (ms >= 10 * SECOND_MS) return l10n.t('{0} s', short(ms / SECOND_MS));
      return l10n.t('{0} ms', (ms >= 100 ? whole : short)(ms));
    },
    cost: (value) => (value >= 1000 ? whole : cost)(value),
    percent,
    moment: (at) => moment.format(at),
  };
}

/** Of thousands of nodes each has ten figures, many of them the same, and writing one takes microseconds. */
function remembering(
  format: Intl.NumberFormat,
  round: (value: number) => number = (value) => value,
): (value: number) => string {
  const written = new Map<number, string>();
  return (value) => {
    const rounded = round(value);
    const known = written.get(rounded) ?? format.format(rounded);
    written.set(rounded, known);
    return known;
  };
}
