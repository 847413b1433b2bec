import { expect, test } from 'vitest';
import { PageState } from '../../src/pages/dashboard/state';
import { trendsState } from '../../webview/dashboard/measures/trendsState';
import { trendsSection } from '../../webview/dashboard/sections/trends';
import type { Actions, View } from '../../webview/dashboard/tab';
import { htmlOf } from '../../webview/shared/html';
import { opened } from '../questions/sessionRig';
import { answer, prompt } from '../support/logs';

/** Trends of one session, of which the days are all. */
async function trendsOf(lines: Parameters<typeof opened>[0]): Promise<string> {
  const { engine } = await opened(lines);
  const state = PageState.parse({ tab: 'quality' });
  const chosen = trendsState.read({ state });
  const trends = await engine.call('trends', { ...chosen, range: 'all', query: '' });
  const view = { state, answers: { trends, filterChoices: { known: 1 } } };
  return htmlOf(trendsSection.view(view as unknown as View, {} as Actions));
}

test('where no session has data no axes are drawn, and more can be shown', async () => {
  const html = await trendsOf([prompt('a', 'go'), answer('a', 'Done.')]);
  expect(html).toContain('No session in these days has data for this.');
  expect(html).not.toContain('<canvas');
});
