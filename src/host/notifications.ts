import * as vscode from 'vscode';
import * as z from 'zod';
import type { LiveSession } from '../library/sessionRow';
import type { Settings } from '../settings/settings';
import { alarmsToTell, MOST_TOLD, type TellableAlarm } from './alarms';
import type { SignalWords } from './liveWords';
import { clip } from './format';
import { openFolders } from './openFolders';

export interface NotificationParts {
  /** Remembers over windows what was told. */
  memory: vscode.Memento;
  words: readonly SignalWords[];
  ignoreCase: boolean;
  settings: () => Settings;
  openSession: (id: string) => void;
  openLine: (id: string, at: number, file: number) => void;
}

const TOLD = 'vigil.told';
const Told = z.array(z.string()).catch([]);

/**
 * Tells of something critical in a live session: only to a person who opted in, once each, in the window of its workspace.
 */
export function createNotifications(parts: NotificationParts): {
  setLive(sessions: readonly LiveSession[]): void;
} {
  const { memory, words, ignoreCase, settings, openSession, openLine } = parts;
  const told = new Set(Told.parse(memory.get(TOLD)));

  async function tell({ session, name, title, sentence, line }: TellableAlarm): Promise<void> {
    const t = vscode.l10n.t;
    const show = line === null ? t('Why') : t('Show the line');
    const mute = t('Mute “{0}”', title);
    const chosen = await vscode.window.showWarningMessage(
      t('Vigil: {0} ({1})', clip(sentence, 200), clip(session.row.name, 60)),
      show,
      mute,
    );
    if (chosen === show && line !== null) openLine(session.row.id, line.at, line.file);
    else if (chosen === show) openSession(session.row.id);
    else if (chosen === mute) {
      const muted = [...new Set([...settings().notifications.muted, name])];
      await vscode.workspace
        .getConfiguration('vigil.notifications')
        .update('muted', muted, vscode.ConfigurationTarget.Global);
    }
  }

  return {
    setLive(sessions) {
      const { enabled, muted } = settings().notifications;
      if (!enabled) return;
      const folders = openFolders();
      const alarms = alarmsToTell(
        sessions,
        { told, muted, measures: settings().alerts.measures, words },
        folders,
        ignoreCase,
      );
      if (alarms.length === 0) return;
      for (const { key } of alarms) told.add(key);
      void memory.update(TOLD, [...told].slice(-MOST_TOLD));
      for (const alarm of alarms) void tell(alarm);
    },
  };
}
