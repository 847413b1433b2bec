/** `vigil statusline`: prints the badge on one line, and saves the limits and context windows that Claude Code reports. */
import { smallFiles } from '../store/smallFiles';
import { badgeContent } from '../badge/badge';
import { leftText } from '../badge/spendWords';
import { liveSessions } from '../library/rows';
import type { LiveSession } from '../library/sessionRow';
import type { Rules } from '../library/rules';
import { oneLine } from '../log/visible';
import type { Settings } from '../settings/settings';
import { signals } from '../signals/registry';
import { SEVERITY_SHORT } from '../signals/severityWords';
import { keepOfficial } from '../store/officialFile';
import type { Spend } from '../usage/budget';
import { formatShare } from '../usage/format';
import { officialWindow, shownOfficial, type Official } from '../usage/official';
import { StatusInput, statusReport } from '../agents/statusLine';
import { standardInput } from './input';
import { noteFailure } from './noteFailure';
import { conversationIn, logGate } from './oneSession';
import { rulesFrom, settingsOf, storeToWrite, type Around, type ReadingOptions } from './options';
import { noSum } from '../library/spend';
import { DONE, print, UsageError } from './output';

/** Larger logs are not read, because that takes too long; the line then has no findings. Bytes. */
const MOST_BYTES = 24 << 20;

export async function statusLineCommand(options: ReadingOptions, around: Around): Promise<number> {
  try {
    const input = StatusInput.parse(JSON.parse(await standardInput('statusline')));
    const official = kept(input, options, around);
    print(`${oneLine(lineOf(input, official, options, around))}\n`);
  } catch (error) {
    if (error instanceof UsageError && process.stdin.isTTY) throw error;
    noteFailure('statusline', error, options, around);
  }
  return DONE;
}

/** Saves the report; if that fails, the line shows it anyway. */
function kept(input: StatusInput, options: ReadingOptions, around: Around): Official {
  const official = statusReport(input, around.now());
  try {
    return keepOfficial(storeToWrite(options, around), smallFiles, official);
  } catch (error) {
    noteFailure('statusline', error, options, around);
    return { version: 1, ...official };
  }
}

/** Reasons that can be shown without the archive. */
const WITHOUT_ARCHIVE = new Set<string>(['context', 'session', 'limit']);

function lineOf(input: StatusInput, official: Official, options: ReadingOptions, around: Around): string {
  const resolved = settingsOf(options, around);
  const { settings } = resolved;
  const now = around.now();
  const spend: Spend = {
    block: null,
    limits: [],
    official: shownOfficial(official, now),
    day: noSum(),
    week: noSum(),
    month: noSum(),
    budgets: [],
  };
  const [session] = liveIn(input, official, settings, rulesFrom(options, around, resolved), around);
  if (session === undefined) {
    const used = input.context_window?.used_percentage;
    return [used == null ? '' : formatShare(used, 100), leftText(spend, now)].filter(Boolean).join(' · ');
  }
  const show = settings.statusBar.show.filter((part) => WITHOUT_ARCHIVE.has(part));
  const { text, severity } = badgeContent(
    { worst: session, others: [] },
    {
      words: signals,
      spend,
      settings: {
        ...settings,
        statusBar: { ...settings.statusBar, show: show.length > 0 ? show : ['context', 'session', 'limit'] },
      },
      now,
      timeFormat: { locale: 'en', timeZone: settings.timezone || around.timezone },
      notKept: null,
      reading: null,
      stopped: false,
      saysAtLeast: true,
    },
  );
  return severity === 'ok' ? text : `${SEVERITY_SHORT[severity]} ${text}`;
}

/** The session of the status line as a live one; none if its log is missing, too large or unreadable. */
function liveIn(
  { transcript_path: path, session_id: id }: StatusInput,
  official: Official,
  settings: Settings,
  rules: Rules,
  around: Around,
): LiveSession[] {
  if (path == null || id == null) return [];
  let read;
  try {
    const reading = { settings, rules, most: MOST_BYTES };
    read = conversationIn(path, id, reading, logGate(settings, around), around);
  } catch {
    return [];
  }
  const { figures, isWhole } = read;
  const own = figures.get(id);
  if (own === undefined) return [];
  const known = { figures, entries: new Map([[own.file, { gone: false }]]) };
  const lately = () => ({ trend: [], model: null, window: officialWindow(official, id) });
  // A session with a status line is live, and the person sees whether it waits.
  const lived = own.endedAt === null ? around.now() : Date.parse(own.endedAt);
  return liveSessions(known, Math.min(lived, around.now()), rules, lately).map((one) => ({
    ...one,
    // The cost is a lower bound without the sub-agents.
    row: { ...one.row, state: 'active', lowerBound: one.row.lowerBound || !isWhole },
  }));
}
