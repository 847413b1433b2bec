import { expect, test } from 'vitest';
import { worstSeverity } from '../../src/store/tables';
import { figures } from './samples';

test('a session is as bad as its worst signal', () => {
  const signal = {
    name: 's',
    value: 1,
    measure: 1,
    ceiling: 'critical' as const,
    label: '',
    detail: {},
    evidence: [],
  };
  const of = (...severities: ('ok' | 'warn' | 'critical')[]) =>
    worstSeverity(figures('a', { signals: severities.map((severity) => ({ ...signal, severity })) }));
  expect(of()).toBe('ok');
  expect(of('ok', 'warn', 'ok')).toBe('warn');
  expect(of('critical', 'warn')).toBe('critical');
});
