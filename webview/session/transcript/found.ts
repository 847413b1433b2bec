/** How many lines say what is looked for, in words. */
import { t } from '../../shared/l10n';
import type { Findings } from '../finding';

const lineWords = (n: number): string => (n === 1 ? t('1 line') : t('{0} lines', n.toLocaleString('en')));

export function found({ lines, at, done, more, unread }: Findings): string {
  const tooLong = unread === 0 ? '' : t('; {0} too long to be looked through', lineWords(unread));
  if (lines.length === 0) return done ? `${t('Not found')}${tooLong}` : t('Looking…');
  if (more) return t('{0} of more than {1}', at + 1, lineWords(lines.length));
  return `${t('{0} of {1}', at + 1, lineWords(lines.length))}${done ? tooLong : ` ${t('so far')}`}`;
}
