/** `vigil hook`: Claude Code's Stop hook. Errors never disturb Claude: they are only written to a log. */
import { fstatSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readAt, withFile, type Gate } from '../log/gate';
import { jsonFile } from '../store/jsonFile';
import { smallFiles } from '../store/smallFiles';
import { stopAnswer, StopInput, ToldFindings, findingsToReport, withFindings } from '../agents/stopHook';
import { standardInput } from './input';
import { noteFailure } from './noteFailure';
import { conversationIn, logGate } from './oneSession';
import { rulesFrom, settingsOf, storeToWrite, type Around, type ReadingOptions } from './options';
import { DONE, jsonLine, print, UsageError } from './output';
import { isMuted } from '../detectors/muted';

/** Larger logs are not read, because Claude would wait too long. Bytes. */
const MOST_BYTES = 96 << 20;

export async function hookCommand(options: ReadingOptions, around: Around): Promise<number> {
  try {
    const said = await answerTo(await standardInput('hook'), options, around);
    if (said !== null) print(jsonLine(said));
  } catch (error) {
    // With a terminal, a person ran it, not Claude Code.
    if (error instanceof UsageError && process.stdin.isTTY) throw error;
    noteFailure('hook', error, options, around);
  }
  return DONE;
}

async function answerTo(text: string, options: ReadingOptions, around: Around): Promise<object | null> {
  const input = StopInput.parse(JSON.parse(text));
  // A hook already made Claude continue: doing so again could loop.
  if (input.stop_hook_active) return null;
  const resolved = settingsOf(options, around);
  const { settings } = resolved;
  const gate = logGate(settings, around);
  await untilWritten(input, gate);
  const session = conversationIn(
    input.transcript_path,
    input.session_id,
    { settings, rules: rulesFrom(options, around, resolved), most: MOST_BYTES },
    gate,
    around,
  ).figures.get(input.session_id);
  if (session === undefined) return null;
  const file = jsonFile(storeToWrite(options, around), 'hook.json', ToldFindings, smallFiles);
  const reported = file.readOrNull();
  const found = findingsToReport(
    session.findings.filter(
      ({ name }) => !isMuted(settings.alerts, name, session.repository ?? session.project),
    ),
    input.session_id,
    reported,
  );
  if (found.length > 0) file.write(withFindings(reported, input.session_id, found));
  return stopAnswer(found);
}

const TAIL_BYTES = 256 << 10;
const LOOKS = 5;
const LOOK_MS = 60;

/** Waits for the last reply, because Claude Code may write its log a moment later. */
async function untilWritten(
  { transcript_path: path, last_assistant_message: reply }: StopInput,
  gate: Gate,
): Promise<void> {
  if (reply == null || reply === '') return;
  const end = JSON.stringify(reply.slice(-80)).slice(1, -1);
  for (let look = 0; look < LOOKS; look++) {
    const tail = withFile(gate, path, (handle) => {
      const { size } = fstatSync(handle);
      const from = Math.max(0, size - TAIL_BYTES);
      return readAt(handle, from, size - from).toString('utf8');
    });
    if (tail.includes(end)) return;
    await pause(LOOK_MS);
  }
}
