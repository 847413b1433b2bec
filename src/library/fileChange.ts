/** A file as the archive takes it. */
import { conversationIn } from '../session/join';
import { idsOf } from '../session/ownership';
import type { Followed } from '../session/follow';
import type { FileChange } from '../store/changes';
import { packReading } from './pack';
import type { Entry } from './shelf';

/** `lost`: as `FileChange` has it; null where it is not known. */
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
