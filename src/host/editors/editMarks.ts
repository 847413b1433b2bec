/**
 * Marks lines that Claude changed without reading the file, after the file had changed, or repeatedly (setting `vigil.editor.markEdits`, off
 * by default). Only text of an edit that is still in the file is marked.
 */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import type { Reply } from '../../engine/protocol';
import type { EngineClient } from '../engine/engineClient';
import { paced } from '../shared/pace';
import { slashed } from './projectFiles';
import { placesOf } from './textPlaces';
import { dateAndClock, type TimeFormat } from '../../usage/times';
import { clip } from '../../log/visible';
import { escapeMarkdown } from '../shared/labels';

/** Marks are updated at most this often, in ms, because a live session changes all the time. */
const REFRESH_MS = 3_000;
/** Editors that open within this time are marked together, in ms. */
const MARK_MS = 100;
export interface EditMarksParts {
  engine: EngineClient;
  extensionUri: vscode.Uri;
  enabled: () => boolean;
  timeFormat: () => TimeFormat;
  onError: (error: unknown) => void;
}

export interface EditMarks extends vscode.Disposable {
  /** Call it after the setting changed. */
  refresh(): void;
}

type Mark = Reply<'editMarks'>[number];

/** Why an edit is doubtful, in the words of `doubtWords` on the session's page. */
function reason({ blind, stale, changedByOthers, repeated }: Mark): string {
  return [
    blind ? t('without reading the file') : '',
    changedByOthers ? t('over changes by others') : stale ? t('after the file had changed') : '',
    repeated ? t('again and again without rereading it') : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function hover(one: Mark, timeFormat: TimeFormat): vscode.MarkdownString {
  const args = encodeURIComponent(JSON.stringify([one.session, one.turn]));
  const message = new vscode.MarkdownString(
    [
      `**Vigil** ${escapeMarkdown(t('Claude changed this {0}.', reason(one)))}`,
      escapeMarkdown([clip(one.name, 120), dateAndClock(one.t, timeFormat)].filter(Boolean).join(', ')),
      `[${escapeMarkdown(t('Open the conversation'))}](command:vigil.openTurn?${args})`,
    ].join('  \n'),
  );
  message.isTrusted = { enabledCommands: ['vigil.openTurn'] };
  return message;
}

const decorationOf = (color: string, extensionUri: vscode.Uri): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    gutterIconPath: vscode.Uri.joinPath(extensionUri, 'media', 'doubtful-edit.svg'),
    gutterIconSize: 'contain',
    overviewRulerColor: new vscode.ThemeColor(color),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    isWholeLine: true,
  });

/** The note at the end of the first line: VS Code shows no hover over a gutter icon. */
const noteType = (): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 3em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
  });

/** Most files whose marks are cached. */
const MOST_KNOWN = 50;

function decorate(
  editor: vscode.TextEditor,
  marks: readonly Mark[],
  { warning, hint, note }: Record<'warning' | 'hint' | 'note', vscode.TextEditorDecorationType>,
  timeFormat: TimeFormat,
): void {
  // Line ends in tool calls are line feeds.
  const text = editor.document.getText().replaceAll('\r\n', '\n');
  const linesIn = (from: number, to: number): number => text.slice(from, to).split('\n').length - 1;
  const found = marks.flatMap((one) =>
    placesOf(text, one.text).map(({ from, to }) => {
      const first = linesIn(0, from);
      // A line feed at the end belongs to the line before it.
      return { one, first, last: first + linesIn(from, to - 1) };
    }),
  );
  for (const decoration of [warning, hint])
    editor.setDecorations(
      decoration,
      found
        .filter(({ one }) => one.changedByOthers === (decoration === warning))
        .map(({ one, first, last }) => ({
          range: new vscode.Range(first, 0, last, 0),
          hoverMessage: hover(one, timeFormat),
        })),
    );
  editor.setDecorations(
    note,
    found.map(({ one, first }) => {
      const { end } = editor.document.lineAt(first).range;
      const contentText = t('Claude changed this {0}.', reason(one));
      return { range: new vscode.Range(end, end), renderOptions: { after: { contentText } } };
    }),
  );
}

export function createEditMarks({
  engine,
  extensionUri,
  enabled,
  timeFormat,
  onError,
}: EditMarksParts): EditMarks {
  // Only edits that may undo the work of others get the colour of warnings.
  const warning = decorationOf('editorWarning.foreground', extensionUri);
  const hint = decorationOf('editorInfo.foreground', extensionUri);
  const note = noteType();
  const types = { warning, hint, note };
  /** The last marks by file, so that an editor that is shown again has its marks at once. */
  const known = new Map<string, readonly Mark[]>();

  async function mark(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    if (!enabled() || document.uri.scheme !== 'file') {
      for (const decoration of Object.values(types)) editor.setDecorations(decoration, []);
      return;
    }
    const path = slashed(document.uri.fsPath);
    const before = known.get(path);
    if (before !== undefined) decorate(editor, before, types, timeFormat());
    const marks = await engine.call('editMarks', { path });
    known.delete(path);
    known.set(path, marks);
    for (const oldest of [...known.keys()].slice(0, -MOST_KNOWN)) known.delete(oldest);
    decorate(editor, marks, types, timeFormat());
  }

  const markAll = paced(
    () => true,
    () => {
      for (const editor of vscode.window.visibleTextEditors) mark(editor).catch(onError);
    },
    MARK_MS,
  );
  const refresh = markAll.soon;
  const follow = paced(enabled, refresh, REFRESH_MS);
  const parts = [
    ...Object.values(types),
    vscode.window.onDidChangeVisibleTextEditors(refresh),
    vscode.workspace.onDidSaveTextDocument(refresh),
    engine.onNotice(({ notice }) => {
      if (notice === 'changed' || notice === 'reset') follow.soon();
    }),
  ];
  if (enabled()) refresh();
  return {
    refresh,
    dispose() {
      markAll.dispose();
      follow.dispose();
      for (const part of parts) part.dispose();
    },
  };
}
