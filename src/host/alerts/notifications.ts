import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import * as z from 'zod';
import { findings } from '../../findings/registry';
import type { LiveSession } from '../../library/sessionRow';
import type { Settings } from '../../settings/settings';
import type { Spend } from '../../usage/budget';
import { newAlarms, MOST_TOLD, waitKey, waitsToTell } from './alarms';
import { badgeOf } from '../../badge/badge';
import { type TimeFormat } from '../../usage/times';
import { clip, bidiIsolated } from '../../log/visible';
import { badgeSessions } from '../../badge/liveWords';
import { openFolders } from '../shared/openFolders';
import { setSetting } from '../shared/userSettings';
import { isMuted } from '../../detectors/muted';
import { projectOf, reasonsOf, type Reason } from '../../badge/reasons';
import type { Sample } from '../engine/sample';
import type { OpenMessage } from '../sessions/searchConversations';

export interface NotificationParts {
  /** Keeps, for all windows, what people were notified of. */
  memory: vscode.Memento;
  ignoreCase: boolean;
  settings: () => Settings;
  timeFormat: () => TimeFormat;
  now: () => number;
  openSession: (id: string) => void;
  openMessage: OpenMessage;
  sample: Pick<Sample, 'mayTell'>;
}

export interface Notifications extends vscode.Disposable {
  setLive(live: { sessions: readonly LiveSession[]; spend: Spend | null }): void;
}

const TOLD = 'vigil.told';
const Told = z.array(z.string()).catch([]);
const NAMES: ReadonlySet<string> = new Set(findings.map(({ name }) => name));
const SNOOZE_MS = 10 * 60_000;

/**
 * Shows one notification for each thing that needs a person. Waits are notified if the person said yes at the first one; harm, full
 * contexts, limits and budgets if the setting is on. Limits and budgets appear in the focused window, all else in the window of its workspace.
 */
export function createNotifications(parts: NotificationParts): Notifications {
  const { memory, ignoreCase, settings, now } = parts;
  /** Shown by this window. If two windows save at once, the stored list may lose an entry; this one does not. */
  const own = new Set<string>();
  /** Shown by any window: what other windows store arrives while this one is open. */
  const reported = (): Set<string> => new Set([...Told.parse(memory.get(TOLD)), ...own]);
  let timer: NodeJS.Timeout | undefined;
  let last: LiveSession[] = [];
  let lastAlarms = (): void => {};
  let quietUntil = 0;

  const remember = (keys: readonly string[]): void => {
    for (const key of keys) own.add(key);
    void memory.update(TOLD, [...reported()].slice(-MOST_TOLD));
  };
  const alarms = (badge: ReturnType<typeof badgeOf>, spend: Spend | null): void => {
    const facts = { words: [], spend, settings: settings(), now: now(), timeFormat: parts.timeFormat() };
    const reasons = reasonsOf(badge, { ...facts, notKept: null, reading: null, stopped: false });
    const due = newAlarms(reasons, NAMES, {
      reported: reported(),
      muted: settings().notifications.muted,
      focused: vscode.window.state.focused,
    });
    if (due.length === 0) return;
    remember(due.map(({ key }) => key));
    for (const alarm of due) void tellAlarm(alarm, parts);
  };
  const waits = (): void => {
    clearTimeout(timer);
    if (settings().notifications.waits === 'off') return;
    const heard = last.filter((one) => !isMuted(settings().alerts, 'waiting', projectOf(one)));
    const { due, next } = waitsToTell(heard, reported(), now());
    if (next !== null) timer = setTimeout(waits, next);
    if (due.length === 0) return;
    remember(due.map(waitKey));
    if (now() < quietUntil) return;
    // One notification is enough.
    void tellWait(due[0]!, parts, () => (quietUntil = now() + SNOOZE_MS));
  };
  const focus = vscode.window.onDidChangeWindowState(({ focused }) => void (focused && lastAlarms()));
  return {
    setLive({ sessions, spend }) {
      // The sample raises no notifications, and it hides the real sessions.
      if (parts.sample.mayTell()) {
        clearTimeout(timer);
        last = [];
        lastAlarms = () => {};
        return;
      }
      const badge = badgeOf(sessions, openFolders(), ignoreCase);
      last = badgeSessions(badge);
      lastAlarms = () => void (settings().notifications.enabled && alarms(badge, spend));
      lastAlarms();
      waits();
    },
    dispose() {
      clearTimeout(timer);
      focus.dispose();
    },
  };
}

/** A finding opens the transcript at its step, money the dashboard, all else the session. */
async function tellAlarm(
  alarm: Reason,
  { openSession, openMessage, settings }: NotificationParts,
): Promise<void> {
  const { session, line, name, text } = alarm;
  const show =
    line !== undefined ? t('Show in transcript') : session === null ? t('Open dashboard') : t('Open session');
  const kinds: Record<string, string> = {
    context: t('Context nearly full'),
    limit: t('Limit'),
    budget: t('Budget'),
  };
  const mute = t('Mute “{0}”', kinds[name] ?? (NAMES.has(name) ? text : name));
  const where = session === null ? '' : ` (${bidiIsolated(clip(session.row.name, 60))})`;
  const chosen = await vscode.window.showWarningMessage(`${clip(alarm.sentence, 200)}${where}`, show, mute);
  if (chosen === show && session === null) void vscode.commands.executeCommand('vigil.openDashboard');
  else if (chosen === show && session !== null && line !== undefined)
    await openMessage(session.row.id, line.at, line.file);
  else if (chosen === show && session !== null) openSession(session.row.id);
  else if (chosen === mute)
    await setSetting('notifications.muted', [...new Set([...settings().notifications.muted, name])]);
}

/** The first wait asks whether to notify of waits. Nothing else is asked. */
async function tellWait(
  session: LiveSession,
  { settings, openSession }: NotificationParts,
  snooze: () => void,
): Promise<void> {
  const name = bidiIsolated(clip(session.row.name, 60));
  if (settings().notifications.waits === 'ask') {
    const [yes, no] = [t('Yes'), t('Only in the sidebar')];
    const chosen = await vscode.window.showInformationMessage(
      t('Claude waits for you: {0}. Notify you next time too?', name),
      yes,
      no,
    );
    // Closing the message counts as no, and the question does not come back.
    return setSetting('notifications.waits', chosen === yes ? 'on' : 'off');
  }
  const [open, later] = [t('Open session'), t('Snooze 10 min')];
  const chosen = await vscode.window.showInformationMessage(
    t('Claude waits for you: {0}', name),
    open,
    later,
  );
  if (chosen === open) openSession(session.row.id);
  else if (chosen === later) snooze();
}
