/**
 * Ids of calls. Claude's are unique, as are long ones and UUIDs; short ones that begin anew with every answer (`call_0`) tell a call only
 * together with its answer (P54).
 */
const UNIQUE = /^(?:srv)?toolu_|[A-Za-z0-9]{16}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i;
const PART = '\n';

/** True for an id that only one call has. */
export const isUnique = (logged: string): boolean => UNIQUE.test(logged);

/** What tells a call of an answer from all others; the first with its id goes by that alone. `response`: the answer's key. */
export const callId = (logged: string, response: string): string =>
  isUnique(logged) ? logged : `${logged}${PART}${response}`;

/** The id of a result, at this byte, whose call is not in its file. */
export const orphanId = (logged: string, at: number): string => `${logged}${PART}?${at}`;

/** The id of a call as the log has it. */
export const loggedId = (id: string): string => {
  const end = id.indexOf(PART);
  return end === -1 ? id : id.slice(0, end);
};
