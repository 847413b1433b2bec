/** Commands for marks of sessions: star, name, note, hide. */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import type { SessionRow } from '../../library/sessionRow';
import type { EngineClient } from '../engine/engineClient';
import { clip } from '../../log/visible';

/** Handlers by command; `rowOf` gives the session of a command, or asks for one. */
export function markCommands<T>(engine: EngineClient, rowOf: (target: T) => Promise<SessionRow | null>) {
  type Change = Omit<Parameters<typeof engine.call<'markSession'>>[1], 'id'>;
  const marking =
    (change: (row: SessionRow) => Change | undefined | Promise<Change | undefined>) =>
    async (target: T): Promise<void> => {
      const row = await rowOf(target);
      const changed = row === null ? undefined : await change(row);
      if (row !== null && changed !== undefined) await engine.call('markSession', { id: row.id, ...changed });
    };
  return {
    'vigil.star': marking(() => ({ starred: true })),
    'vigil.unstar': marking(() => ({ starred: false })),
    'vigil.hideSession': marking(() => ({ hidden: true })),
    'vigil.showHiddenSession': marking(() => ({ hidden: false })),
    'vigil.renameSession': marking(async ({ name }) => {
      const given = await vscode.window.showInputBox({
        title: t('Name of the session'),
        prompt: t('Shown everywhere in Vigil. Empty gives it its own name back.'),
        value: clip(name.replace(/^“(.*)”$/s, '$1'), 200),
        validateInput: tooLong(200),
      });
      return given === undefined ? undefined : { name: given };
    }),
    'vigil.noteSession': marking(async ({ note }) => {
      const given = await vscode.window.showInputBox({
        title: t('Note on the session'),
        prompt: t('Kept in Vigil’s archive, shown when you point at the session. Empty removes it.'),
        value: note ?? '',
        validateInput: tooLong(5_000),
      });
      return given === undefined ? undefined : { note: given };
    }),
  };
}

const tooLong =
  (most: number) =>
  (text: string): string | undefined =>
    text.length > most ? t('At most {0} characters.', most) : undefined;
