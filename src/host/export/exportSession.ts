/** Saves a session as a file: asks what is to be in it, says how many likely secrets are sealed, asks where. */
import * as vscode from 'vscode';
import { t, tn } from '../../l10n/texts';
import type { ToPage, FromPage } from '../../pages/session/contract';
import type { Wanted } from '../../questions/exportedSteps';
import type { EngineClient } from '../engine/engineClient';
import { exportedFile } from './exportedFile';
import { fileName } from './fileName';
import { fileStyle, iconStyle } from './fileStyle';
import { Refusal } from '../shared/refusal';
import { showHtml } from './showHtml';

type Format = Extract<FromPage, { kind: 'export' }>['format'];
type Rendered = Extract<FromPage, { kind: 'rendered' }>;
type RenderFile = Extract<ToPage, { kind: 'renderFile' }>;

const FILES: Record<Format, Record<string, string[]>> = {
  html: { HTML: ['html'] },
  markdown: { Markdown: ['md'] },
  json: { JSON: ['json'] },
};

/** The page, which renders what an HTML file shows. */
export interface Renderer {
  render(
    wanted: Wanted,
    stopped: vscode.CancellationToken,
  ): Promise<{ body: string; sealed: number; left: number }>;
  /** Takes a part. */
  take(part: Rendered): void;
  dispose(): void;
}

export interface ExportParts {
  engine: EngineClient;
  id: string;
  format: Format;
  renderer: Renderer;
  extensionUri: vscode.Uri;
}

interface Content {
  content: string;
  sealed: number;
  left: number;
}

export async function exportSession(parts: ExportParts): Promise<void> {
  const wanted = await askWhat(parts.format);
  if (wanted === undefined) return;
  const file = parts.format === 'html' ? await asHtml(parts, wanted) : await asText(parts, wanted);
  if (file === null) return;
  const notes = [
    sealedText(file.sealed),
    file.left === 0
      ? ''
      : parts.format === 'html'
        ? t('It would be too long: what came last is left out.')
        : tn(
            file.left,
            '{0} log line is left out: it cannot be read, or is too long.',
            '{0} log lines are left out: they cannot be read, or are too long.',
          ),
    t('Secrets of other kinds may still be in it.'),
  ];
  const save = t('Save…');
  const go = await vscode.window.showInformationMessage(
    t('Export this session?'),
    { modal: true, detail: notes.filter(Boolean).join('\n') },
    save,
  );
  if (go !== save) return;
  const target = await vscode.window.showSaveDialog({
    title: t('Export session'),
    filters: FILES[parts.format],
    ...(await defaultPlace(parts)),
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(file.content));
  if (parts.format === 'html') await showHtml(target, t('Exported session'), file.content);
}

/** In the workspace, under the session's name. */
async function defaultPlace({ engine, id, format }: ExportParts): Promise<vscode.SaveDialogOptions> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return {};
  const name = (await engine.call('session', { id }))?.row.name ?? id;
  const [ending = ''] = Object.values(FILES[format]).flat();
  return { defaultUri: vscode.Uri.joinPath(folder.uri, `${fileName(name)}.${ending}`) };
}

const sealedText = (n: number): string =>
  n === 0
    ? t('No likely secret was found in it.')
    : n === 1
      ? t('1 likely secret is redacted.')
      : t('{0} likely secrets are redacted.', n);

/** What is to be in the file beside prompts and replies; undefined when the person gives up. */
async function askWhat(format: Format): Promise<Wanted | undefined> {
  const chosen = await vscode.window.showQuickPick(
    [
      { what: 'tools', label: t('Tool calls and their output'), picked: true },
      { what: 'thinking', label: t('Thinking'), picked: false },
      ...(format === 'html' ? [{ what: 'pictures', label: t('Pictures'), picked: true }] : []),
    ],
    { canPickMany: true, title: t('Export: prompts, replies, and …') },
  );
  if (chosen === undefined) return undefined;
  const has = (what: string): boolean => chosen.some((one) => one.what === what);
  return { tools: has('tools'), thinking: has('thinking'), pictures: has('pictures') };
}

async function asText({ engine, id, format }: ExportParts, { tools, thinking }: Wanted): Promise<Content> {
  const text = format === 'json' ? 'json' : 'markdown';
  const file = await engine.call('exportedSession', { id, format: text, tools, thinking });
  if (file === null) throw new Refusal(t('This session’s log is not on disk.'));
  return file;
}

/** Null when the person stopped it. */
function asHtml({ renderer, extensionUri }: ExportParts, wanted: Wanted): Thenable<Content | null> {
  const dist = (...path: string[]): Thenable<Uint8Array> =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', ...path));
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: t('Writing the session as HTML…'),
      cancellable: true,
    },
    async (_progress, stopped) => {
      const [style, codicons, font] = await Promise.all([
        dist('webview', 'session-style.css'),
        dist('codicon.css'),
        dist('codicon.ttf'),
      ]);
      const { body, sealed, left } = await renderer.render(wanted, stopped);
      if (stopped.isCancellationRequested) return null;
      const [page, icons] = [style, codicons].map((bytes) => Buffer.from(bytes).toString('utf8'));
      const content = exportedFile({
        title: t('Claude Code session'),
        language: vscode.env.language,
        style: `${fileStyle(page ?? '')}\n${iconStyle(body, icons ?? '', Buffer.from(font).toString('base64'))}`,
        body,
      });
      return { content, sealed, left };
    },
  );
}

/** Has a page render a file, and puts its parts together. `visible`: a page that is hidden renders nothing. */
export function createRenderer(post: (message: RenderFile) => void, visible: () => boolean): Renderer {
  let run = 0;
  let now: { parts: string[]; done: (last: Rendered) => void; fail: (why: Error) => void } | null = null;
  const lost = (): Error =>
    new Refusal(
      t('The page was hidden or closed while the file was written. Keep it open, and export again.'),
    );
  const end = (): void => {
    now = null;
    post({ kind: 'renderFile', run, wanted: null });
  };
  return {
    render: (wanted, stopped) =>
      new Promise((resolve, reject) => {
        now?.fail(lost());
        const own = { parts: [] as string[], done: (last: Rendered) => finish(last), fail: reject };
        const finish = ({ sealed, left }: Rendered): void => {
          now = null;
          watch.dispose();
          resolve({ body: own.parts.join('\n'), sealed, left });
        };
        const watch = stopped.onCancellationRequested(() => {
          end();
          watch.dispose();
          resolve({ body: '', sealed: 0, left: 0 });
        });
        if (!visible()) return reject(lost());
        now = own;
        post({ kind: 'renderFile', run: ++run, wanted });
      }),
    take(part) {
      if (now === null || part.run !== run) return;
      if (part.failure !== null) {
        now.fail(new Error(part.failure));
        now = null;
        return;
      }
      now.parts.push(part.html);
      if (part.done) now.done(part);
    },
    dispose() {
      now?.fail(lost());
      now = null;
    },
  };
}
