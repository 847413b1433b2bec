/** Commands that check work elsewhere. */
import { memoize } from '../memoize';
import type { Run } from './runs';

/** Programs that check work elsewhere, and the arguments with which they do. */
const WATCHERS: readonly (readonly [program: RegExp, words: RegExp])[] = [
  [/^(?:gh|glab)$/, /\b(?:run|pr|mr|ci|pipeline|workflow|deployment)\b/],
  [/^(?:kubectl|oc)$/, /\b(?:rollout|get|wait|describe)\b/],
  [/^(?:helm|flyctl|fly|argocd|circleci|buildkite-agent|bk)$/, /\b(?:status|get|wait|show|list)\b/],
  [/^(?:aws|gcloud|az)$/, /\b(?:wait|show|list|status|(?:describe|get)(?:-[\w-]{1,60})?)\b/],
  [/^(?:squeue|sacct|qstat)$/, /^/],
];

/** The patterns of these arguments for a program. */
const watchingWords = memoize((program) =>
  WATCHERS.filter(([name]) => name.test(program)).map(([, words]) => words),
);

/** True for a command that checks work elsewhere: CI, a rollout. */
export const watches = ({ program, args }: Run): boolean =>
  watchingWords(program).some((words) => words.test(args.join(' ')));
