/** Facts about errors of the environment, missing files, and waiting for background work. */
import type { Answer } from './answer';
import { factIn, type Fact } from '../facts';
import { wholeFingerprint } from '../reading';

/** A longer result is normal output, not an error. Characters. */
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
const ENDED = /<status>(?:completed|failed|killed|stopped)<|<exit_code>\d/;
/** Sub-agents work for minutes, so waiting for one repeatedly is normal. */
const OF_AGENT = /<task_type>(?:local_|remote_)?agent</;
const MISSING =
  /(?:<tool_use_error>)?(?:File|Directory) does not exist|\bENOENT\b|: No such file or directory|Cannot find path|does not exist in '|^fatal: path '[^'\n]{1,300}' does not exist/im;

/** Work elsewhere is not done yet, so a command that checks it fails. */
const PENDING = /\b(?:pending|queued|in[ _-]progress|timed out waiting for|ContainerCreating)\b/i;

/** Dates and times, which differ between otherwise equal outputs. */
const TIMES = /\d{4}-\d\d-\d\dT?[\d:.Z+ -]{0,20}|\b\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?\b/g;

const isOfAgent = ({ name }: Answer['call'], text: string): boolean =>
  name.startsWith('AgentOutput') || OF_AGENT.test(text);

export function environmentFacts({ text, failed, call }: Answer): Fact[] {
  const facts: Fact[] = [];
  const waits = factIn(call.facts, 'waits') !== undefined;
  if (!call.shell && !waits && !failed) return facts;
  const short = text.slice(0, LONGEST);
  if ((waits || call.shell) && /time/i.test(short) && TIMED_OUT.test(short) && !isOfAgent(call, short))
    facts.push({ fact: 'waitTimedOut' });
  if (waits && ENDED.test(short)) facts.push({ fact: 'waitEnded' });
  // Other programs also print “pending”, for example for skipped tests, a rebase or migrations.
  const watches = call.shell && (waits || factIn(call.facts, 'watches') !== undefined);
  const pending = watches && PENDING.test(short);
  if (pending) facts.push({ fact: 'pending' });
  if (waits && text !== '' && !pending && !isOfAgent(call, short))
    facts.push({ fact: 'shownByWait', value: wholeFingerprint(text.replace(TIMES, '').trim()) });
  if (failed && MISSING.test(short)) facts.push({ fact: 'missingFile' });
  // Long output of a successful command may merely quote such words.
  if (!call.shell || (!failed && (call.action !== 'other' || text.length >= LONGEST))) return facts;
  const fault = FAULTS.find(([, words]) => words.test(short));
  if (fault !== undefined && (failed || fault[0] !== 'noProgram'))
    facts.push({ fact: 'environmentFault', value: fault[0] });
  return facts;
}
