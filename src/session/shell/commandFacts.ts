/** What a shell command is about: commits, tests, checks, dangers. */
import type { Fact } from '../facts';
import { runsOf } from './runs';

/** Facts of a command; `given` is the whole input of the call. */
export function commandFacts(command: string, _given: Readonly<Record<string, unknown>>): Fact[] {
  const facts: Fact[] = [];
  for (const { program, args } of runsOf(command)) {
    if (program === 'git' && args.includes('commit')) facts.push({ fact: 'commits' });
  }
  return facts;
}
