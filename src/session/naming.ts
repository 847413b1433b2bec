/**
 * Names of sessions. A session without a title is named after its first words. They are the only text of a conversation that Vigil
 * keeps (docs/privacy.md), so they are cut, and likely secrets are redacted.
 */
import * as z from 'zod';
import { agentOf, isSubAgent, shortId } from './sessionId';
import { sealSecrets } from '../log/secrets';

/** Most code points of a name. */
export const LONGEST_OPENING = 80;

/**
 * How a conversation began. `words`: typed text; `command`: a slash command with its arguments; `plan`: a plan it started with.
 * `weak`: a later opening names the session better, for example after `/model`.
 */
export const Opening = z.object({
  text: z.string(),
  from: z.enum(['words', 'command', 'plan']),
  weak: z.boolean().default(false),
});
export type Opening = z.infer<typeof Opening>;

/** Commands that set up Claude Code and say nothing about the work. */
const HOUSEKEEPING = new Set(
  (
    'add-dir agents bashes bug clear color compact config context copy cost doctor effort exit export extra-usage fast feedback help hooks ide ' +
    'login logout mcp memory model new output-style permissions plan plugin plugins privacy-settings quit rate-limit-options ' +
    'release-notes reload-plugins remote-control rename reset resume rewind sandbox settings skills stats status statusline tasks ' +
    'terminal-setup theme todos update upgrade usage vim'
  ).split(' '),
);

/** Most characters of a text that are read for a name. */
const MOST_READ = 4000;
/** A first paragraph with fewer characters ("Hi,") is joined with the next one. */
const SHORTEST_PARAGRAPH = 12;
/** A slash command that was logged as text. A path has more slashes. */
const COMMAND = /^(\/[A-Za-z][\w:.-]{0,100})(?:\s|$)/;
/** Prompts that Claude Code sends for its own purposes, and the names of those sessions. */
const OWN_TASKS: readonly [start: string, name: string][] = [['[SUGGESTION MODE:', 'Prompt suggestion']];
const WRAPPER = /^<([A-Za-z][\w:-]{0,60})(?:\s[^<>]{0,300})?>/;
const PLAN_ORDER =
  /^(?:please )?(?:implement|execute|follow) (?:the|this) (?:following |attached )?plan\b[^\n]{0,80}/i;
const HEADING = /^#{1,6}[ \t]{1,20}(\S[^\n]{0,400})/m;
// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;:]{0,30}[A-Za-z]/g;

/** Removes a tag around the whole text, or a tagged part (something pasted) before it. */
function unwrap(text: string): string {
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

/** The first paragraph, joined with the next ones while it is too short. */
function firstWords(text: string): string {
  const paragraphs = text.split(/\n\s{0,200}\n/).map((part) => part.trim());
  let words = '';
  for (const part of paragraphs) {
    if (part !== '') words = words === '' ? part : `${words} ${part}`;
    if (words.length >= SHORTEST_PARAGRAPH) break;
  }
  return words;
}

/** The text on one line, without Markdown and colour codes, and with readable placeholders for pasted content. */
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

/** Cuts a text to `LONGEST_OPENING` code points, between words if possible. */
function shorten(text: string): string {
  const points = Array.from(text.slice(0, 4 * LONGEST_OPENING));
  if (points.length <= LONGEST_OPENING && text.length <= 4 * LONGEST_OPENING) return text;
  const kept = points.slice(0, LONGEST_OPENING - 1).join('');
  const blank = kept.lastIndexOf(' ');
  return `${(blank > LONGEST_OPENING / 2 ? kept.slice(0, blank) : kept).trimEnd()}…`;
}

/** A text as a name, on one line; null if it has no letter or digit. */
function toNameLine(text: string): string | null {
  const clean = plain(sealSecrets(text));
  return /[\p{L}\p{N}]/u.test(clean) ? shorten(clean) : null;
}

/** The opening from the first text of a conversation; null if it has nothing readable. */
export function openingOf(text: string): Opening | null {
  const words = unwrap(text.slice(0, MOST_READ));
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
  const name = toNameLine(firstWords(words));
  return name === null ? null : { text: name, from: 'words', weak: false };
}

/** Start of a message from one agent of a team to another. */
const TO_TEAMMATE =
  /^\s{0,20}(?:(?:Another Claude|A peer) session sent a message(?: while you were working)?:\s{1,20})?(?=<teammate-message[\s>])/;

/** The opening of a teammate's session: what its lead asked. Weak, as a person's words name it better. Null for status messages, which are JSON. */
export function teammateOpening(text: string): Opening | null {
  const before = TO_TEAMMATE.exec(text)?.[0];
  const opening = before === undefined ? null : openingOf(text.slice(before.length));
  return opening === null || opening.text.startsWith('{') ? null : { ...opening, weak: true };
}

/** The opening from a plan: its first heading; null without one. */
export function planOpening(plan: string): Opening | null {
  const heading = HEADING.exec(plan.slice(0, MOST_READ))?.[1]?.replace(
    /^(?:implementation )?plan\s{0,5}[:–—-]\s{0,5}/i,
    '',
  );
  const name = heading === undefined ? null : toNameLine(`Plan: ${heading}`);
  return name === null ? null : { text: name, from: 'plan', weak: false };
}

/** The opening from a slash command and its arguments. */
export function commandOpening(name: string, args: string): Opening | null {
  const text = toNameLine(`${name} ${args.slice(0, MOST_READ)}`);
  return text === null ? null : { text, from: 'command', weak: HOUSEKEEPING.has(name.replace(/^\//, '')) };
}

/** The opening from a picture or document without words. */
export const ATTACHED: Opening = { text: '(image)', from: 'words', weak: false };

/** The opening of a sub-agent that Claude Code starts to compact. Its log starts with copied messages, so its id is used. */
export const ownOpening = (agent: string): Opening | null =>
  agent.startsWith('acompact-') ? { text: 'Compaction', from: 'words', weak: false } : null;

export const isSideQuestion = (agent: string): boolean => agent.startsWith('aside_question-');

/** The better of two openings; the first if they are equally good. */
export const betterOpening = (first: Opening | null, later: Opening | null): Opening | null =>
  first === null || (first.weak && later !== null && !later.weak) ? later : first;

/** The name of a session on every surface, and its source. */
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

/** The session with a name that a person gave it in Vigil; null restores its own name. */
export function withGivenName<T extends Parameters<typeof nameOf>[0] & SessionName>(
  session: T,
  given: string | null,
): T {
  if (given !== null) return { ...session, name: given, nameFrom: 'title' };
  // A title other than the session's was given in Vigil.
  return session.nameFrom === 'title' && session.name !== session.title
    ? { ...session, ...nameOf(session) }
    : session;
}

/** The name as every surface writes it: typed words in quotation marks, other names unchanged; without a name the beginning of the id. */
export function writtenName({ id, name, nameFrom }: SessionName & { id: string }): string {
  if (name !== null) return nameFrom === 'words' ? `“${name}”` : name;
  return isSubAgent(id) ? `Sub-agent ${agentOf(id).slice(0, 8)}` : `Session ${shortId(id)}`;
}

/** A sub-agent's task as one line; null if it has nothing readable. */
export const taskName = (text: unknown): string | null =>
  typeof text === 'string' ? toNameLine(text.slice(0, MOST_READ)) : null;
