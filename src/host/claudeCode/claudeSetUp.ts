/** **Vigil: Set Up .claude…**: a template is chosen, shown as a change, and written only when that is confirmed. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { localize } from '../../l10n/localize';
import { t, tn } from '../../l10n/texts';
import {
  captureFrom,
  DEFAULT_TEMPLATE,
  templateFiles,
  inParts,
  listTemplates,
  requireFiles,
  partsOf,
  planSetUp,
  saveTemplate,
  setUp,
  TemplateError,
  type Step,
} from '../../templates/template';
import { clip } from '../../log/visible';
import { baseName } from '../../log/folders';
import { plainLabel } from '../shared/labels';
import { choicesOf, leftOutWords, namesOf, nameProblem, writtenWords } from './setUpWords';

const SCHEME = 'vigil-template';

export interface ClaudeSetUp extends vscode.Disposable {
  /** Asks for folder and template, shows what would be written, and writes it when that is confirmed. */
  setUp(): Promise<void>;
  /** Keeps the `.claude` of a folder as a template. */
  save(): Promise<void>;
}

/** `folder`: where a person's own templates lie. */
export function newClaudeSetUp(folder: () => string): ClaudeSetUp {
  /** What the preview shows, by the address of its document. */
  const shown = new Map<string, string>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => shown.get(uri.toString()) ?? '',
  });
  /** VS Code keeps what it was told of a document: each look gets documents of its own. */
  let looks = 0;

  async function setUpClaude(): Promise<void> {
    const project = await askProject(t('Project to set up .claude in'));
    if (project === undefined) return;
    const name = await askTemplate(folder());
    if (name === undefined) return;
    const plan = (force: boolean): Step[] => planSetUp(templateFiles(name, folder(), fs), project, force, fs);
    const kept = plan(false);
    const forced = plan(true);
    if (forced.every(({ action }) => action === 'skip')) {
      void vscode.window.showInformationMessage(
        t('Nothing to write: every file of this template is there already.'),
      );
      return;
    }
    await preview(name, project, forced);
    // It stays while somebody reads the changes behind it.
    const chosen = await vscode.window.showQuickPick(choicesOf(kept, forced), {
      title: t('Set up .claude in {0}', clip(plainLabel(baseName(project)), 80)),
      placeHolder: t('Choose what to write. An existing CLAUDE.md is never overwritten'),
      ignoreFocusOut: true,
    });
    if (chosen === undefined) return;
    const written = setUp(chosen.steps, project, fs);
    const open = t('Open CLAUDE.md');
    const next = await vscode.window.showInformationMessage(
      writtenWords(chosen.steps, written),
      ...(written.includes('CLAUDE.md') ? [open] : []),
    );
    if (next === open) await vscode.window.showTextDocument(vscode.Uri.file(join(project, 'CLAUDE.md')));
  }

  /** All files that would change, in one editor. */
  async function preview(name: string, project: string, steps: readonly Step[]): Promise<void> {
    shown.clear();
    looks += 1;
    const side = (which: 'now' | 'then', path: string, bytes: Buffer): vscode.Uri => {
      // Both sides have the same path: the editor names the file once.
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${path}`, query: `${which}=${looks}` });
      shown.set(uri.toString(), bytes.toString('utf8'));
      return uri;
    };
    await vscode.commands.executeCommand(
      'vscode.changes',
      t('Template {0}: what would be written', name),
      steps
        .filter(({ action }) => action !== 'skip')
        .map(({ path, before, after }) => [
          vscode.Uri.file(join(project, path)),
          before === null ? undefined : side('now', path, before),
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
  requireFiles(files);
  const parts = partsOf(files);
  const chosen = await vscode.window.showQuickPick(
    parts.map((part) => ({
      label: part === '' ? t('files of .claude itself') : `${part}/`,
      detail: namesOf([...inParts(files, new Set([part])).keys()]),
      part,
      picked: true,
    })),
    {
      canPickMany: true,
      title: t('Save .claude as a template'),
      placeHolder: t('Choose the parts to keep'),
    },
  );
  if (chosen === undefined || chosen.length === 0) return;
  const own = listTemplates(folder, fs).flatMap((one) => (one.bundled ? [] : [one.name]));
  const name = await vscode.window.showInputBox({
    title: t('Save .claude as a template'),
    prompt: [t('Name of the template: letters, digits, - and _.'), leftOutWords(leftOut)].join(' ').trim(),
    validateInput: (value) => nameProblem(value, [DEFAULT_TEMPLATE, ...own]),
  });
  if (name === undefined) return;
  const saved = inParts(files, new Set(chosen.map(({ part }) => part)));
  saveTemplate(name, saved, folder, fs);
  void vscode.window.showInformationMessage(
    leftOut.length === 0
      ? tn(saved.size, 'Template {1} saved with {0} file.', 'Template {1} saved with {0} files.', name)
      : tn(
          saved.size,
          'Template {1} saved with {0} file. Left out: {2}.',
          'Template {1} saved with {0} files. Left out: {2}.',
          name,
          namesOf(leftOut.map(({ path }) => path)),
        ),
  );
}

/** A mistake of the person is said as it is, without “Show Log”. */
async function inWords(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    void vscode.window.showWarningMessage(localize(error.message));
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
      detail: `${tn(files, '{0} file', '{0} files')}: ${namesOf([...templateFiles(name, folder, fs).keys()])}`,
    })),
    {
      title: t('Set up .claude'),
      placeHolder: t('Choose a template. You see every file before it is written'),
    },
  );
  return chosen?.label;
}
