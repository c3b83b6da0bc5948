import type { Localizer } from './localizer';

/** Figures as the user's language writes them, in the tree and in every page and dialog. */
export interface Figures {
  /** `1,204`; from a hundred thousand on `1.2M`. */
  count(value: number): string;
  /** `1,204,331` */
  exact(value: number): string;
  /** `512 B`, `8 kB`, `2.1 MB`, by 1024 as PostgreSQL counts. */
  bytes(value: number): string;
  /** Of a whole, from 0 to 1. */
  percent(share: number): string;
  /** Two places, for what goes from -1 to 1. */
  ratio(value: number): string;
  day(iso: string): string;
  moment(iso: string): string;
}

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;
const COMPACT_FROM = 100_000;

/** @param language a BCP 47 tag, as `vscode.env.language` */
export function figuresIn(language: string, l10n: Localizer): Figures {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 2 });
  const short = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const ratio = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    count: (value) => (value >= COMPACT_FROM ? compact : whole).format(value),
    exact: (value) => whole.format(value),
    bytes: (value) => {
      if (value < 1024) return l10n.t('{0} {1}', whole.format(value), 'B');
      let size = value / 1024;
      let unit = 0;
      while (size >= 1000 && unit < UNITS.length - 1) {
        size /= 1024;
        unit += 1;
      }
      return l10n.t('{0} {1}', (size < 100 ? short : whole).format(size), UNITS[unit] ?? 'TB');
    },
    percent: (share) => percent.format(share),
    ratio: (value) => ratio.format(value),
    day: (iso) => day.format(new Date(iso)),
    moment: (iso) => moment.format(new Date(iso)),
  };
}

/** A size where nothing else is printed. @param language a BCP 47 tag, as `vscode.env.language` */
export function formatBytes(bytes: number, l10n: Localizer, language = 'en'): string {
  return figuresIn(language, l10n).bytes(bytes);
}
