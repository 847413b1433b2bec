/** Redacts likely secrets in records of a log, before texts are cut or split into lines, because then they would not be found. */
import type { LogRecord } from '../../log/record';
import { sealSecrets } from '../../log/secrets';
import type { SessionFigures } from '../../store/figures';

/** No card shows deeper parts of a record. */
const DEPTH = 12;

/** True for the data of a picture, which is no text. */
const isPicture = (value: object): boolean => 'type' in value && 'data' in value && 'media_type' in value;

function sealIn(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return sealSecrets(value);
  if (typeof value !== 'object' || value === null || depth > DEPTH) return value;
  if (Array.isArray(value)) {
    const all: unknown[] = value;
    if (all.length < 2 || !all.every((one) => typeof one === 'string'))
      return all.map((one) => sealIn(one, depth + 1));
    // The lines of a patch are joined, because a key may span several.
    return sealSecrets(all.join('\n')).split('\n');
  }
  if (isPicture(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [sealSecrets(name), sealNamed(name, own, depth + 1)]),
  );
}

/** Redacts a value that is a secret because of its name, such as `password`. */
function sealNamed(name: string, value: unknown, depth: number): unknown {
  if (typeof value !== 'string') return sealIn(value, depth);
  const lead = `${name}: `;
  const both = sealSecrets(`${lead}${value}`);
  return both.startsWith(lead) ? both.slice(lead.length) : sealSecrets(value);
}

/** A record without its likely secrets. */
export const sealRecord = (record: LogRecord): LogRecord => sealIn(record, 0) as LogRecord;

/** Redacts likely secrets in an answer; pictures stay unchanged. */
export function sealView<T extends { pictures: unknown }>(view: T): T {
  return { ...(sealIn({ ...view, pictures: [] }, 0) as T), pictures: view.pictures };
}

/** Number of placeholders in a text. */
export const sealsIn = (text: string): number => text.split('[redacted: ').length - 1;

/** Figures with likely secrets redacted in names and paths. */
export const sealFigures = (figures: SessionFigures): SessionFigures => {
  const seal = (text: string | null): string | null => (text === null ? null : sealSecrets(text));
  return {
    ...figures,
    title: seal(figures.title),
    name: seal(figures.name),
    project: seal(figures.project),
    repository: seal(figures.repository),
    gitBranches: figures.gitBranches.map(sealSecrets),
  };
};
