/**
 * Ids of calls. Claude's ids, long ids and UUIDs are unique. Short ids that restart with every answer (`call_0`) identify a call only
 * together with its answer (P54).
 */
const UNIQUE = /^(?:srv)?toolu_|[A-Za-z0-9]{16}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i;
const PART = '\n';

/** True if the id, as logged, identifies one call. */
export const isUnique = (logged: string): boolean => UNIQUE.test(logged);

/** A unique id for a call; `response`: the key of its answer. The first call with a short id keeps it as it is. */
export const callId = (logged: string, response: string): string =>
  isUnique(logged) ? logged : `${logged}${PART}${response}`;

/** The id of a result whose call is not in its file; `at`: byte offset of the result's line. */
export const orphanId = (logged: string, at: number): string => `${logged}${PART}?${at}`;

/** The id of a call as logged. */
export const loggedId = (id: string): string => {
  const end = id.indexOf(PART);
  return end === -1 ? id : id.slice(0, end);
};
