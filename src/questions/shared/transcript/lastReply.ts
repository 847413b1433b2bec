/** Claude's last reply in a session, read from its log. */
import * as z from 'zod';
import { startOf } from '../../../log/secrets';
import type { Session } from '../../../session/join';
import type { LogBytes } from '../../../store/logBytes';
import type { LogPlace } from '../../../store/vault';
import { isoOf } from '../../../usage/days';
import { spokenItemsAt } from './spokenLines';

/** How many of the last replies are tried: a text may be empty, or its line unreadable. */
const REPLIES_BACK = 20;

export const LastReply = z.object({
  text: z.string(),
  /** The text is cut. */
  cut: z.boolean(),
  t: z.string().nullable(),
  at: z.number(),
  file: z.number(),
});

/** Claude's last text for the person, cut; null if there is none or it cannot be read. */
export function lastReply(
  session: Session,
  bytes: LogBytes,
  placeOf: (file: number) => LogPlace,
  most: number,
): z.infer<typeof LastReply> | null {
  let left = REPLIES_BACK;
  for (let i = session.events.length - 1; i >= 0 && left > 0; i--) {
    const event = session.events[i]!;
    if (event.kind !== 'text') continue;
    left--;
    const { at, len, file = 0, t } = event;
    const said = spokenItemsAt({ turn: 0, at, len, file }, bytes, placeOf).filter(
      ({ kind }) => kind === 'reply',
    );
    const text = said.map((one) => one.text).join('\n\n');
    if (text.trim() === '') continue;
    return { text: startOf(text, most), cut: text.length > most, t: isoOf(t), at, file };
  }
  return null;
}
