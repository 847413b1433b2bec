/**
 * The parts of a prompt that are a person's own words (P19): not what was pasted, be it a plan, a review, an error or the output of a
 * program. Everything takes time in proportion to the text.
 */
import { proseOf } from './prose';

/** Own words and where they begin in the text. */
export interface Own {
  words: string;
  from: number;
}

/** Lines a program wrote: times, levels, frames of a stack, differences, prompts of a shell, boxes and ticks of a terminal. */
const OF_PROGRAM = new RegExp(
  [
    String.raw`\s{0,40}(?:\[?\d{4}-\d\d-\d\d|\[?\d\d:\d\d:\d\d)`,
    String.raw`\s{1,40}at \S.{0,400}[:(]\d`,
    String.raw`\s{0,40}File "[^"]{1,300}", line \d`,
    String.raw`(?:Traceback|FAILED?\b|PASS\b|ERROR\b|WARN(?:ING)?\b|INFO\b|DEBUG\b|npm ERR|fatal:|panic:|error(?:\[\w+\])?:|warning:|E {3}|--- FAIL|=== RUN)`,
    String.raw`\s{0,40}(?:[A-Z]\w{0,40})?(?:Error|Exception|Warning)\b\s*[:(]`,
    String.raw`(?:[+-]{3} |@@ |diff --git |[+-](?=\s{2,}|[\w"'<({]{2,}))`,
    String.raw`\s{0,40}(?:[$❯➜⏺⎿✓✗✔✘×│├└╭╰┌●○▶»]|\(.{1,30}\) ?[$%>#] )`,
    String.raw`(?: {4,40}|\t)\S`,
    String.raw`[\w.-]{1,60}@[\w.-]{1,60}[:~ ]\S{0,200}[$%#] `,
    String.raw`\s{0,40}[\w./-]{1,200}:\d+(?::\d+)?[:\s]`,
    String.raw`\s{0,40}[[{}\]]`,
  ]
    .map((line) => `^${line}`)
    .join('|'),
  'u',
);
/** From such a line on it is somebody else's text: a plan, a review, a report. */
const OF_OTHERS =
  /^\s{0,3}(?:#{1,6} |={4,}|-{4,}\s*$|\*\*[^*\n]{1,80}\*\*:?\s*$|(?:review(?:er)? comments?|findings?|code review|suggestions?|severity|context|summary|plan|proposal|feedback|comment from \S+|finding \d+|issue \d+|step \d+|task \d+)\b.{0,60}:\s*$|(?:implement|execute|follow|carry out) (?:the|this) (?:following )?plan\b|(?:let['’]s )?(?:address|fix|consider|resolve|evaluate|look at|check)\b[^:\n]{0,40}:(?:\s*$|\s{1,4}(?:\d|[-*•⚠]))|[-*•\d.) ]{0,6}⚠|\d{1,2}\. (?:bug|issue|missing|potential|confusing|inconsistent|unused|duplicate\w*|possible)\b|(?:nit|p[0-3]|\[?(?:high|medium|low|critical|major|minor|blocker)\]?)\s*[:—–-]|in [`@]?\S+\.\w{1,5}[`]? (?:around|at|on|between) lines? \d|(?:verify|address|fix) (?:each|the following) (?:finding|comment|review))/iu;
/** A prompt that is longer is mostly pasted. */
const LONG = 700;
const HEAD = 400;
const TAIL = 300;

const blank = (line: string): string => ' '.repeat(line.length);

/** The text with what programs and others wrote as blanks, places kept. */
function withoutPasted(text: string): string {
  let pasted = false;
  return text
    .split('\n')
    .map((line) => {
      pasted ||= OF_OTHERS.test(line);
      return pasted || OF_PROGRAM.test(line) ? blank(line) : line;
    })
    .join('\n');
}

/** A person's own words in a prompt: all of a short one, beginning and end of a long one. */
export function ownWords(text: string): Own[] {
  const own = proseOf(withoutPasted(text)).trimEnd();
  const start = own.length - own.trimStart().length;
  if (own.length - start <= LONG) return [{ words: own, from: 0 }];
  const head = own.slice(0, start + HEAD);
  // Cut between words, and the tail where a line or sentence begins: what comes before belongs to the middle.
  const end = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'), 0);
  const tail = own.slice(-TAIL);
  const begin = /\n|[.!?。！？]\s?/u.exec(tail);
  const words = begin === null ? '' : tail.slice(begin.index + 1);
  return [
    { words: head.slice(0, end), from: 0 },
    { words, from: own.length - words.length },
  ];
}
