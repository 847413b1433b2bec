/** A file of its own, without imports: pages use it too. */

/** What conditions can be about, with an example each: for completion and help. */
export const FIELDS = {
  project: 'project:api',
  severity: 'severity:warn',
  model: 'model:opus',
  mode: 'mode:plan',
  version: 'version:2.1',
  branch: 'branch:main',
  task: 'task:debug_loop',
  agent: 'agent:Explore',
  tool: 'tool:Bash',
  since: 'since:2026-10-01',
  until: 'until:2026-10-31',
  cost: 'cost:>2',
  tokens: 'tokens:>1M',
  prompts: 'prompts:>=10',
  errors: 'errors:>0',
  id: 'id:7acd',
} as const;
export type Field = keyof typeof FIELDS;

/** Characters of a query, at most. */
export const LONGEST_QUERY = 1000;
