/**
 * What a session is called when nobody gave it a title: the beginning of what was first said in it. It is the one piece of a
 * conversation that Vigil keeps (docs/privacy.md), so it is short and likely secrets in it are sealed.
 */
import * as z from 'zod';
import { agentOf, isSubAgent } from './sessionId';
import { sealSecrets } from '../log/secrets';

/** Characters (code points) of a name. */
export const LONGEST_OPENING = 80;

/**
 * How a conversation began. `words`: what was typed; `command`: a slash command with its arguments; `plan`: a plan that was put in.
 * `weak`: a command that only sets something up (`/model`); what follows names the session better.
 */
export const Opening = z.object({
  text: z.string(),
  from: z.enum(['words', 'command', 'plan']),
  weak: z.boolean().default(false),
});
export type Opening = z.infer<typeof Opening>;

/** Commands of Claude Code that are about the program, not about the work. */
const HOUSEKEEPING = new Set(
  (
    'add-dir agents bashes bug clear color compact config context copy cost doctor effort exit export extra-usage fast feedback help hooks ide ' +
    'login logout mcp memory model new output-style permissions plan plugin plugins privacy-settings quit rate-limit-options ' +
    'release-notes reload-plugins remote-control rename reset resume rewind sandbox settings skills stats status statusline tasks ' +
    'terminal-setup theme todos update upgrade usage vim'
  ).split(' '),
);

/** Characters of a text that are looked at: a name needs no more. */
const MOST_READ = 4000;
/** A first paragraph shorter than this says too little alone ("Hi,"). */
const SHORTEST_PARAGRAPH = 12;
/** A command as it was typed, in a log that keeps it as text. A path has more slashes. */
const COMMAND = /^(\/[A-Za-z][\w:.-]{0,100})(?:\s|$)/;
/** What Claude Code asks a sub-agent of its own. */
const OWN_TASKS: readonly [start: string, name: string][] = [['[SUGGESTION MODE:', 'Prompt suggestion']];
const WRAPPER = /^<([A-Za-z][\w:-]{0,60})(?:\s[^<>]{0,300})?>/;
const PLAN_ORDER =
  /^(?:please )?(?:implement|execute|follow) (?:the|this) (?:following |attached )?plan\b[^\n]{0,80}/i;
const HEADING = /^#{1,6}[ \t]{1,20}(\S[^\n]{0,400})/m;
// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;:]{0,30}[A-Za-z]/g;

/** The text without a tag that is wrapped round all of it, or round something pasted before it. */
function unwrapped(text: string): string {
  let rest = text.trim();
  for (let i = 0; i < 8; i++) {
    const open = WRAPPER.exec(rest);
    if (open === null) return rest;
    const close = `</${open[1] ?? ''}>`;
    const end = rest.indexOf(close, open[0].length);
    if (end === -1) return rest;
    const after = rest.slice(end + close.length).trim();
    rest = after === '' ? rest.slice(open[0].length, end).trim() : after;
  }
  return rest;
}

/** The first paragraph, with the next ones while it says too little alone. */
function firstWords(text: string): string {
  const paragraphs = text.split(/\n\s{0,200}\n/).map((part) => part.trim());
  let words = '';
  for (const part of paragraphs) {
    if (part !== '') words = words === '' ? part : `${words} ${part}`;
    if (words.length >= SHORTEST_PARAGRAPH) break;
  }
  return words;
}

/** Markdown, colours, and what stands for something pasted, as a person reads it; one line. */
const plain = (text: string): string =>
  text
    .replace(COLOURS, '')
    .replace(/!\[[^\]\n]{0,200}\]\([^()\n]{0,1000}\)/g, '(image)')
    .replace(/\[Image(?: #\d{1,6}|: [^\]\n]{0,500})?\]/g, '(image)')
    .replace(/\[Pasted text(?: #\d{1,6})?[^\]\n]{0,60}\]/g, '(pasted text)')
    .replace(/```[\w+-]{0,30}/g, ' ')
    .replace(/^[ \t]{0,20}(?:#{1,6}[ \t]|>[ \t]?|[-*+][ \t])/gm, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** At most `LONGEST_OPENING` code points, cut between words where there are any. */
function shortened(text: string): string {
  const points = Array.from(text.slice(0, 4 * LONGEST_OPENING));
  if (points.length <= LONGEST_OPENING && text.length <= 4 * LONGEST_OPENING) return text;
  const kept = points.slice(0, LONGEST_OPENING - 1).join('');
  const blank = kept.lastIndexOf(' ');
  return `${(blank > LONGEST_OPENING / 2 ? kept.slice(0, blank) : kept).trimEnd()}…`;
}

/** A line of a name; null when there is nothing to read in it. */
function line(text: string): string | null {
  const clean = plain(sealSecrets(text));
  return /[\p{L}\p{N}]/u.test(clean) ? shortened(clean) : null;
}

/** The name that the first words of a conversation give it; null when they can be read by nobody. Takes linear time. */
export function openingOf(text: string): Opening | null {
  const words = unwrapped(text.slice(0, MOST_READ));
  if (words === '') return null;
  const own = OWN_TASKS.find(([start]) => words.startsWith(start));
  if (own !== undefined) return { text: own[1], from: 'words', weak: false };
  const command = COMMAND.exec(words)?.[1];
  if (command !== undefined) return commandOpening(command, words.slice(command.length));
  const order = PLAN_ORDER.exec(words);
  if (order !== null) {
    const plan = planOpening(words.slice(order[0].length));
    if (plan !== null) return plan;
  }
  const name = line(firstWords(words));
  return name === null ? null : { text: name, from: 'words', weak: false };
}

/** Before what an agent of a team is told by another; newer versions announce it. */
const TO_TEAMMATE =
  /^\s{0,20}(?:(?:Another Claude|A peer) session sent a message(?: while you were working)?:\s{1,20})?(?=<teammate-message[\s>])/;

/** The name of a teammate's own session: what its lead asked of it. Words of a person name it better, and how agents stand is told in JSON. */
export function teammateOpening(text: string): Opening | null {
  const before = TO_TEAMMATE.exec(text)?.[0];
  const opening = before === undefined ? null : openingOf(text.slice(before.length));
  return opening === null || opening.text.startsWith('{') ? null : { ...opening, weak: true };
}

/** The name that a plan gives: its first heading. */
export function planOpening(plan: string): Opening | null {
  const heading = HEADING.exec(plan.slice(0, MOST_READ))?.[1]?.replace(
    /^(?:implementation )?plan\s{0,5}[:–—-]\s{0,5}/i,
    '',
  );
  const name = heading === undefined ? null : line(`Plan: ${heading}`);
  return name === null ? null : { text: name, from: 'plan', weak: false };
}

/** The name that a slash command gives, with what was asked of it. */
export function commandOpening(name: string, args: string): Opening | null {
  const text = line(`${name} ${args.slice(0, MOST_READ)}`);
  return text === null ? null : { text, from: 'command', weak: HOUSEKEEPING.has(name.replace(/^\//, '')) };
}

/** What a picture or document without a word gives. */
export const ATTACHED: Opening = { text: '(image)', from: 'words', weak: false };

/** The name of a call that Claude Code makes for itself, by the id of its log, which begins with what was said before. */
export const ownOpening = (agent: string): Opening | null =>
  agent.startsWith('acompact-') ? { text: 'Compaction', from: 'words', weak: false } : null;

export const isSideQuestion = (agent: string): boolean => agent.startsWith('aside_question-');

/** The better of two openings, the first when they say as much. */
export const betterOpening = (first: Opening | null, later: Opening | null): Opening | null =>
  first === null || (first.weak && later !== null && !later.weak) ? later : first;

/** What every surface calls a session, and where that comes from: only a title was given by somebody. */
export interface SessionName {
  name: string | null;
  nameFrom: 'title' | Opening['from'] | 'task' | null;
}

/** The one name of a session: its title, else its task when it is a sub-agent, else how it began. */
export function nameOf(session: {
  title: string | null;
  task: string | null;
  opening: Opening | null;
}): SessionName {
  if (session.title !== null && session.title.trim() !== '')
    return { name: session.title, nameFrom: 'title' };
  if (session.task !== null) return { name: session.task, nameFrom: 'task' };
  return { name: session.opening?.text ?? null, nameFrom: session.opening?.from ?? null };
}

/** A session under the name a person gave it; null gives it its own back. */
export function calledAs<T extends Parameters<typeof nameOf>[0] & SessionName>(
  session: T,
  given: string | null,
): T {
  if (given !== null) return { ...session, name: given, nameFrom: 'title' };
  // Only a given name is a title that is not the session's.
  return session.nameFrom === 'title' && session.name !== session.title
    ? { ...session, ...nameOf(session) }
    : session;
}

/**
 * The name as every surface writes it: a title as it is, what was typed in quotation marks, so that one is told from the other; where
 * nobody said anything, the beginning of its id.
 */
export function writtenName({ id, name, nameFrom }: SessionName & { id: string }): string {
  if (name !== null) return nameFrom === 'words' ? `“${name}”` : name;
  return isSubAgent(id) ? `Sub-agent ${agentOf(id).slice(0, 8)}` : `Session ${id.slice(0, 8)}`;
}

/** A sub-agent's task as one line; null when there is nothing to read in it. */
export const taskName = (text: unknown): string | null =>
  typeof text === 'string' ? line(text.slice(0, MOST_READ)) : null;
