import * as vscode from 'vscode';
import * as z from 'zod';
import type { LiveSession } from '../engine/protocol';
import type { Settings } from '../engine/settings';
import { alarmsToTell, MOST_TOLD, type TellableAlarm } from './alarms';
import type { SignalWords } from './badge';
import { clip } from './format';
import { openFolders } from './openFolders';

export interface NotificationParts {
  /** Remembers over windows what was told. */
  memory: vscode.Memento;
  words: readonly SignalWords[];
  ignoreCase: boolean;
  settings: () => Settings;
  openSession: (id: string) => void;
}

const TOLD = 'vigil.told';
const Told = z.array(z.string()).catch([]);

/**
 * Tells of a live session that turned CRITICAL: only to a person who opted in, once per session and signal, in the
 * window of its workspace.
 */
export function createNotifications(parts: NotificationParts): {
  setLive(sessions: readonly LiveSession[]): void;
} {
  const { memory, words, ignoreCase, settings, openSession } = parts;
  const told = new Set(Told.parse(memory.get(TOLD)));

  async function tell({ session, reading }: TellableAlarm): Promise<void> {
    const t = vscode.l10n.t;
    const title = words.find(({ name }) => name === reading.name)?.title ?? reading.name;
    const why = t('Why');
    const mute = t('Mute “{0}”', title);
    const chosen = await vscode.window.showWarningMessage(
      t(
        'Vigil: {0} is CRITICAL in “{1}” ({2}).',
        title,
        clip(session.row.title ?? session.row.id, 60),
        reading.label,
      ),
      why,
      mute,
    );
    if (chosen === why) openSession(session.row.id);
    else if (chosen === mute) {
      const muted = [...new Set([...settings().notifications.muted, reading.name])];
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
      const alarms = alarmsToTell(sessions, told, muted, folders, ignoreCase);
      if (alarms.length === 0) return;
      for (const { key } of alarms) told.add(key);
      void memory.update(TOLD, [...told].slice(-MOST_TOLD));
      for (const alarm of alarms) void tell(alarm);
    },
  };
}
