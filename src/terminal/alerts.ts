/** `vigil alerts`: current alerts, and those of the last 30 days. */
import { oneLine } from '../log/visible';
import { hangingIndent } from '../report/fit';
import type { Alert } from '../questions/alerts';
import { isOpen, isPutAway } from '../detectors/alertStates';
import { SEVERITY_WORD } from '../signals/severityWords';
import { counted } from '../signals/signal';
import { withArchive } from './archive';
import type { Run } from './options';
import { answer, DONE, json, widthFor } from './output';

const INDENT = ' '.repeat(11);

/** An alert with severity OK is that Claude waits, so it is shown as INFO. */
const WORD: typeof SEVERITY_WORD = { ...SEVERITY_WORD, ok: 'INFO' };

/** Lists the alerts; with `--all` also dismissed, muted and snoozed ones. */
export const alertsCommand: Run<'alerts'> = (options, around) =>
  withArchive(options, around, { asks: true }, async (engine) => {
    const all = await engine.call('alerts', null);
    const chosen = options.all === true ? all : all.filter((one) => !isPutAway(one));
    const { dayOf } = engine.view().rules;
    answer(
      options.json === true
        ? json({ schema: 1, alerts: chosen })
        : listed(
            chosen,
            all.length - chosen.length,
            (iso) => dayOf(Date.parse(iso)),
            widthFor(options, around.env),
          ),
      options,
    );
    return DONE;
  });

/** The list for people; `away`: number of dismissed, muted or snoozed alerts that are not in it. */
export function listed(
  alerts: readonly Alert[],
  away: number,
  dayOf: (iso: string) => string,
  width = Infinity,
): string {
  const groups = [
    ['Now', alerts.filter(isOpen)],
    ['Put away', alerts.filter(isPutAway)],
    ['Past', alerts.filter(({ state }) => state === 'resolved')],
  ] as const;
  const lines = groups.flatMap(([title, group]) =>
    group.length === 0 ? [] : [title, ...group.flatMap((one) => linesOf(one, dayOf, width)), ''],
  );
  if (!alerts.some(isOpen)) lines.unshift('All clear.', '');
  if (away > 0) lines.push(`${counted(away, 'alert')} put away: vigil alerts --all`, '');
  return `${lines.join('\n').trimEnd()}\n`;
}

function linesOf(one: Alert, dayOf: (iso: string) => string, width: number): string[] {
  const { severity, sentence, detail, sessionName, project, state, strip } = one;
  const where = [sessionName ?? '', project ?? ''].filter(Boolean);
  const until =
    one.resolvedAt !== null
      ? ` to ${dayOf(one.resolvedAt)}`
      : one.snoozedUntil !== null
        ? `, snoozed until ${dayOf(one.snoozedUntil)}`
        : state === 'new' || isPutAway(one)
          ? `, ${state}`
          : '';
  const days = strip.map((there) => (there ? '■' : '·')).join('');
  return [
    ...hangingIndent(`  ${WORD[severity].padEnd(8)} `, oneLine(sentence), width),
    ...[detail, where.join(' · ')]
      .filter(Boolean)
      .flatMap((text) => hangingIndent(INDENT, oneLine(text), width)),
    ...hangingIndent(INDENT, `${days} since ${dayOf(one.since)}${until}`, width),
  ];
}
