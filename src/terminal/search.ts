/** `vigil search`: searches all sessions in the index or the logs; and commands for the index. */
import type { OptionsOf } from './commands';
import type { Engine } from '../engine/engine';
import type { Reply } from '../engine/protocol';
import { oneLine } from '../log/visible';
import type { Hit } from '../questions/search';
import { prose } from '../report/fit';
import { ROLES } from '../search/roles';
import { counted } from '../signals/signal';
import { formatSize } from '../usage/format';
import { confirm, sayNoLog, withArchive } from './archive';
import type { Run } from './options';
import { answer, DONE, printResult, json, NOTHING, say, UsageError, widthFor } from './output';

type SearchOptions = OptionsOf<'search'>;

/** Default and largest number of hits. */
const SHOWN = 30;
const MOST_SHOWN = 1_000;
/** How long to wait until the index is up to date, in ms. */
const FRESH_MS = 3_000;

/** `search QUERY`: hits by session, with the found words marked. */
export const searchCommand: Run<'search'> = (options, around, given) => {
  const limit = limitOf(options.limit);
  const query = [given.join(' '), ...conditionsOf(options)].join(' ');
  return withArchive(options, around, { without: true, asks: true }, async (engine) => {
    await upToDate(engine);
    const found = await allOf(engine, query, options.newest === true ? 'newest' : 'best', limit);
    if (found.error !== null) throw new UsageError(found.error);
    const { hits, total, by, done, logs } = found;
    if (hits.length === 0 && by === 'logs' && logs === 0) {
      sayNoLog([], options, around);
      if (options.json !== true) return NOTHING;
    }
    const hint = [found.hint ?? []].flat();
    const summary = { by, total, logs: by === 'logs' ? logs : null, looked: by === 'logs' ? done : null };
    answer(
      options.json === true
        ? json({ schema: 1, query, ...summary, hits })
        : prose(
            `${[...listed(found, engine.view().rules.clock.time), ...hint].join('\n')}\n`,
            widthFor(options, around.env),
          ),
      options,
    );
    return hits.length > 0 ? DONE : NOTHING;
  });
};

function limitOf(text: string | undefined): number {
  if (text === undefined) return SHOWN;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_SHOWN)
    throw new UsageError(`--limit ${text}: give a whole number from 1 to ${MOST_SHOWN}.`);
  return limit;
}

function conditionsOf({ role, project, branch, model, tool, file, from, to }: SearchOptions): string[] {
  const given = { role, project, branch, model, tool, file, since: from, until: to };
  return Object.entries(given).flatMap(([field, value]) => {
    if (value === undefined) return [];
    if (value.includes('"')) throw new UsageError(`--${field}: a value has no quotation marks.`);
    return `${field}:"${value}"`;
  });
}

/** Waits until the index is up to date; if that takes too long, says so. */
async function upToDate(engine: Engine): Promise<void> {
  const { on } = await engine.call('searchState', null);
  if (!on) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), FRESH_MS);
  });
  const indexed = await Promise.race([engine.call('indexLogs', null), late]);
  clearTimeout(timer);
  if (indexed === 'late')
    say('not all logs are in the search index yet. vigil ingest brings them in; VS Code does so by itself.');
}

/** `cut`: there may be more hits in the logs than shown. */
type Found = Reply<'search'> & { cut: boolean };

/** The requested number of hits, in as many calls as needed. */
async function allOf(engine: Engine, query: string, order: 'best' | 'newest', limit: number): Promise<Found> {
  let from: Found['next'] = null;
  const hits: Hit[] = [];
  for (;;) {
    const part: Reply<'search'> = await engine.call('search', {
      query,
      from,
      order,
      offset: from === null ? hits.length : 0,
      limit: Math.min(200, limit - hits.length),
    });
    const room = limit - hits.length;
    hits.push(...part.hits.slice(0, room));
    from = part.next;
    const more =
      part.by === 'index' ? part.hits.length > 0 && hits.length < (part.total ?? 0) : from !== null;
    if (part.error !== null || !more || hits.length >= limit)
      return { ...part, hits, cut: part.hits.length > room || part.next !== null };
  }
}

const ROLE: Record<(typeof ROLES)[number], string> = {
  prompt: 'prompt',
  reply: 'reply',
  thinking: 'thinking',
  tool: 'tool call',
  result: 'result',
};

/** Hits grouped by session, the session with the best hit first. */
function listed({ hits, total, by, done, cut }: Found, time: (t: number) => string): string[] {
  const all =
    total !== null && total > hits.length ? `, ${total >= 10_000 ? 'more than ' : ''}${total} in all` : '';
  const looked =
    by === 'index'
      ? ''
      : cut
        ? '; the newest sessions first, --limit shows more'
        : `; ${counted(done, 'log')} searched`;
  const groups = Map.groupBy(hits, ({ session, name }) => session ?? name);
  return [
    ...[...groups.values()].flatMap((group) => [
      ...headOf(group[0]!),
      ...group.map((hit) => lineOf(hit, time)),
      '',
    ]),
    hits.length === 0 ? `Nothing found${looked}.` : `${counted(hits.length, 'hit')}${all}${looked}.`,
  ];
}

const headOf = ({ session, name, project }: Hit): string[] => [
  oneLine([name === '' ? 'Prompt history' : name, project ?? ''].filter(Boolean).join(' · ')),
  ...(session === null ? [] : [`  vigil history show ${oneLine(session)}`]),
];

/** A hit as a line, with the found words in brackets. */
function lineOf({ role, t, snippet }: Hit, time: (t: number) => string): string {
  const text = snippet.map(({ text: piece, mark }) => (mark ? `[${piece}]` : piece)).join('');
  const when = t === null ? '' : time(Date.parse(t));
  return oneLine(`  ${when.padEnd(16)} ${ROLE[role].padEnd(9)} ${text}`);
}

/** `search status`: whether there is an index, its contents and size. */
export const searchStatusCommand: Run<'search status'> = (options, around) =>
  withArchive(options, around, {}, async (engine) => {
    const state = await engine.call('searchState', null);
    const { on, logs, texts, bytes, why } = state;
    return printResult(options, around, state, [
      `The search index is ${on ? 'on' : 'off'}${on ? '' : ' (vigil search enable, or the setting vigil.search.index)'}.`,
      ...(bytes === 0
        ? []
        : [
            `${counted(logs, 'log')}, ${counted(texts, 'text')}, ${formatSize(bytes)}${on ? '' : '; vigil search clear deletes it'}.`,
          ]),
      ...(why === null ? [] : [why]),
    ]);
  });

export const searchClearCommand: Run<'search clear'> = async (options, around) => {
  const question =
    'Delete the search index? What only it holds, of logs that are gone, cannot be found again.';
  if (!(await confirm(options, question))) return NOTHING;
  return withArchive(options, around, {}, async (engine) => {
    const { on } = await engine.call('searchState', null);
    const { bytes } = await engine.call('clearSearch', null);
    const again = on ? ' It is on, so what the logs say comes into a new one.' : '';
    return printResult(options, around, { bytes }, [
      bytes === 0 ? 'There was no search index.' : `Deleted: ${formatSize(bytes)}.${again}`,
    ]);
  });
};
