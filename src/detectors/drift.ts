import { en } from '../l10n/english';
import type { Drift } from '../log/parseCounts';
import type { SessionFigures } from '../store/figures';
import { DAY_MS } from '../usage/days';
import type { StateDetector } from './detector';

/** Unknown records are news when the first of them is not older than this. */
const NEW_FOR_MS = 28 * DAY_MS;
const RECENT_MS = 7 * DAY_MS;
/** So many records make a kind more than an accident. */
const LEAST_RECORDS = 5;
const MOST_NAMED = 3;

/** What Vigil does not know that may change a figure. Fields are many and new all the time. */
const TELLING = new Set<Drift['what']>(['kind', 'subtype', 'block', 'iteration', 'value', 'id']);

interface Unknown {
  what: string;
  count: number;
  lines: number;
  first: number;
  last: number;
}

function unknownIn(figures: readonly SessionFigures[]): Map<string, Map<string, Unknown>> {
  const versions = new Map<string, Map<string, Unknown>>();
  for (const { parse, startedAt, endedAt } of figures) {
    if (startedAt === null) continue;
    const [first, last] = [Date.parse(startedAt), Date.parse(endedAt ?? startedAt)];
    for (const { version, what, name, count, harmless } of parse.drift) {
      if (harmless === true || version === '' || !TELLING.has(what)) continue;
      const names = versions.get(version) ?? new Map<string, Unknown>();
      const key = `${what} ${name}`;
      const known = names.get(key);
      names.set(key, {
        what,
        count: (known?.count ?? 0) + count,
        lines: (known?.lines ?? 0) + (parse.versions[version] ?? 0),
        first: Math.min(known?.first ?? Infinity, first),
        last: Math.max(known?.last ?? -Infinity, last),
      });
      versions.set(version, names);
    }
  }
  return versions;
}

/** A version of Claude Code writes what Vigil does not know. */
export const drift: StateDetector = {
  name: 'drift',
  title: en('Format of logs'),
  meaning: en('Records of Claude Code, by version, that Vigil does not know and that may change a figure.'),
  rule: `a version wrote ${LEAST_RECORDS} or more records of an unknown kind that was first seen in the last 28 days, the last of them in the last 7`,
  silent:
    'kinds of record that no figure is counted from, single fields, and kinds that older versions wrote too',
  run({ figures, now }) {
    const versions = unknownIn(figures);
    const firstOf = (key: string): number =>
      Math.min(...[...versions.values()].flatMap((names) => names.get(key)?.first ?? []));
    return [...versions].flatMap(([version, names]) => {
      const news = [...names].filter(
        ([key, { count, last }]) =>
          count >= LEAST_RECORDS && now - last <= RECENT_MS && now - firstOf(key) <= NEW_FOR_MS,
      );
      if (news.length === 0) return [];
      news.sort(([, a], [, b]) => b.count - a.count);
      const count = news.reduce((sum, [, one]) => sum + one.count, 0);
      const named = news.slice(0, MOST_NAMED).map(([key, one]) => `${key} (${one.count})`);
      return [
        {
          key: version,
          severity: 'warn' as const,
          sentence: en('Claude Code {0} writes {n1} records that Vigil does not know', version, count),
          detail: en(
            news.length > MOST_NAMED
              ? '{0} and others. Figures may lack them; update Vigil.'
              : '{0}. Figures may lack them; update Vigil.',
            named.join(', '),
          ),
          project: null,
          link: { tab: 'health', query: '' },
        },
      ];
    });
  },
};
