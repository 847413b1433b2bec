/**
 * Ids of calls. Claude's own are unique. Other back ends begin anew with every answer (`call_0`), so theirs tell a call only
 * together with its answer (P54).
 */
const OWN = /^(?:srv)?toolu_/;
const PART = '\n';

/** The id by which a call of an answer is known. `response`: the answer's key. */
export const callId = (logged: string, response: string): string =>
  OWN.test(logged) ? logged : `${logged}${PART}${response}`;

/** The id of a call as the log has it. */
export const loggedId = (id: string): string => {
  const end = id.indexOf(PART);
  return end === -1 ? id : id.slice(0, end);
};
