/** What `npm run labels` prints. */
import { inspect, readLogs } from '../../src/library/inspect';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { agreementsOf, judge, judgeFindings, scoresOf, type Score, type Share } from './measure';
import { reader } from './places';
import { editRows, findingRows, phraseRows, readTwice, type Part } from './rows';

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const withInterval = (one: Share | null): string =>
  one === null ? '–' : `${percent(one.share)} (${percent(one.low)}–${percent(one.high)})`;

const table = (scores: readonly Score[]): string => {
  const rows = [
    [
      'category',
      'rows',
      'true',
      'marked',
      'right',
      'precision (95 %)',
      'recall (95 %)',
      'recall, hits left out',
    ],
    ...scores.map((score) => [
      score.category,
      ...[score.rows, score.truth, score.marked, score.right].map(String),
      withInterval(score.precision),
      withInterval(score.recall),
      withInterval(score.openRecall),
    ]),
  ];
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** Names of what is found in each file of the corpus. */
export function findingsIn(corpus: string): (file: string) => ReadonlySet<string> {
  const logs = readLogs([corpus]);
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  const found = new Map<string, Set<string>>();
  // A sub-agent may lie in the log of its parent.
  for (const session of inspect(logs, rules).sessions)
    for (const file of [session.file, ...session.alsoIn])
      found.set(file, new Set([...(found.get(file) ?? []), ...session.findings.map(({ name }) => name)]));
  return (file) => found.get(file) ?? new Set();
}

/** Precision and recall of one part, and the agreement of the readers. */
export function printLabels(corpus: string, part: Part): string {
  const said = reader(corpus);
  const phrases = judge(phraseRows(part), said);
  const edits = judge(editRows(part), said);
  const findings = judgeFindings(findingRows(part), findingsIn(corpus));
  const twice = agreementsOf(readTwice());
  const missing = phrases.missing.length + edits.missing.length;
  return [
    `${part === 'test' ? 'Test' : 'Tuning'} part`,
    '',
    `Texts and prompts`,
    table(scoresOf(phrases.judged)),
    '',
    'Edits',
    table(scoresOf(edits.judged)),
    '',
    'Findings, by session',
    table(scoresOf(findings)),
    ...(missing === 0
      ? []
      : ['', `${missing} labelled lines hold nothing that a measure looks at (sub-agents’ words, copies).`]),
    '',
    twice.length === 0
      ? 'No place was read twice.'
      : [
          'Two readings',
          ...twice.map(
            ({ category, rows, agreement, kappa }) =>
              `${category}: ${rows} rows, ${percent(agreement)} the same, kappa ${kappa === null ? '–' : kappa.toFixed(2)}`,
          ),
        ].join('\n'),
  ].join('\n');
}

/** Rows on which label and Vigil differ, for whoever works on the rules: places, no words. */
export const mistakesOf = (corpus: string, part: Part): string[] =>
  judge(phraseRows(part), reader(corpus)).judged.flatMap(({ row, label, marked }) =>
    label === marked ? [] : [`${marked ? '+' : '-'} ${row.category} ${row.file}:${row.line}`],
  );
