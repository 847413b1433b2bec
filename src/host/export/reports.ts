/**
 * Reports as they are shown: a preview with its charts, whose title bar saves it, copies it and makes an HTML file of it; data (JSON, CSV)
 * as a read-only document. Nothing is written to the disk before somebody saves it, and nothing asks to be saved.
 */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import type { Args } from '../../engine/protocol';
import { conditionText } from '../../report/conditions';
import type { EngineClient } from '../engine/engineClient';
import { Refusal } from '../shared/refusal';
import { fileName } from './fileName';
import { showHtml } from './showHtml';
import { shortId } from '../../session/sessionId';

type Request = Args<'report'>;

const REPORT_SCHEME = 'vigil-report';
const VIEW_TYPE = 'vigil.report';

interface Shown {
  /** Without its ending. */
  name: string;
  /** What Save and Copy take. */
  text: string;
  ending: 'md' | 'json' | 'csv' | 'txt';
  /** The file of a preview; null of data. */
  html: string | null;
}

export interface Reports extends vscode.Disposable {
  open(request: Request): Promise<void>;
  /** Of the one in front. */
  save(): Promise<void>;
  copy(): Promise<void>;
  saveHtml(): Promise<void>;
}

/** Colours and type of the editor in place of those of a file that stands alone. */
const THEME = `
:root { color-scheme: normal; --line: color-mix(in srgb, var(--vscode-foreground) 25%, transparent); --mark: var(--vscode-charts-blue); }
body { color: var(--vscode-foreground); background: var(--vscode-editor-background); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); margin: 0 auto; padding: 4px 24px 32px; }`;

export function createReports(engine: EngineClient): Reports {
  const documents = new Map<string, Shown>();
  const panels = new Map<vscode.WebviewPanel, Shown>();
  let count = 0;

  const written = (request: Request, format: Request['format']): Promise<string> =>
    Promise.resolve(
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: t('Writing the report…') },
        () => engine.call('report', { ...request, format }),
      ),
    );

  async function preview(request: Request): Promise<void> {
    // Both of one moment: what is saved is what is shown.
    const [html, text] = await Promise.all([written(request, 'html'), written(request, 'markdown')]);
    const name = nameOf(request);
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, titleOf(request), vscode.ViewColumn.Active, {
      enableScripts: false,
      enableFindWidget: true,
      localResourceRoots: [],
    });
    panel.webview.html = html.replace('</style>', `${THEME}</style>`);
    panels.set(panel, { name, text, ending: 'md', html });
    panel.onDidDispose(() => panels.delete(panel));
  }

  async function asDocument(request: Request): Promise<void> {
    const ending = { json: 'json', csv: 'csv', text: 'txt', markdown: 'md', html: 'md' } as const;
    const shown: Shown = {
      name: nameOf(request),
      text: await written(request, request.format),
      ending: ending[request.format],
      html: null,
    };
    const uri = vscode.Uri.from({
      scheme: REPORT_SCHEME,
      path: `/${++count}/${shown.name}.${shown.ending}`,
    });
    documents.set(uri.toString(), shown);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  function front(): Shown {
    const document = vscode.window.activeTextEditor?.document.uri.toString();
    const shown =
      [...panels].find(([panel]) => panel.active)?.[1] ??
      (document === undefined ? undefined : documents.get(document));
    if (shown === undefined) throw new Refusal(t('Open a report first.'));
    return shown;
  }

  const listening = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, {
      provideTextDocumentContent: (uri) => documents.get(uri.toString())?.text ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => documents.delete(uri.toString())),
  );
  return {
    async open(request) {
      if (request.format === 'html') return saveHtml(nameOf(request), await written(request, 'html'));
      return request.format === 'markdown' ? preview(request) : asDocument(request);
    },
    async save() {
      const { name, ending, text } = front();
      await saveAs(name, ending, text);
    },
    async copy() {
      await vscode.env.clipboard.writeText(front().text);
      vscode.window.setStatusBarMessage(t('Report copied'), 3_000);
    },
    async saveHtml() {
      const { name, html } = front();
      if (html !== null) await saveHtml(name, html);
    },
    // Not handed on by itself: it needs to be called on its object.
    dispose: () => listening.dispose(),
  };
}

/** What the report is of: a CSV has nowhere else to say so. */
const nameOf = ({
  kind,
  ids = [],
  from,
  to,
  pivot,
  periods,
  filter = {},
  query = '',
  within = '',
}: Request) =>
  fileName(
    [
      'vigil',
      kind,
      ...ids.map(shortId),
      from,
      to,
      pivot,
      periods?.before.from,
      periods?.after.to,
      conditionText({ filter, query, within }),
    ]
      .filter(Boolean)
      .join(' '),
  );

function titleOf({ kind }: Request): string {
  switch (kind) {
    case 'overview':
      return t('Report: Usage');
    case 'cohort':
      return t('Report: Groups');
    case 'comparison':
      return t('Report: Before and After');
    case 'changes':
    case 'correlations':
      return t('Report: Changes');
    case 'session':
    case 'heatmap':
      return t('Report: Session');
    case 'diff':
      return t('Report: Two Sessions');
    case 'list':
      return t('Report: Sessions');
  }
}

const KINDS = { md: 'Markdown', json: 'JSON', csv: 'CSV', txt: 'Text', html: 'HTML' } as const;

/** Asks where, and writes; undefined when the person gives up. */
async function saveAs(
  name: string,
  ending: keyof typeof KINDS,
  content: string,
): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = await vscode.window.showSaveDialog({
    title: t('Save the report'),
    filters: { [KINDS[ending]]: [ending] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, `${name}.${ending}`) }),
  });
  if (file !== undefined) await vscode.workspace.fs.writeFile(file, Buffer.from(content));
  return file;
}

async function saveHtml(name: string, content: string): Promise<void> {
  const file = await saveAs(name, 'html', content);
  if (file !== undefined) await showHtml(file, t('Report'), content);
}
