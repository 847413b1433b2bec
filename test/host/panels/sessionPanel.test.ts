/** The panel of a session: what its page is told, and how often the engine is asked for it. */
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { Notice } from '../../../src/engine/protocol';
import type { EngineClient } from '../../../src/host/engine/engineClient';
import type { ToPage } from '../../../src/pages/session/contract';

const said = vi.hoisted(() => ({
  /** What happened to the panel, in order. */
  done: [] as unknown[],
  hear: (_message: unknown): void => undefined,
}));

vi.mock('vscode', async () => {
  const editor = await import('../editor');
  const nothing = (): object => ({ dispose: () => undefined });
  const panel = {
    visible: true,
    onDidDispose: nothing,
    onDidChangeViewState: nothing,
    webview: {
      cspSource: 'https://ours',
      asWebviewUri: String,
      postMessage: (message: unknown) => said.done.push(message),
      set html(_html: string) {
        said.done.push('html');
      },
      onDidReceiveMessage: (hear: typeof said.hear) => {
        said.hear = hear;
        return nothing();
      },
    },
  };
  return {
    ...editor,
    extensions: { getExtension: () => undefined },
    window: {
      ...editor.window,
      createWebviewPanel: () => (said.done.push('panel'), panel),
      registerWebviewPanelSerializer: nothing,
    },
  };
});
vi.stubGlobal('PAGE_IMPORTS', { session: [], dashboard: [] });

const { createSessionPanels } = await import('../../../src/host/panels/sessionPanel');

/** An open panel of the session `a`, of which the engine tells nothing; the calls it got. */
function opened() {
  const calls: string[] = [];
  let tell = (_notice: Notice): void => undefined;
  const ask = async (call: string): Promise<null> => {
    calls.push(call);
    said.done.push(`asked ${call}`);
    return null;
  };
  const engine = {
    call: ask,
    relay: ask,
    onNotice: (listener: typeof tell) => {
      tell = listener;
      return { dispose: () => undefined };
    },
  } as unknown as EngineClient;
  createSessionPanels({
    engine,
    extensionUri: '/vigil' as unknown as vscode.Uri,
    log: { error: () => undefined, warn: () => undefined } as unknown as vscode.LogOutputChannel,
    place: () => ({ locale: 'en', timeZone: 'UTC' }),
    home: '/home/me',
    extensionId: 'vigil-dev.vigil',
  }).show('a');
  return { calls, tell: (notice: Notice) => tell(notice) };
}

const sessions = (): (number | undefined)[] =>
  said.done
    .filter((one): one is Extract<ToPage, { kind: 'session' }> => Object(one).kind === 'session')
    .map(({ look }) => look);

beforeEach(() => void (said.done.length = 0));

test('the panel is made before anything is asked; the session is told without being asked for', async () => {
  const { calls } = opened();
  await turn();
  expect(said.done.slice(0, 4)).toEqual(['panel', 'html', 'asked session', 'asked story']);
  expect(sessions()).toEqual([1]);
  // The page may have missed it: it is told the same again, and nothing is worked out twice.
  said.hear({ kind: 'ready' });
  said.hear({ kind: 'ask', id: 7, call: 'story', args: {} });
  await turn();
  expect(sessions()).toEqual([1, 1]);
  expect(said.done).toContainEqual({ kind: 'answer', id: 7, result: null });
  expect(calls.filter((call) => call === 'session')).toHaveLength(1);
  // Shown again, it is another page.
  said.hear({ kind: 'ready' });
  await turn();
  expect(sessions()).toEqual([1, 1, 2]);
});

test('what was asked ahead of a change is not told after it', async () => {
  const { tell } = opened();
  tell({ notice: 'changed', ids: ['a'] });
  await turn();
  said.hear({ kind: 'ready' });
  await turn();
  expect(sessions().at(-1)).toBe(2);
});

test('a session that went while its page is open cannot be renamed, and that is said', async () => {
  opened();
  said.hear({ kind: 'mark', what: 'rename' });
  await turn();
  expect(said.done).toContainEqual({
    kind: 'failed',
    id: null,
    message: 'This session’s log is not on disk.',
  });
});
