/** Converts a file of the library for the archive. */
import { conversationIn } from '../session/join';
import { idsOf } from '../session/ownership';
import type { Followed } from '../session/follow';
import type { FileChange } from '../store/changes';
import { packReading } from './pack';
import type { Entry } from './shelf';

/** `lost`: see `FileChange`; null if unknown. */
export const fileChangeOf = (
  { file, gone }: Entry,
  { reading, cursor }: Followed,
  lost: Iterable<string> | null = null,
): FileChange => ({
  path: file.path,
  root: file.root,
  sessionId: conversationIn(reading),
  agentId: reading.agentId,
  cursor,
  forkRank: reading.fork ? 1 : 0,
  firstAt: reading.firstAt,
  gone,
  reading: packReading(reading),
  keys: idsOf(reading),
  ...(lost === null ? {} : { lost }),
});
