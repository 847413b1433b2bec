import { costStateOf } from '../../log/account';
import { setOwn } from '../../log/own';
import { addDrift } from '../../log/parseCounts';
import type { LogRecord } from '../../log/record';
import { factsOf } from '../reading';
import type { FoldState, LinePlace } from './state';

/** Claude Code's own account of the session; cumulative, so the last one counts (P67). */
export function foldAccount(
  { reading, ofAgent }: FoldState,
  record: LogRecord,
  raw: Record<string, unknown>,
  { t, at, len }: LinePlace,
): void {
  const session = record.sessionId ?? reading.sessionId;
  if (ofAgent || session === '') return;
  const place = { t: t ?? factsOf(reading, '').endedAt, at, len };
  const { account, unreadable } = costStateOf(raw, place);
  for (const name of new Set(unreadable))
    addDrift(reading.parse, {
      what: 'field',
      name: `cost-state.${name} (not a figure)`,
      version: reading.memory.version,
      count: 1,
    });
  setOwn(reading.accounts, session, account);
}
