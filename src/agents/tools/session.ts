/** `vigil_session`: what happened in one session. */
import * as z from 'zod';
import { clip, visible } from '../../log/visible';
import { sealSecrets } from '../../log/secrets';
import type { SessionDetail } from '../../questions/session';
import type { Story, StoryPrompt } from '../../questions/story';
import { SEVERITY_WORD } from '../../signals/severityWords';
import { counted } from '../../signals/signal';
import { findingWords } from '../../findings/registry';
import { formatCost, formatTokens, isAtLeast } from '../../usage/format';
import { sessionNamed } from './sessions';
import { cited, facts, QUOTED, quoted, timeOf, ToolError, type Tool } from './tool';

const args = z.object({
  session: z.string().max(100).describe('Id of the session, or its first characters (at least 4).'),
});

/** What is told of one session. */
const MOST = { prompts: 30, findings: 12, files: 30, reply: 4_000 };

export const sessionTool: Tool<typeof args> = {
  name: 'vigil_session',
  title: 'Read a Claude Code session',
  says: 'One Claude Code session: what was asked and what came of it, findings, changed files, the last reply.',
  description:
    'Tells what happened in one Claude Code session: facts and cost, what Vigil found wrong with advice, each prompt with what came of it, the files it changed, and the last reply. Get ids from vigil_sessions or vigil_search.',
  args,
  async answer({ session: beginning }, asking) {
    const { id } = await sessionNamed(beginning, asking);
    const detail = await asking.ask('session', { id });
    const story = await asking.ask('story', { id });
    if (detail === null) throw new ToolError(`What is known of session ${id} cannot be read.`);
    return [
      ...cited(id, detail.row.name, asking),
      `  ${factsOf(detail)}`,
      QUOTED,
      ...findingLines(detail),
      ...(story === null ? ['', 'Its log is gone: what was said is no longer known.'] : storyLines(story)),
    ].join('\n');
  },
};

const factsOf = ({ row, figures }: SessionDetail): string =>
  facts(
    `${timeOf(row.startedAt)} to ${timeOf(row.endedAt)}`,
    row.state,
    row.project === null ? '' : `project ${quoted(row.project, 200)}`,
    ...figures.gitBranches.slice(-1).map((branch) => `branch ${quoted(branch, 80)}`),
    SEVERITY_WORD[row.severity],
    counted(row.prompts, 'prompt'),
    counted(row.subAgents, 'sub-agent'),
    `${formatTokens(row.tokens)} tokens`,
    formatCost(row.costMicroUsd, { lowerBound: isAtLeast(row) }),
    row.unpriced.length > 0 ? `without the price of ${row.unpriced.join(', ')}` : '',
  );

function findingLines({ figures: { findings } }: SessionDetail): string[] {
  if (findings.length === 0) return ['', 'Findings: none.'];
  return [
    '',
    'Findings:',
    ...findings
      .slice(-MOST.findings)
      .flatMap(({ name, severity, sentence, open, evidence }) => [
        `- ${SEVERITY_WORD[severity]}${open ? '' : ', repaired'}: ${quoted(sentence, 300)}${evidence.at(-1)?.note ? ` (${quoted(evidence.at(-1)?.note ?? '', 160)})` : ''}`,
        ...(open ? [`  ${findingWords(name).advice}`] : []),
      ]),
  ];
}

function storyLines({ prompts, asked, files, moreFiles, changed, lastReply }: Story): string[] {
  const recent = prompts.slice(-MOST.prompts);
  const left = asked.left + prompts.length - recent.length;
  const shown = files.slice(0, MOST.files);
  const more = moreFiles + files.length - shown.length;
  return [
    '',
    `Prompts${left > 0 ? ` (the last ${recent.length}; ${left} before)` : ''}:`,
    ...recent.flatMap(promptLines),
    ...(files.length === 0
      ? ['', 'No file was changed.']
      : [
          '',
          `Changed: ${counted(changed.files, 'file')}, ${changed.atLeast ? 'at least ' : ''}+${changed.added} −${changed.removed} lines`,
          ...shown.map(
            ({ path, created, added, removed }) =>
              `- ${quoted(path, 300)}${created ? ' (new)' : ''}${added === null ? '' : ` +${added} −${removed ?? 0}`}`,
          ),
          ...(more > 0 ? [`- and ${more} more`] : []),
        ]),
    ...(lastReply === null
      ? []
      : [
          '',
          'Last reply:',
          // A key that is quoted line by line no longer looks like one.
          ...clip(visible(sealSecrets(lastReply.text)), MOST.reply)
            .split('\n')
            .map((line) => `> ${line}`),
        ]),
  ];
}

function promptLines(prompt: StoryPrompt): string[] {
  const { turn, command, text, startedAt, calls, failed, denied, interrupted, findings } = prompt;
  const said = text === null ? 'what was asked is no longer in the log' : quoted(text, 400);
  const came = facts(
    timeOf(startedAt),
    counted(calls, 'call'),
    failed === 0 ? '' : `${failed} failed`,
    denied === 0 ? '' : `${denied} denied`,
    interrupted ? 'interrupted' : '',
    prompt.costMicroUsd === null ? '' : formatCost(prompt.costMicroUsd, { lowerBound: prompt.costAtLeast }),
    ...findings.map(
      ({ sentence, open }) => `${open ? 'found' : 'found and repaired'}: ${quoted(sentence, 160)}`,
    ),
  );
  return [
    `${turn + 1}. ${command === null ? said : `${command} ${text === '' ? '' : said}`.trim()}`,
    `   ${came}`,
  ];
}
