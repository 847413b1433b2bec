import { en, enCount } from '../l10n/english';
import type { StateDetector } from './detector';

/** The archive is not kept, or a part of it cannot be read. */
export const storeTrouble: StateDetector = {
  name: 'archive',
  title: en('Archive'),
  meaning: en('Whether the archive is kept, and whether all that is in it can be read.'),
  rule: 'the archive cannot be written or opened, or sessions in it cannot be read',
  silent: 'a single failed write; sessions whose logs are on disk, which are derived again automatically',
  live: true,
  run({ trouble: { notKept, setAside } }) {
    const link = { tab: 'health', query: '' };
    const found = [];
    if (notKept !== null)
      found.push({
        key: 'not kept',
        severity: 'warn' as const,
        sentence: en('Nothing is kept in the archive'),
        detail: notKept,
        project: null,
        link,
      });
    if (setAside.length > 0)
      found.push({
        key: 'set aside',
        severity: 'warn' as const,
        sentence: enCount(
          setAside.length,
          'A session in the archive cannot be read',
          '{n0} sessions in the archive cannot be read',
        ),
        detail: en(
          'Read again where the log still exists; a backup may have the rest: {0}',
          `${setAside.slice(0, 3).join(', ')}${setAside.length > 3 ? ' …' : ''}`,
        ),
        project: null,
        link,
      });
    return found;
  },
};
