import * as vscode from 'vscode';
import type { EngineClient } from './engineClient';

const FILES = { markdown: { Markdown: ['md'] }, json: { JSON: ['json'] } };

/** Saves a session as a file: asks what is to be in it, says how many likely secrets are sealed, asks where. */
export async function exportSession(
  engine: EngineClient,
  id: string,
  format: keyof typeof FILES,
): Promise<void> {
  const t = vscode.l10n.t;
  const chosen = await vscode.window.showQuickPick(
    [
      { what: 'tools', label: t('Tool calls and their output'), picked: true },
      { what: 'thinking', label: t('Thinking'), picked: false },
    ],
    { canPickMany: true, title: t('Export: prompts, replies, and …') },
  );
  if (chosen === undefined) return;
  const has = (what: string): boolean => chosen.some((one) => one.what === what);
  const file = await engine.call('exportedSession', {
    id,
    format,
    tools: has('tools'),
    thinking: has('thinking'),
  });
  if (file === null) throw new Error(t('This session’s log is not on disk.'));
  const notes = [
    file.sealed === 1 ? t('1 likely secret is sealed.') : t('{0} likely secrets are sealed.', file.sealed),
    file.left === 0 ? '' : t('{0} log lines are left out: they cannot be read, or are too long.', file.left),
    t('Secrets of other kinds may still be in it.'),
  ];
  const save = t('Save…');
  const go = await vscode.window.showInformationMessage(
    t('Export this session?'),
    { modal: true, detail: notes.filter((note) => note !== '').join('\n') },
    save,
  );
  if (go !== save) return;
  const target = await vscode.window.showSaveDialog({
    title: t('Export session'),
    filters: FILES[format],
  });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, Buffer.from(file.content));
}
