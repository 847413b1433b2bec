/** Faults of the machine rather than of the work, files that are not there, and waits that ran out. */
import type { Answer } from '../answerFacts';
import type { Fact } from '../facts';

/** A longer answer is something that was printed, not an error. Characters. */
const LONGEST = 4_000;

const FAULTS: readonly (readonly [kind: string, words: RegExp])[] = [
  [
    'cannotFork',
    /fork: (?:retry: )?(?:Resource temporarily unavailable|Cannot allocate memory|No child processes)|cannot fork\b|fork\/exec .{0,80}resource temporarily unavailable/i,
  ],
  [
    'noTerminal',
    /a terminal is required to read the password|no tty present and no askpass|sudo: a password is required|the input device is not a TTY|inappropriate ioctl for device/i,
  ],
  [
    'noHost',
    /could not resolve host|temporary failure in name resolution|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|Name or service not known|nodename nor servname provided/i,
  ],
  ['noSpace', /no space left on device|\bENOSPC\b|disk quota exceeded/i],
  ['noMemory', /\bENOMEM\b|cannot allocate memory|JavaScript heap out of memory/i],
  ['readOnly', /read-only file system|\bEROFS\b/i],
  [
    'noProgram',
    /(?:^|: )(?:command not found|not found)(?:: \S{1,80})?$|is not recognized as (?:an internal or external command|the name of a cmdlet)/im,
  ],
];
const TIMED_OUT =
  /<retrieval_status>timeout<|did not complete within its \d{1,6}s timeout|^(?:Error: )?Command timed out after|Timeout waiting for/im;
const MISSING =
  /(?:<tool_use_error>)?(?:File|Directory) does not exist|\bENOENT\b|: No such file or directory|Cannot find path|does not exist in '|^fatal: path '[^'\n]{1,300}' does not exist/im;

export function environmentFacts({ text, failed, call }: Answer): Fact[] {
  const facts: Fact[] = [];
  const short = text.slice(0, LONGEST);
  if (TIMED_OUT.test(short)) facts.push({ fact: 'waitTimedOut' });
  if (!failed && !(call.shell && text.length < LONGEST)) return facts;
  if (failed && MISSING.test(short)) facts.push({ fact: 'missingFile' });
  if (!call.shell) return facts;
  const fault = FAULTS.find(([, words]) => words.test(short));
  // A program that is not there fails; other words of the kind may be quoted in what was printed.
  if (fault !== undefined && (failed || fault[0] !== 'noProgram'))
    facts.push({ fact: 'environmentFault', value: fault[0] });
  return facts;
}
