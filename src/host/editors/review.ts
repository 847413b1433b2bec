import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Reply } from '../../engine/protocol';
import { t, tn } from '../../l10n/texts';
import { baseName } from '../../log/folders';
import type { EngineClient } from '../engine/engineClient';
import { clip } from '../../log/visible';
import { documentPath } from './logDocuments';
import { openFolders } from '../shared/openFolders';
import { exists, fileInside, liesIn, isWithinReach } from './projectFiles';
import { Refusal } from '../shared/refusal';

/** Scheme of the two sides of a file a session changed. */
const SCHEME = 'vigil-change';

/** Most files shown in one editor. */
const MOST_FILES = 300;

/** Registers read-only documents for the sides of changed files. */
export const registerChangedFiles = (engine: EngineClient): vscode.Disposable =>
  vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent(uri) {
      const query = new URLSearchParams(uri.query);
      const turn = query.get('turn') ?? '';
      const file = await engine.call('changedFile', {
        id: query.get('id') ?? '',
        path: query.get('path') ?? '',
        turn: turn === '' ? null : Number(turn),
      });
      if (file === null) throw new Refusal(t('The log of this change can no longer be read.'));
      return query.get('side') === 'before' ? file.before : file.after;
    },
  });

/** The changes of a session to show. */
export interface Wanted {
  id: string;
  /** Only changes of this turn, from 0; null: of the whole session. */
  turn: number | null;
  /** Only this file; null: all. */
  path: string | null;
}

/** VS Code caches documents, so each diff gets new ones. */
let looks = 0;

type ChangedFile = NonNullable<Reply<'story'>>['files'][number];

/** The changed files whose change can be shown, and whether there are none because nothing was changed. */
async function filesOf(
  engine: EngineClient,
  { id, turn, path }: Wanted,
): Promise<{ files: ChangedFile[]; unchanged: boolean }> {
  const story = await engine.call('story', { id });
  const files = (story?.files ?? []).filter(
    (file) =>
      (path === null || file.path === path) &&
      (turn === null ? file.added : file.turns.find((one) => one.turn === turn)?.added) != null,
  );
  return { files, unchanged: story?.files.length === 0 };
}

interface Sides {
  file: ChangedFile;
  before: vscode.Uri;
  after: vscode.Uri;
}

function sidesOf(files: readonly ChangedFile[], { id, turn }: Wanted): Sides[] {
  const look = String(++looks);
  return files.map((file) => {
    const side = (name: 'before' | 'after'): vscode.Uri =>
      vscode.Uri.from({
        scheme: SCHEME,
        path: documentPath(file.path),
        query: new URLSearchParams({
          id,
          path: file.path,
          turn: turn === null ? '' : String(turn),
          look,
          side: name,
        }).toString(),
      });
    return { file, before: side('before'), after: side('after') };
  });
}

const nothingToReview = (unchanged: boolean): Refusal =>
  new Refusal(
    unchanged
      ? t('There is nothing to review: no files were changed.')
      : t('There is nothing to review: the log of these changes can no longer be read.'),
  );

/** Shows files in VS Code's diff editor of many files. */
const showFiles = (title: string, sides: readonly Sides[]): Thenable<unknown> =>
  vscode.commands.executeCommand(
    'vscode.changes',
    title,
    sides.map(({ before, after }) => [after, before, after]),
  );

/** Opens what several sessions changed, each session as a whole: a file that two of them changed is there twice. */
export async function reviewSessions(engine: EngineClient, ids: readonly string[]): Promise<void> {
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) return review(engine, { id: only, turn: null, path: null });
  const sides: Sides[] = [];
  let sessions = 0;
  let unchanged = true;
  for (const id of ids) {
    if (sides.length > MOST_FILES) break;
    const wanted = { id, turn: null, path: null };
    const found = await filesOf(engine, wanted);
    unchanged &&= found.unchanged;
    if (found.files.length > 0) sessions++;
    sides.push(...sidesOf(found.files, wanted));
  }
  if (sides.length === 0) throw nothingToReview(unchanged);
  const changed = tn(sessions, 'Changed in {0} session', 'Changed in {0} sessions');
  const title = sides.length > MOST_FILES ? `${changed}, ${t('not all files are shown')}` : changed;
  await showFiles(title, sides.slice(0, MOST_FILES));
}

/** Opens the changes of a session in VS Code's diff editor, for several files in the multi-file one. */
export async function review(engine: EngineClient, wanted: Wanted): Promise<void> {
  const { turn } = wanted;
  const { files, unchanged } = await filesOf(engine, wanted);
  if (files.length === 0) throw nothingToReview(unchanged);
  const sides = sidesOf(files.slice(0, MOST_FILES), wanted);
  const title = titleOf(files, turn);
  const [only] = sides;
  if (sides.length === 1 && only !== undefined) {
    const name = clip(baseName(only.file.path), 80);
    await vscode.commands.executeCommand('vscode.diff', only.before, only.after, `${name}: ${title}`, {
      preview: true,
    });
    return;
  }
  await showFiles(title, sides);
}

/** The title of the editor: whose changes they are, and what is unknown. */
function titleOf(files: readonly { whole: boolean; byOthers: boolean }[], turn: number | null): string {
  const parts = files.filter(({ whole }) => !whole).length;
  const others = files.filter(({ byOthers }) => byOthers).length;
  return [
    turn === null ? t('Changed in this session') : t('Changed by prompt {0}', turn + 1),
    parts === 0
      ? ''
      : files.length === 1
        ? t('only the changed parts are known')
        : parts === 1
          ? t('of 1 file only the changed parts are known')
          : t('of {0} files only the changed parts are known', parts),
    others === 0 || turn !== null
      ? ''
      : files.length === 1
        ? t('with changes by others between')
        : others === 1
          ? t('1 file with changes by others between')
          : t('{0} files with changes by others between', others),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Larger files are not compared, in bytes. */
const MOST_BYTES = 2 << 20;

/** The current contents of the files a session changed: '' for a missing file; null if it may not be read, is too large or outside the folders. */
export async function filesNow(
  engine: EngineClient,
  id: string,
  folders: readonly string[],
): Promise<{ path: string; text: string | null }[]> {
  const story = await engine.call('story', { id });
  return Promise.all(
    (story?.files ?? [])
      .slice(0, MOST_FILES)
      .map(async ({ path }) => ({ path, text: await textNow(path, folders).catch(() => null) })),
  );
}

async function textNow(path: string, folders: readonly string[]): Promise<string | null> {
  const file = await fileInside(path, folders, openFolders());
  if (file === null) return (await isGone(path, folders)) ? '' : null;
  if ((await stat(file)).size > MOST_BYTES) return null;
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file)));
}

/** True for a missing file inside one of the folders, if that folder exists. */
async function isGone(path: string, folders: readonly string[]): Promise<boolean> {
  if (!isWithinReach(path, openFolders())) return false;
  const folder = folders.find((one) => liesIn(path, one));
  if (folder === undefined) return false;
  return (await exists(folder)) && !(await exists(path));
}
