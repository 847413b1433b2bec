/** **Vigil: Set Up .claude…**: a template is chosen, shown as a change, and written only when that is confirmed. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { errorText } from '../../l10n/errorText';
import { said } from '../../l10n/said';
import { t, tn } from '../../l10n/texts';
import {
  captureFrom,
  checkName,
  filesOf,
  inParts,
  listTemplates,
  partsOf,
  planSetUp,
  saveTemplate,
  setUp,
  TemplateError,
  type Step,
} from '../../templates/template';
import { clip } from '../../log/visible';
import { plainLabel } from '../shared/labels';

const SCHEME = 'vigil-template';

export interface ClaudeSetUp extends vscode.Disposable {
  /** Asks for folder and template, shows what would be written, and writes it when that is confirmed. */
  setUp(): Promise<void>;
  /** Keeps the `.claude` of a folder as a template. */
  save(): Promise<void>;
}

/** `folder`: where a person's own templates lie. */
export function newClaudeSetUp(folder: () => string): ClaudeSetUp {
  /** What the preview shows, by the path of its document. */
  const shown = new Map<string, string>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ path }) => shown.get(path) ?? '',
  });

  async function setUpClaude(): Promise<void> {
    const project = await askProject(t('Project to set up .claude in'));
    if (project === undefined) return;
    const name = await askTemplate(folder());
    if (name === undefined) return;
    const plan = (force: boolean): Step[] => planSetUp(filesOf(name, folder(), fs), project, force, fs);
    const kept = plan(false);
    const forced = plan(true);
    const writes = (steps: readonly Step[]): number => steps.filter(({ action }) => action !== 'skip').length;
    if (writes(forced) === 0) {
      void vscode.window.showInformationMessage(
        t('Nothing to write: every file of this template is there already.'),
      );
      return;
    }
    await preview(name, project, forced);
    const write = t('Write {0} New Files', writes(kept));
    const overwrite = t('Overwrite {0} Files', writes(forced) - writes(kept));
    const chosen = await vscode.window.showInformationMessage(
      t('Set up .claude in {0}? CLAUDE.md is never overwritten.', clip(plainLabel(project), 200)),
      ...(writes(kept) > 0 ? [write] : []),
      ...(writes(forced) > writes(kept) ? [overwrite] : []),
    );
    if (chosen !== write && chosen !== overwrite) return;
    const written = setUp(chosen === write ? kept : forced, project, fs);
    const open = t('Open CLAUDE.md');
    const next = await vscode.window.showInformationMessage(
      tn(written.length, '{0} file written.', '{0} files written.'),
      ...(written.includes('CLAUDE.md') ? [open] : []),
    );
    if (next === open) await vscode.window.showTextDocument(vscode.Uri.file(join(project, 'CLAUDE.md')));
  }

  /** All files that would change, in one editor. */
  async function preview(name: string, project: string, steps: readonly Step[]): Promise<void> {
    shown.clear();
    const side = (which: 'now' | 'then', path: string, bytes: Buffer | null): vscode.Uri => {
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${which}/${path}` });
      shown.set(uri.path, bytes === null ? '' : bytes.toString('utf8'));
      return uri;
    };
    await vscode.commands.executeCommand(
      'vscode.changes',
      t('Template {0}: what would be written', name),
      steps
        .filter(({ action }) => action !== 'skip')
        .map(({ path, before, after }) => [
          vscode.Uri.file(join(project, path)),
          side('now', path, before),
          side('then', path, after),
        ]),
    );
  }

  return {
    setUp: () => inWords(setUpClaude),
    save: () => inWords(() => save(folder())),
    dispose: () => provider.dispose(),
  };
}

/** Keeps the `.claude` of a folder as a template in `folder`. */
async function save(folder: string): Promise<void> {
  const project = await askProject(t('Project whose .claude is saved'));
  if (project === undefined) return;
  const { files, leftOut } = captureFrom(project, fs);
  const parts = partsOf(files);
  const chosen = await vscode.window.showQuickPick(
    parts.map((part) => ({
      label: part === '' ? t('files of .claude itself') : `${part}/`,
      part,
      picked: true,
    })),
    {
      canPickMany: true,
      title: t('Save .claude as a template'),
      placeHolder: tn(
        leftOut.length,
        'Parts to keep. {0} file is left out: it holds secrets or belongs to this machine',
        'Parts to keep. {0} files are left out: they hold secrets or belong to this machine',
      ),
    },
  );
  if (chosen === undefined || chosen.length === 0) return;
  const name = await vscode.window.showInputBox({
    title: t('Name of the template'),
    validateInput: (value) => {
      try {
        checkName(value);
        return undefined;
      } catch (error) {
        return said(errorText(error));
      }
    },
  });
  if (name === undefined) return;
  const taken = inParts(files, new Set(chosen.map(({ part }) => part)));
  saveTemplate(name, taken, folder, fs);
  void vscode.window.showInformationMessage(
    leftOut.length === 0
      ? tn(taken.size, 'Template {1} saved with {0} file.', 'Template {1} saved with {0} files.', name)
      : tn(
          taken.size,
          'Template {1} saved with {0} file. Left out: {2}.',
          'Template {1} saved with {0} files. Left out: {2}.',
          name,
          clip(plainLabel(leftOut.map(({ path }) => path).join(', ')), 300),
        ),
  );
}

/** A mistake of the person is said as it is, without “Show Log”. */
async function inWords(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    void vscode.window.showWarningMessage(said(error.message));
  }
}

/** The workspace folder, or one that is chosen, asked for in these words; undefined when the person gives up. */
async function askProject(words: string): Promise<string | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  if (folders.length === 1) return folders[0]?.uri.fsPath;
  if (folders.length > 1)
    return (await vscode.window.showWorkspaceFolderPick({ placeHolder: words }))?.uri.fsPath;
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: words,
  });
  return chosen?.[0]?.fsPath;
}

async function askTemplate(folder: string): Promise<string | undefined> {
  const templates = listTemplates(folder, fs);
  const chosen = await vscode.window.showQuickPick(
    templates.map(({ name, bundled, files }) => ({
      label: name,
      description: bundled ? t('ships with Vigil') : t('yours'),
      detail: tn(files, '{0} file', '{0} files'),
    })),
    {
      title: t('Set up .claude'),
      placeHolder: t('Choose a template. You see every file before it is written'),
    },
  );
  return chosen?.label;
}
