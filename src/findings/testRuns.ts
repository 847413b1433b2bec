/** What may have run tests, and how wide a run of them is. */
import { factIn } from '../session/facts';
import type { Call } from '../session/step';

/** What a run of tests is limited to; nothing where all run. */
export const limitOf = (call: Call): string[] =>
  String(factIn(call.facts, 'runsTests') ?? '')
    .split(' ')
    .filter((word) => word !== '');

/** True when tests passed in a run that is not narrower than one with this limit, or names what that was limited to. */
export function passesAsWide(call: Call, limit: readonly string[]): boolean {
  if (factIn(call.answer?.facts ?? [], 'testsPassed') === undefined) return false;
  const own = limitOf(call);
  return (
    own.every((word) => limit.includes(word)) ||
    (limit.length > 0 && limit.every((word) => own.includes(word)))
  );
}

const HOOK_RUNNERS = /^(?:pre-commit|prek|lefthook|overcommit)$/;

/** A call after which something is known to run, or not: a test, a program, a sub-agent, a page in a browser. */
export function shows({ facts, name, answer }: Call): boolean {
  if (answer === null) return false;
  if (factIn(answer.facts, 'testsPassed') !== undefined) return true;
  if (
    ['runsTests', 'runsProgram', 'startsBackground', 'waits', 'pushes'].some((fact) =>
      facts.some((one) => one.fact === fact),
    )
  )
    return true;
  // Among the hooks of a repository may be one that runs tests.
  if (facts.some(({ fact, value }) => fact === 'lints' && HOOK_RUNNERS.test(String(value)))) return true;
  // Whatever else a sub-agent, a server or a plug-in did is not known here.
  return (
    /^(?:Task|Agent|BashOutput|TaskOutput|Monitor|Workflow|Skill)$/.test(name) || name.startsWith('mcp__')
  );
}

/** True for a call that may have run tests, as scripts of a project do: whatever is not known to do something else. */
export const mayTest = (call: Call): boolean =>
  shows(call) ||
  (call.shell && !/^(?:read|research)$/.test(call.action) && factIn(call.facts, 'commits') === undefined);
