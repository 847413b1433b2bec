/** Likely secrets sealed in records of a log before anything is made of them: cut or split into lines first, they would not be found. */
import type { LogRecord } from '../../log/record';
import { sealSecrets } from '../../log/secrets';
import type { SessionFigures } from '../../store/figures';

/** Deeper parts of a record are not told by any card. */
const DEPTH = 12;

/** Bytes of pictures are no text. */
const isPicture = (value: object): boolean => 'type' in value && 'data' in value && 'media_type' in value;

function sealIn(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return sealSecrets(value);
  if (typeof value !== 'object' || value === null || depth > DEPTH) return value;
  if (Array.isArray(value)) {
    const all: unknown[] = value;
    if (all.length < 2 || !all.every((one) => typeof one === 'string'))
      return all.map((one) => sealIn(one, depth + 1));
    // Lines of a patch: a key stands on several.
    return sealSecrets(all.join('\n')).split('\n');
  }
  if (isPicture(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [sealSecrets(name), sealNamed(name, own, depth + 1)]),
  );
}

/** What stands behind a name such as `password` is one by its name. */
function sealNamed(name: string, value: unknown, depth: number): unknown {
  if (typeof value !== 'string') return sealIn(value, depth);
  const lead = `${name}: `;
  const both = sealSecrets(`${lead}${value}`);
  return both.startsWith(lead) ? both.slice(lead.length) : sealSecrets(value);
}

/** A record without its likely secrets. */
export const sealRecord = (record: LogRecord): LogRecord => sealIn(record, 0) as LogRecord;

/** The same of any answer. Bytes of pictures are left as they are. */
export function sealView<T extends { pictures: unknown }>(view: T): T {
  return { ...(sealIn({ ...view, pictures: [] }, 0) as T), pictures: view.pictures };
}

/** Seals a text has. */
export const sealsIn = (text: string): number => text.split('[redacted: ').length - 1;

/** Figures whose names and paths are without likely secrets. */
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
