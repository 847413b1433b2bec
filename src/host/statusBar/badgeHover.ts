/** The hover of the badge: at most eight lines, and nothing about what is fine. Does not use `vscode`. */
import { t } from '../../l10n/texts';
import type { LiveSession } from '../../library/sessionRow';
import { fillText } from '../../usage/contextShare';
import { costOf, type BadgeContent } from '../../badge/badge';
import { badgeSessions, waitOf, type Badge, type BadgeFacts } from '../../badge/liveWords';
import { clip, clipName } from '../../log/visible';
import { escapeMarkdown } from '../shared/labels';
import { formatShare, formatSize, formatSpan, formatTokens } from '../../usage/format';
import { modelName } from '../../session/modelName';
import type { Reason } from '../../badge/reasons';
import { blockText, limitsText, moneyText, apiPriceNote } from '../../badge/spendWords';
import { baseName } from '../../log/folders';

/** The only commands that VS Code lets links in the hover run. */
export const HOVER_COMMANDS = [
  'vigil.openSession',
  'vigil.openTranscript',
  'vigil.openLog',
  'vigil.openDashboard',
  'vigil.resume',
  'vigil.setBudget',
  'vigil.refresh',
  'vigil.showLog',
] as const;

/** Most sessions that are listed if several are live and nothing is wrong. */
const MOST_SESSIONS = 3;

const link = (words: string, command: (typeof HOVER_COMMANDS)[number], ...args: unknown[]): string =>
  `[${words}](command:${command}${args.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(args))}`})`;

const joined = (parts: readonly string[], between = ' · '): string => parts.filter(Boolean).join(between);

const bold = (session: LiveSession): string => `**${escapeMarkdown(clipName(session.row.name, 44))}**`;

const whereText = ({ row, model }: LiveSession): string =>
  joined([clip(baseName(row.project ?? ''), 30), model === null ? '' : clip(modelName(model), 30)]);

/** The Markdown of the hover. Text from logs is escaped. */
export function badgeHover(badge: Badge, saying: BadgeContent, facts: BadgeFacts): string {
  const [above, below] = sectionsOf(badge, saying, facts).map((lines) => lines.filter(Boolean).join('  \n'));
  return joined([above ?? '', below ?? ''], '\n\n---\n\n');
}

function sectionsOf(badge: Badge, saying: BadgeContent, facts: BadgeFacts): string[][] {
  const { reading, stopped } = facts;
  if (stopped)
    return [
      [
        `**${t('Vigil stopped working')}**`,
        t('Your logs are safe. Nothing is read until it starts again.'),
        joined([link(t('Restart'), 'vigil.refresh'), link(t('Show details'), 'vigil.showLog')]),
      ],
    ];
  if (reading?.running === true)
    return [
      [
        `**${t('Reading Claude Code logs')}**`,
        reading.bytesTotal === 0
          ? ''
          : t('{0} of {1}', formatSize(reading.bytesDone), formatSize(reading.bytesTotal)),
        t('Figures appear as sessions are read.'),
        link(t('Dashboard'), 'vigil.openDashboard'),
      ],
    ];
  const [reason] = saying.reasons;
  const above = reason === undefined ? quietLines(badge) : reasonLines(reason, badge, saying, facts);
  return [above, [stoppedLine(facts), ...ledger(badge, facts), links(saying)]];
}

/** A person stopped the reading: figures are of a part of the logs. */
const stoppedLine = ({ reading }: BadgeFacts): string =>
  reading === null
    ? ''
    : `${t('Reading was stopped at {0} ({1} of {2}). Figures are of what was read so far.', formatShare(reading.bytesDone, reading.bytesTotal), formatSize(reading.bytesDone), formatSize(reading.bytesTotal))} ${link(t('Read the rest'), 'vigil.refresh')}`;

/** Up to four lines: what happened, where, what to do, other reasons. */
function reasonLines(reason: Reason, badge: Badge, { reasons }: BadgeContent, facts: BadgeFacts): string[] {
  const { now } = facts;
  const { session } = reason;
  const since =
    reason.about.startsWith('waits') && session !== null && waitOf(session, now) >= 60_000
      ? `, ${formatSpan(waitOf(session, now))}`
      : '';
  // One line for all other reasons.
  const rest = reasons.slice(1);
  const also = [...new Set(rest.map(({ text }) => text))].slice(0, 3).join(', ');
  // Those that wait say how many are live.
  const others = rest.some(({ about }) => about.startsWith('waits'))
    ? 0
    : badgeSessions(badge).filter((one) => one !== session).length;
  return [
    `$(${reason.icon}) **${escapeMarkdown(clip(reason.sentence, 120))}**${escapeMarkdown(since)}`,
    session === null ? '' : joined([bold(session), escapeMarkdown(whereText(session))]),
    escapeMarkdown(clip(reason.advice, 200)),
    escapeMarkdown(
      joined([also === '' ? '' : t('Also: {0}', also), others === 0 ? '' : t('{0} more live here', others)]),
    ),
  ];
}

/** The live sessions if nothing is wrong: a single one in three lines, several in one line each. */
function quietLines(badge: Badge): string[] {
  const live = badgeSessions(badge);
  const [one] = live;
  if (one === undefined) return [`**${t('No Claude Code session is running in this workspace')}**`];
  if (live.length > 1) {
    const listed = live.slice(0, MOST_SESSIONS).map((session) => {
      const fill = session.context === null ? '' : fillText(session.context);
      return joined([bold(session), escapeMarkdown(joined([fill, costOf([session])]))]);
    });
    const more = live.length - listed.length;
    return [...listed, more > 0 ? t('{0} more', more) : ''];
  }
  const { context, row } = one;
  const fill =
    context === null
      ? ''
      : context.window === null
        ? t('Context {0}', fillText(context))
        : t(
            'Context {0}, {1} of {2} tokens',
            fillText(context),
            formatTokens(context.tokens),
            formatTokens(context.window),
          ) + (context.official === true ? ` ${t('(window: Claude Code)')}` : '');
  return [
    bold(one),
    escapeMarkdown(whereText(one)),
    escapeMarkdown(joined([fill, costOf([one])])),
    row.severity === 'unjudged' ? t('Too early to tell how it goes.') : '',
  ];
}

/** Up to three lines: limits, money, and a note about all amounts. */
function ledger(badge: Badge, { spend, settings, now, timeFormat }: BadgeFacts): string[] {
  const atLeast =
    badgeSessions(badge).some(({ row }) => row.lowerBound || row.conditions.length > 0) ||
    (spend !== null && [spend.day, spend.week, spend.month].some(({ lowerBound }) => lowerBound > 0));
  const money = spend === null ? '' : moneyText(spend);
  const limits =
    spend === null ? [] : [blockText(spend, { now, timeFormat }), limitsText(spend, { now, timeFormat })];
  return [
    joined(limits),
    money,
    money === '' && badge.worst === null
      ? ''
      : joined([
          atLeast ? t('At least: some use was not logged or has no known price') : '',
          apiPriceNote(settings),
        ]),
  ].map(escapeMarkdown);
}

function links({ session, reasons: [reason] }: BadgeContent): string {
  const line = reason?.line;
  return joined([
    ...(session === null || line === undefined
      ? []
      : [
          link(t('Show in transcript'), 'vigil.openTranscript', session.row.id, line.at, line.file),
          link(t('Open log line'), 'vigil.openLog', session.row.id, line.at, line.file),
        ]),
    ...(session === null
      ? []
      : [
          link(t('Open'), 'vigil.openSession', session.row.id),
          link(t('Resume'), 'vigil.resume', session.row.id),
        ]),
    ...(reason?.name === 'budget' ? [link(t('Change budget'), 'vigil.setBudget')] : []),
    link(t('Dashboard'), 'vigil.openDashboard'),
  ]);
}
