/**
 * The answer of the Stop hook: the findings of the session that is about to stop, so that the agent repairs them or reports them. Each
 * finding is reported once, and never while the agent works on the answer of a hook. Pure.
 */
import * as z from 'zod';
import { identifyingLine, type Found } from '../findings/finding';
import { openOf } from '../findings/registry';
import { clip, oneLine } from '../log/visible';

/** The part of the hook input that Vigil reads. */
export const StopInput = z.object({
  session_id: z.string().min(1).max(200),
  transcript_path: z.string().min(1).max(4_000),
  hook_event_name: z.string().max(100).optional(),
  /** The agent already continues because of a hook. */
  stop_hook_active: z.boolean().default(false),
  last_assistant_message: z.string().nullish().catch(null),
});
export type StopInput = z.infer<typeof StopInput>;

/** Reported findings by session, the latest session last. */
export const ToldFindings = z.object({
  version: z.literal(1),
  sessions: z.array(z.object({ session: z.string(), keys: z.array(z.string()) })),
});
export type ToldFindings = z.infer<typeof ToldFindings>;

/** What an agent can do about a finding. Findings that are not listed are for the person and not reported to the agent. */
export const FOR_AGENTS: Readonly<Record<string, string>> = {
  data_lost: 'Say what was lost and whether it can be brought back; do nothing more to it unasked.',
  failing_tests: 'Name the tests that fail, or mend them and run them again.',
  guard_bypassed: 'Say that the check was skipped, and run it on what was committed.',
  guard_weakened:
    'Take the change back and mend the code, unless the person asked for it; say which of the two.',
  harm_done: 'Say what happened, and stop it if it goes on.',
  secret_shown: 'Say which secret was shown, so that it can be replaced; do not write it again.',
  unbacked_claim: 'Check it now and say how, or say that it was not checked.',
  wrong_tree: 'Look at the folder and the branch you work in, and say where the work is.',
};

const MOST_SESSIONS = 100;
const MOST_TOLD = 5;

const keyOf = (found: Found): string =>
  `${found.name} ${identifyingLine(found).file}:${identifyingLine(found).at}`;

/** Open findings that are not reported yet, the worst first. */
export function findingsToReport(
  findings: readonly Found[],
  session: string,
  reported: ToldFindings | null,
): Found[] {
  const known = new Set(reported?.sessions.find((one) => one.session === session)?.keys);
  return openOf(findings)
    .filter((one) => Object.hasOwn(FOR_AGENTS, one.name) && !known.has(keyOf(one)))
    .slice(0, MOST_TOLD);
}

/** The reported findings after these. */
export function withFindings(
  reported: ToldFindings | null,
  session: string,
  findings: readonly Found[],
): ToldFindings {
  const before = reported?.sessions.find((one) => one.session === session)?.keys ?? [];
  const others = (reported?.sessions ?? []).filter((one) => one.session !== session);
  const keys = [...new Set([...before, ...findings.map(keyOf)])];
  return { version: 1, sessions: [...others, { session, keys }].slice(-MOST_SESSIONS) };
}

/** The text for the agent; null if there is nothing to report. */
export const stopAnswer = (findings: readonly Found[]): { decision: 'block'; reason: string } | null =>
  findings.length === 0
    ? null
    : {
        decision: 'block',
        reason: [
          'Vigil read the log of this session and found:',
          ...findings.map((one) => `- ${clip(oneLine(one.sentence), 300)}. ${FOR_AGENTS[one.name] ?? ''}`),
          'Put right what is yours to put right. What is not, or is not so, say to the person in plain words, and stop.',
        ].join('\n'),
      };
