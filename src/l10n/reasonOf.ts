/** What is wrong with a value that a schema refuses, in words of a person: what would do instead. */
import type * as z from 'zod';
import { en } from './english';

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, () => string>> = {
  array: () => en('give a list'),
  boolean: () => en('give true or false'),
  number: () => en('give a number'),
  int: () => en('give a whole number'),
  string: () => en('give a text'),
  object: () => en('give an object'),
  record: () => en('give an object'),
};

/** The same of what is too little or too much. */
const counted = (least: boolean, { origin }: { origin: string }, bound: number | bigint): string => {
  if (origin === 'string' && bound === 1 && least) return en('give a text');
  if (origin === 'string')
    return least
      ? en('give a text of {n0} characters or more', String(bound))
      : en('give a text of {n0} characters or less', String(bound));
  if (origin === 'array' || origin === 'object')
    return least
      ? en('give {n0} entries or more', String(bound))
      : en('give {n0} entries or less', String(bound));
  return least ? en('give {n0} or more', String(bound)) : en('give {n0} or less', String(bound));
};

/** What is wrong first with each of the things a value may be. */
const firstsOf = (branches: readonly (readonly Issue[])[]): Issue[] =>
  branches.flatMap((issues) => issues.slice(0, 1));

/** Of what may be one thing or another the one that was meant: of the right kind, and looked into deepest. */
function meantBy(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const firsts = firstsOf(issue.errors);
  const meant =
    firsts.find(({ path }) => path.length > 0) ??
    firsts.find(({ code }) => code !== 'invalid_type' && code !== 'invalid_value');
  return meant === undefined ? issue : meantBy({ ...meant, path: [...issue.path, ...meant.path] });
}

function reason(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected]?.() ?? en('give {0}', issue.expected);
    case 'invalid_value':
      return issue.values.length === 1
        ? en('give {0}', String(issue.values[0]))
        : en('give one of {0}', issue.values.join(', '));
    case 'too_small':
      return issue.inclusive === false
        ? en('give more than {n0}', String(issue.minimum))
        : counted(true, issue, issue.minimum);
    case 'too_big':
      return counted(false, issue, issue.maximum);
    case 'unrecognized_keys':
      return en('there is no {0}', issue.keys.map((key) => `“${key}”`).join(', '));
    case 'invalid_union':
      return firstsOf(issue.errors)
        .map(reason)
        .reduce((one, other) => en('{w0}, or else {w1}', one, other));
    default:
      return issue.message;
  }
}

/** What would do instead. `below`: how much of the place a person knows already; the rest is named, as in `at [0].usd: give a number`. */
export function reasonOf(found: Issue | undefined, below = 0): string {
  if (found === undefined) return en('not valid');
  const issue = meantBy(found);
  const place = issue.path
    .slice(below)
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
  return place === '' ? reason(issue) : en('at {0}: {w1}', place, reason(issue));
}
