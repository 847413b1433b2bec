/** Commands that show work of others. */
import { remembered } from '../remembered';
import type { Run } from './runs';

/** Programs that show work of others, and the words by which they do. */
const WATCHERS: readonly (readonly [program: RegExp, words: RegExp])[] = [
  [/^(?:gh|glab)$/, /\b(?:run|pr|mr|ci|pipeline|workflow|deployment)\b/],
  [/^(?:kubectl|oc)$/, /\b(?:rollout|get|wait|describe)\b/],
  [/^(?:helm|flyctl|fly|argocd|circleci|buildkite-agent|bk)$/, /\b(?:status|get|wait|show|list)\b/],
  [/^(?:aws|gcloud|az)$/, /\b(?:wait|show|list|status|(?:describe|get)(?:-[\w-]{1,60})?)\b/],
  [/^(?:squeue|sacct|qstat)$/, /^/],
];

/** The words by which a program shows it. */
const watchingWords = remembered((program) =>
  WATCHERS.filter(([name]) => name.test(program)).map(([, words]) => words),
);

/** True for a look at work of others that goes on: a run of CI, a rollout. */
export const watches = ({ program, args }: Run): boolean =>
  watchingWords(program).some((words) => words.test(args.join(' ')));
