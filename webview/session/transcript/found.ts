/** How many lines say what is looked for, in words. */
import { t, tn } from '../../shared/l10n';
import type { Findings } from '../finder';

const lineWords = (n: number): string => tn(n, '{0} line', '{0} lines');

export function found({ lines, at, done, more, unread }: Findings): string {
  const tooLong = unread === 0 ? '' : t('; {0} too long to be searched', lineWords(unread));
  if (lines.length === 0) return done ? `${t('Not found')}${tooLong}` : t('Searching…');
  if (more) return t('{0} of more than {1}', at + 1, lineWords(lines.length));
  return `${t('{0} of {1}', at + 1, lineWords(lines.length))}${done ? tooLong : ` ${t('so far')}`}`;
}
