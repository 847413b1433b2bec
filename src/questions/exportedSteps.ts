/** A range of a session's transcript that its page renders to a file: longer texts, likely secrets redacted (P49). */
import * as z from 'zod';
import type { Session } from '../session/join';
import { sealSecrets } from '../log/secrets';
import { writtenName } from '../session/naming';
import { withAgent } from '../session/sessionId';
import { isAtLeast } from '../usage/format';
import { CardRow, charsOf, stepFiller } from './cards';
import { rowIn, type Sources } from './shared/sources';
import { sealRecord, sealsIn, sealView } from './shared/sealed';
import { stepsIn, rowsIn, type Row, type Step } from './shared/transcript/steps';
import type { StepView } from './shared/transcript/stepShape';

/** Whether to include calls and results, thinking, and pictures. */
export const Wanted = z.object({ tools: z.boolean(), thinking: z.boolean(), pictures: z.boolean() });
export type Wanted = z.infer<typeof Wanted>;

export const args = Wanted.extend({
  id: z.string(),
  /** A sub-agent of its conversation; '' for the session itself. */
  of: z.string().max(200).default(''),
  offset: z.number().int().min(0),
});

export const reply = z
  .object({
    head: z.object({
      id: z.string(),
      name: z.string(),
      project: z.string().nullable(),
      startedAt: z.string().nullable(),
      endedAt: z.string().nullable(),
      models: z.array(z.object({ model: z.string(), output: z.number() })),
      branches: z.array(z.string()),
      costMicroUsd: z.number().nullable(),
      atLeast: z.boolean(),
    }),
    rows: z.array(CardRow),
    /** Offset of the next rows; null at the end. */
    next: z.number().nullable(),
    /** Number of secrets redacted in these rows and the head. */
    sealed: z.number(),
  })
  .nullable();

/** The scale of texts, as a multiple of what a card first shows; and a smaller one for long answers. */
const SCALE = 20;
const LEAN = 1;
/** Most characters and rows of an answer. */
const REPLY_CHARS = 4_000_000;
const MOST_ROWS = 200;

export function answer(
  { id, of: subAgent, offset, ...wanted }: z.output<typeof args>,
  sources: Sources,
): z.output<typeof reply> {
  const session = sources.library.session(withAgent(id, subAgent));
  const figures = sources.library.figures.get(withAgent(id, subAgent));
  if (session === null || figures === undefined) return null;
  const { rows, sealed, next } = sealedRows(session, wantedRows(session, wanted), offset, wanted, sources);
  const row = rowIn(sources, figures);
  const plain = {
    name: writtenName(figures),
    project: figures.project,
    branches: figures.gitBranches,
  };
  const sealedHead = { ...plain, name: sealSecrets(plain.name), branches: plain.branches.map(sealSecrets) };
  const project = plain.project === null ? null : sealSecrets(plain.project);
  return {
    head: {
      id: figures.id,
      ...sealedHead,
      project,
      startedAt: figures.startedAt,
      endedAt: figures.endedAt,
      models: figures.usage.map(({ model, output }) => ({ model, output })),
      costMicroUsd: row.costMicroUsd,
      atLeast: isAtLeast(row),
    },
    rows,
    next,
    sealed: sealed + (offset > 0 ? 0 : newSeals(plain, { ...sealedHead, project })),
  };
}

const newSeals = (before: object, after: object): number =>
  sealsIn(JSON.stringify(after)) - sealsIn(JSON.stringify(before));

const SAID = new Set<Step['card']>(['prompt', 'reply', 'compaction', 'stopped', 'trouble']);

function wantedRows({ events }: Session, { tools, thinking }: Wanted): readonly Row[] {
  const takes = ({ card }: Step): boolean => SAID.has(card) || (card === 'thinking' ? thinking : tools);
  if (tools)
    return rowsIn(events, []).rows.flatMap((row) => {
      const steps = row.steps.filter(takes);
      return steps.length === 0 ? [] : [{ ...row, steps }];
    });
  return stepsIn(events)
    .filter(takes)
    .map((step) => ({ turn: step.turn, run: null, steps: [step] }));
}

/** What a card shows: an edit shows its lines, not its input. */
const seen = (view: StepView): StepView =>
  view.card === 'edit' || view.card === 'write' ? { ...view, input: [] } : view;

function sealedRows(
  session: Session,
  all: readonly Row[],
  offset: number,
  { pictures }: Wanted,
  sources: Sources,
): { rows: CardRow[]; sealed: number; next: number | null } {
  const fill = stepFiller(session, sources, sealRecord);
  const unsealed = stepFiller(session, sources);
  const rows: CardRow[] = [];
  let chars = 0;
  let sealed = 0;
  let at = offset;
  const filled = (step: Step): StepView => {
    const scale = chars > REPLY_CHARS ? LEAN : SCALE;
    const view = seen(sealView(fill(step, scale)));
    const seals = sealsIn(JSON.stringify({ ...view, pictures: [] }));
    // Do not count placeholders that are in the log itself.
    if (seals > 0)
      sealed += seals - sealsIn(JSON.stringify({ ...seen(unsealed(step, scale)), pictures: [] }));
    chars += charsOf(view) + view.pictures.reduce((sum, { src }) => sum + (src?.length ?? 0), 0);
    return pictures ? view : { ...view, pictures: [] };
  };
  for (; at < all.length && rows.length < MOST_ROWS && chars <= REPLY_CHARS; at++) {
    const { turn, run, steps } = all[at]!;
    rows.push({ turn, run, steps: steps.map(filled) });
  }
  return { rows, sealed, next: at < all.length ? at : null };
}
