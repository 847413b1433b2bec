/** The templates that ship with Vigil, as data: contents by path. Written to be cut down, not to be kept whole. */

const CLAUDE_MD = `# Project

What this project is, for whom, in two sentences.

## Commands

- Build: \`…\`
- Test everything: \`…\`, one test: \`…\`
- Lint and format: \`…\`

## Where things are

- \`src/\`: …
- \`test/\`: …

## How to work here

- Read a file before changing it. Look at how its neighbours do it.
- Run the tests that cover a change, and say which you ran and what they said.
- Ask before deleting data, changing dependencies, or touching what the task does not name.
- Never skip commit hooks. Never commit or push unless asked.
`;

const SETTINGS = `${JSON.stringify(
  {
    permissions: {
      allow: ['Bash(git status:*)', 'Bash(git diff:*)', 'Bash(git log:*)', 'Bash(git show:*)', 'Bash(ls:*)'],
      ask: ['Bash(git push:*)', 'Bash(git rebase:*)'],
      deny: [
        'Read(./.env)',
        'Read(./.env.*)',
        'Read(./**/*.pem)',
        'Read(./**/*.key)',
        'Bash(git push --force:*)',
        'Bash(git commit --no-verify:*)',
        'Bash(git reset --hard:*)',
        'Bash(git clean:*)',
        'Bash(rm -rf:*)',
        'Bash(chmod 777:*)',
        'Bash(sudo:*)',
      ],
    },
  },
  null,
  2,
)}\n`;

const agent = (name: string, description: string, tools: string, body: string): string =>
  `---\nname: ${name}\ndescription: ${description}\ntools: ${tools}\n---\n\n${body}\n`;
const command = (description: string, body: string): string =>
  `---\ndescription: ${description}\n---\n\n${body}\n`;

const DEFAULT: Readonly<Record<string, string>> = {
  'CLAUDE.md': CLAUDE_MD,
  '.claude/settings.json': SETTINGS,
  '.claude/agents/reviewer.md': agent(
    'reviewer',
    'Reviews a change for faults before it is committed. Use after work on code is done.',
    'Read, Grep, Glob, Bash',
    `Read the change (\`git diff\`) and the code around it. Look for, in this order: wrong results, lost data, missed cases,
errors that are swallowed, tests that would pass without the change, names that mislead.

For each fault give file and line, how it shows (an input that goes wrong), and what would mend it. Say what you checked
and found sound. If there is nothing, say so; do not make up remarks about style.`,
  ),
  '.claude/agents/explorer.md': agent(
    'explorer',
    'Finds out how something works in this code base without changing it.',
    'Read, Grep, Glob',
    `Answer the question with the files and lines that prove the answer. Follow calls to their end instead of guessing from
names. Say what you could not find out.`,
  ),
  '.claude/commands/review.md': command(
    'Review the uncommitted change',
    'Review the uncommitted change with the reviewer agent. List its findings, worst first. Change nothing.',
  ),
  '.claude/commands/fix-issue.md': command(
    'Work on an issue',
    `Work on issue $ARGUMENTS.

1. Read it whole and say in one sentence what has to be different afterwards.
2. Find the code concerned. Write a test that fails for the reason given.
3. Mend it. Run that test, then all tests that cover the files you changed.
4. Say what you changed, what you ran, and what you did not check.`,
  ),
  '.claude/commands/commit.md': command(
    'Commit what is staged',
    `Look at the staged change only (\`git diff --cached\`). Write a message whose first line says what is different now, in at
most 72 characters. Commit with the hooks on. If a hook refuses, show what it says and stop.`,
  ),
  '.claude/rules/tests.md': `# Tests

- A test fails before the change and passes after it.
- Never loosen an assertion to make a test pass. If the test is wrong, say why before changing it.
- Say the exact command that was run and its last lines.
`,
};

/** Files by path, by template. */
export const BUNDLED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  default: DEFAULT,
  minimal: { 'CLAUDE.md': CLAUDE_MD, '.claude/settings.json': SETTINGS },
};
