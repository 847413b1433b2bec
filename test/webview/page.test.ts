/** The frames of both pages, without a page: what they say before the tabs they do not begin with are loaded, and when these cannot be. */
import { expect, test } from 'vitest';
import { PageState as DashboardState } from '../../src/pages/dashboard/state';
import { PageState as SessionState } from '../../src/pages/session/state';
import { page as dashboardPage } from '../../webview/dashboard/page';
import type { Actions as DashboardActions, View as DashboardView } from '../../webview/dashboard/tab';
import { page as sessionPage } from '../../webview/session/page';
import type { Actions as SessionActions, View as SessionView } from '../../webview/session/tab';
import { htmlOf } from '../../webview/shared/html';
import { opened } from '../questions/sessionRig';
import { prompt } from '../support/logs';

const questions = { failure: () => null, standing: () => null };

const dashboard = (more: Partial<DashboardView>): string => {
  const state = DashboardState.parse({ tab: 'cost' });
  const view = { state, answers: {}, questions, tabs: [], unloaded: null, trouble: null, ...more };
  return htmlOf(dashboardPage(view as unknown as DashboardView, {} as DashboardActions));
};

test('a tab of the dashboard that is not loaded yet has its title, and says that it is coming', () => {
  const html = dashboard({});
  expect(html).toContain('id="tab-cost"');
  expect(html).toContain('Loading…');
  expect(html).not.toContain('role="alert"');
});

test('one that cannot be loaded says so for as long as it is shown, and does not promise to come', () => {
  const html = dashboard({ unloaded: 'The file is gone.' });
  expect(html).toContain('Part of this page could not be loaded (The file is gone.).');
  expect(html).toContain('Try again');
  expect(html).not.toContain('Loading…');
});

test('reading that was stopped is said, and can go on; one that is done says nothing', () => {
  const far = { filesDone: 1, filesTotal: 9, bytesDone: 120_000_000, bytesTotal: 310_000_000 };
  const shown = (progress: object): string =>
    dashboard({ answers: { progress: { ...far, ...progress } } as never });
  const stopped = shown({ running: false, cancelled: true });
  expect(stopped).toMatch(/Reading was stopped at 39\s% \(120\.0 MB of 310\.0 MB\)\./);
  expect(stopped).toContain('Read the rest');
  expect(shown({ running: true, cancelled: false })).not.toContain('Read the rest');
  for (const done of [
    { running: false, cancelled: false },
    { running: false, cancelled: true, bytesDone: far.bytesTotal },
  ])
    expect(shown(done)).not.toContain('Figures are of what was read so far.');
});

test('the page of a session says both too, on each tab', async () => {
  const { engine } = await opened([prompt('a', 'go')]);
  const detail = await engine.call('session', { id: 'a' });
  const session = (tab: string, unloaded: string | null): string => {
    const state = SessionState.parse({ id: 'a', tab });
    const view = { state, answers: {}, detail, questions, contents: null, unloaded, trouble: null };
    return htmlOf(sessionPage(view as unknown as SessionView, {} as SessionActions));
  };
  expect(session('cost', null)).toContain('Loading…');
  expect(session('cost', null)).not.toContain('role="alert"');
  for (const tab of ['story', 'cost']) {
    expect(session(tab, 'The file is gone.')).toContain('could not be loaded (The file is gone.).');
    expect(session(tab, 'The file is gone.')).toContain('Try again');
    expect(session(tab, 'The file is gone.')).not.toContain('Loading…');
  }
});
