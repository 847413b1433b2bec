/** Finds a text in the transcript of a session. */

import { expect, test } from 'vitest';
import { minute } from '../support/logs';
import { openWindow } from '../engine/rig';
import { home, spokenIn } from './sessionRig';

const NOW = Date.parse(minute(1));

test('a text is found ignoring case, also in the part that is cut off', async () => {
  const { folder } = home();
  const window = openWindow(folder, null, () => NOW);
  await window.engine.ready;
  const lines = spokenIn(window.engine);
  const seek = (text: string, from = 0) => window.engine.call('findInSession', { id: 'a', text, from });
  const saying = (text: string) =>
    lines.flatMap(({ items }, i) => (items.some((item) => item.text.includes(text)) ? [i] : []));
  expect(await seek('HELLO')).toMatchObject({ found: saying('Hello'), next: null, unread: 0 });
  expect((await seek('x'.repeat(200))).found).toEqual([lines.length - 1]);
  expect((await seek('/w/app', 4)).found).toEqual(saying('/w/app').filter((at) => at >= 4));
  // Field names of the log are not searched.
  expect((await seek('sessionId')).found).toEqual([]);
});
