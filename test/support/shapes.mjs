// @ts-check
/**
 * The shapes of the records Claude Code writes (docs/log-format.md), in one place: `logs.ts` and `records.mjs` build
 * their logs from these. A change of the format is made here.
 */

/** What Vigil's tests take for the Claude Code of today. */
export const VERSION = '2.1.237';

/**
 * The fields every record of a conversation has.
 * @typedef {{ uuid: string, session: string, time: string, cwd: string, branch: string, version?: string, agent?: string | undefined }} Place
 */
export const envelope = (
  /** @type {Place} */ { uuid, session, time, cwd, branch, version = VERSION, agent },
) => ({
  uuid,
  sessionId: session,
  timestamp: time,
  version,
  cwd,
  gitBranch: branch,
  isSidechain: agent !== undefined,
  ...(agent === undefined ? {} : { agentId: agent }),
  userType: 'external',
});

/** A `user` record without its envelope; `content` is a text or a list of blocks. */
export const userMessage = (/** @type {unknown} */ content) => ({
  type: 'user',
  message: { role: 'user', content },
});

/**
 * An `assistant` record without its envelope: one line of a response. A null leaves the field out, of `stop` it is written.
 * @typedef {{ id: string | null, request: string | null, model: string, content: unknown, stop: string | null, usage: object | null }} Response
 */
export const assistantMessage = (/** @type {Response} */ { id, request, model, content, stop, usage }) => ({
  type: 'assistant',
  ...(request === null ? {} : { requestId: request }),
  message: {
    role: 'assistant',
    type: 'message',
    ...(id === null ? {} : { id }),
    model,
    content,
    stop_reason: stop,
    ...(usage === null ? {} : { usage }),
  },
});

/** The block that calls a tool. */
export const toolUseBlock = (
  /** @type {string} */ id,
  /** @type {string} */ name,
  /** @type {object} */ input,
) => ({ type: 'tool_use', id, name, input });

/** The block that holds a tool's result; `more`: such as `is_error`. */
export const toolResultBlock = (
  /** @type {string | undefined} */ id,
  /** @type {unknown} */ content,
  /** @type {object} */ more = {},
) => ({ type: 'tool_result', tool_use_id: id, content, ...more });
