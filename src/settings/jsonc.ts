/** JSON as VS Code's settings are written: with comments, and a comma behind the last one. */

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** The text as plain JSON. What is taken out leaves blanks, so that places stay what they were. */
export const plainJson = (text: string): string =>
  text
    .replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (all: string, string?: string) =>
      string === undefined ? blank(all) : all,
    )
    .replace(/("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])/g, (_all: string, string?: string) => string ?? ' ');
