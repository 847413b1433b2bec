/** Who says something: what a search can be limited to. A file of its own, without imports: pages use it too. */
export const ROLES = ['prompt', 'reply', 'thinking', 'tool', 'result'] as const;
export type Role = (typeof ROLES)[number];

/** What conditions can be about, with an example each: for help. */
export const SEARCH_FIELDS = {
  role: 'role:prompt',
  project: 'project:api',
  branch: 'branch:main',
  model: 'model:opus',
  tool: 'tool:Bash',
  file: 'file:src/app.ts',
  since: 'since:2026-10-01',
  until: 'until:2026-10-31',
  date: 'date:2026-10-14',
} as const;
export type SearchField = keyof typeof SEARCH_FIELDS;

/** Characters of a search, at most. */
export const LONGEST_SEARCH = 500;
