/**
 * How figures are written in the display language. Everything is formatted in English first (`usage/format.ts`), so that every
 * language shows the same digits; here marks, currency and per cent get their places. The engine and the terminal never leave English.
 */

interface Marks {
  /** A whole number, in groups. */
  grouped: (digits: string) => string;
  decimal: string;
  money: (amount: string) => string;
  percent: (amount: string) => string;
  plural: Intl.PluralRules;
}

/** Null: English. */
let marks: Marks | null = null;

/** True for any kind of English, and for what is no language. */
function marksOf(locale: string): Marks | null {
  if (/^en\b/i.test(locale)) return null;
  try {
    const number = new Intl.NumberFormat(locale);
    const around = (options: Intl.NumberFormatOptions, sample: number): ((amount: string) => string) => {
      const parts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, ...options }).formatToParts(
        sample,
      );
      return (amount) => parts.map(({ type, value }) => (type === 'integer' ? amount : value)).join('');
    };
    return {
      grouped: (digits) => number.format(BigInt(digits)),
      decimal: number.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.',
      money: around({ style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' }, 1),
      percent: around({ style: 'percent' }, 0.01),
      plural: new Intl.PluralRules(locale),
    };
  } catch {
    return null;
  }
}

/** Surfaces say once in which language they write; nobody else does. */
export function useLocale(locale: string): void {
  marks = marksOf(locale);
}

export const isEnglish = (): boolean => marks === null;

/** The plural form a number takes in the display language: `one`, `other` … What knows them of every language takes long to load. */
export const pluralOf = (n: number): Intl.LDMLPluralRule =>
  marks === null ? (Math.abs(n) === 1 ? 'one' : 'other') : marks.plural.select(n);

/** `$`, digits with commas and a point, and a per cent sign. */
const FIGURES = /(\$)?(\d+(?:,\d{3})*)(\.\d+)?( ?%)?/g;

/** An English figure (`≥ $1,234.50`, `12.3 %`, `4.56M`) as the display language writes it. */
export function inLocale(english: string): string {
  if (marks === null) return english;
  const { grouped, decimal, money, percent } = marks;
  return english.replaceAll(
    FIGURES,
    (
      _,
      dollar: string | undefined,
      whole: string,
      fraction: string | undefined,
      share: string | undefined,
    ) => {
      const digits = whole.includes(',') ? grouped(whole.replaceAll(',', '')) : whole;
      const amount = fraction === undefined ? digits : `${digits}${decimal}${fraction.slice(1)}`;
      return dollar !== undefined ? money(amount) : share !== undefined ? percent(amount) : amount;
    },
  );
}

/** A whole number with its thousands in groups, in English: `12,345`. */
export const inGroups = (n: number): string => n.toLocaleString('en');

/** With so many decimals, one at least: `12,345.60`. A number too large to have any has none. */
export function inDecimals(n: number, decimals: number): string {
  const [units, rest] = n.toFixed(decimals).split('.');
  return rest === undefined ? inGroups(n) : `${inGroups(Number(units))}.${rest}`;
}

/** A whole number in the display language. */
export const whole = (n: number): string => inLocale(inGroups(n));
