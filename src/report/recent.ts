/** What `vigil report` says when no days are named: today, 7 and 30 days beside each other, and what moved most. Pure. */
import { lastDays, stepped, type Clock } from '../usage/days';
import { formatCost } from '../usage/format';
import type { Cell, Document } from './document';
import { reportDocument, reportOf, type Report, type ReportInput } from './report';
import { rangeWords } from './overTime';
import { cost, tokens, type Sum } from './sums';
import { compareTexts } from '../log/compareTexts';
import { modelWords } from './modelWords';

export interface Span {
  name: string;
  from: string | null;
  to: string | null;
  total: Report['total'];
}

/** What cost more or less in the last 7 days than in the 7 before. */
export interface Mover {
  kind: 'project' | 'model';
  name: string;
  beforeMicroUsd: number;
  afterMicroUsd: number;
}

export interface Recent {
  spans: Span[];
  movers: Mover[];
  /** Of the last 30 days, or of all time where nothing was done in them. */
  detail: ReportInput;
  clock: Clock;
}

const MOST_MOVERS = 5;
/** Less than a cent is no move. */
const LEAST_MOVE = 10_000;

export function recentOf(input: ReportInput, today: string): Recent {
  const days = (count: number): Pick<ReportInput, 'from' | 'to'> => lastDays(today, count);
  const spanOf = (name: string, range: Pick<ReportInput, 'from' | 'to'>): Span => ({
    name,
    ...range,
    total: reportOf({ ...input, ...range }).total,
  });
  const spans = [
    spanOf('Today', days(1)),
    spanOf('7 days', days(7)),
    spanOf('30 days', days(30)),
    spanOf('All time', { from: null, to: null }),
  ];
  const month = spans[2]?.total;
  const quiet = month === undefined || (month.requests === 0 && month.sessions === 0);
  return {
    spans,
    movers: moversOf(
      reportOf({ ...input, from: stepped(today, -13), to: stepped(today, -7) }),
      reportOf({ ...input, ...days(7) }),
    ),
    detail: quiet ? input : { ...input, ...days(30) },
    clock: input.clock,
  };
}

function moversOf(was: Report, is: Report): Mover[] {
  const moved = (kind: Mover['kind'], a: readonly (Sum & { name: string })[], b: typeof a): Mover[] => {
    const names = [...new Set([...a, ...b].map(({ name }) => name))];
    const costOf = (rows: typeof a, name: string): number =>
      rows.find((one) => one.name === name)?.costMicroUsd ?? 0;
    return names.map((name) => ({
      kind,
      name,
      beforeMicroUsd: costOf(a, name),
      afterMicroUsd: costOf(b, name),
    }));
  };
  const projects = ({ byProject }: Report) =>
    byProject.map((row) => ({ ...row, name: row.project || '(unknown)' }));
  const called = modelWords([...new Set([...was.byModel, ...is.byModel].map(({ model }) => model))]);
  const models = ({ byModel }: Report) => byModel.map((row) => ({ ...row, name: called(row.model) }));
  const change = (one: Mover): number => Math.abs(one.afterMicroUsd - one.beforeMicroUsd);
  return [...moved('project', projects(was), projects(is)), ...moved('model', models(was), models(is))]
    .filter((one) => change(one) >= LEAST_MOVE)
    .sort((a, b) => change(b) - change(a) || compareTexts(a.name, b.name))
    .slice(0, MOST_MOVERS);
}

const money = (microUsd: number): string => formatCost(microUsd, { lowerBound: false });

/** What the part below is of; the title of the report says the rest. */
const rangeTitle = ({ from, to }: ReportInput): string =>
  from === null ? 'All time' : `The last 30 days, ${rangeWords(from, to)}`;

export function recentDocument({ spans, movers, detail }: Recent): Document {
  const below = reportDocument(detail);
  return {
    title: 'Claude Code sessions',
    sections: [
      {
        heading: null,
        head: ['', 'Sessions', 'Prompts', 'Requests', 'Tokens', 'Cost'],
        rows: spans.map(({ name, total }): Cell[] => [
          name,
          total.sessions,
          total.prompts,
          total.requests,
          tokens(total),
          cost(total),
        ]),
        goFirst: ['Requests', 'Prompts'],
      },
      {
        heading: 'Moved most: the last 7 days and the 7 before',
        ...(movers.length === 0
          ? { text: ['Nothing cost a cent more or less.'] }
          : {
              head: ['', 'Before', 'Now', 'Difference'],
              rows: movers.map((one): Cell[] => [
                one.name,
                money(one.beforeMicroUsd),
                money(one.afterMicroUsd),
                `${one.afterMicroUsd > one.beforeMicroUsd ? '+' : ''}${money(one.afterMicroUsd - one.beforeMicroUsd)}`,
              ]),
            }),
      },
      ...below.sections.map((section, i) =>
        i === 0 ? { ...section, heading: rangeTitle(detail) } : section,
      ),
    ],
  };
}
