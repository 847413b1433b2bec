import { expect, test } from 'vitest';
import { alarmsToTell } from '../../src/host/alarms';
import { live, reading } from './rig';

const here = ['/home/ada/app'];
const bad = reading({ name: 'stop_phrase', severity: 'critical' });
const tell = (sessions: Parameters<typeof alarmsToTell>[0], told: string[] = [], muted: string[] = []) =>
  alarmsToTell(sessions, new Set(told), muted, here, false).map(({ key }) => key);

test('only what is CRITICAL, live and of this workspace is told, once per session and signal', () => {
  const sessions = [
    live({ id: 'a' }, [bad, reading({ severity: 'warn' })]),
    live({ id: 'ended', state: 'ended' }, [bad]),
    live({ id: 'elsewhere', project: '/other' }, [bad]),
    live({ id: 'b', state: 'waiting' }, [bad, reading({ severity: 'critical' })]),
  ];
  expect(tell(sessions)).toEqual(['a stop_phrase', 'b stop_phrase', 'b read_edit_ratio']);
  expect(tell(sessions, ['a stop_phrase', 'b read_edit_ratio'])).toEqual(['b stop_phrase']);
  expect(tell(sessions, [], ['stop_phrase'])).toEqual(['b read_edit_ratio']);
});
