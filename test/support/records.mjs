// @ts-check
/**
 * Logs told as conversations, for everything above reading: a made-up session is told step by step and its records
 * come out in order, with the same ids every time.
 */
import { createHash } from 'node:crypto';
import {
  assistantMessage,
  envelope,
  toolResultBlock,
  toolUseBlock,
  userMessage,
  VERSION,
} from './shapes.mjs';

/** @typedef {{ type: 'text', text: string } | { type: 'thinking' } | { type: 'tool', name: string, input: object }} Block */
/** @typedef {{ input?: number, output?: number, read?: number, write?: number }} Tokens */

/**
 * Starts telling a conversation. `start` is the time of its first record, in ms since the epoch; each step moves the
 * clock on. `agent` makes it a sub-agent's log, whose records carry the id of the parent session.
 */
export function conversation(
  /** @type {{ session: string, cwd: string, start: number, model?: string, branch?: string, agent?: string, version?: string }} */ about,
) {
  const { session, cwd, model = 'claude-opus-4-6', branch = 'main', agent, version = VERSION } = about;
  /** @type {object[]} */
  const records = [];
  let clock = about.start;
  let count = 0;
  /** @type {string | null} */
  let parent = null;
  /** Tokens in the cache so far, so that the context grows as it does in life. */
  let cached = 18_000;

  const hash = () =>
    createHash('sha256')
      .update(`${session}/${agent ?? ''}/${count++}`)
      .digest('hex');
  const uuid = () => hash().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  const id = (/** @type {string} */ prefix) => `${prefix}_01${hash().slice(0, 22)}`;
  const time = () => new Date(clock).toISOString();

  /** Adds a record to the chain and returns its uuid. */
  function add(/** @type {object} */ content, /** @type {string | null} */ after = parent) {
    const own = uuid();
    records.push({
      parentUuid: after,
      ...content,
      ...envelope({ uuid: own, session, time: time(), cwd, branch, version, agent }),
      entrypoint: 'cli',
    });
    parent = own;
    return own;
  }

  const steps = {
    records,

    /** Lets time pass. */
    wait(/** @type {number} */ seconds) {
      clock += seconds * 1000;
      return steps;
    },

    /** A person types a prompt (a sub-agent gets its task the same way). */
    prompt(/** @type {string} */ text) {
      const typed = { permissionMode: 'default', promptSource: 'typed', origin: { kind: 'human' } };
      add({
        promptId: uuid(),
        ...userMessage(text),
        ...(agent === undefined ? typed : {}),
      });
      return steps;
    },

    /**
     * One response of the model, on one line per block with the same id and usage; `stop: null` leaves it unfinished.
     * Returns the ids of its tool calls.
     */
    respond(/** @type {Block[]} */ blocks, /** @type {Tokens & { stop?: string | null }} */ tokens = {}) {
      const calls = blocks.some((block) => block.type === 'tool');
      const {
        input = 4,
        output = 180,
        read = cached,
        write = 900,
        stop = calls ? 'tool_use' : 'end_turn',
      } = tokens;
      cached = read + write;
      const message = id('msg');
      const requestId = id('req');
      const usage = {
        input_tokens: input,
        cache_creation_input_tokens: write,
        cache_read_input_tokens: read,
        output_tokens: output,
        server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
        service_tier: 'standard',
        cache_creation: { ephemeral_1h_input_tokens: write, ephemeral_5m_input_tokens: 0 },
        inference_geo: 'not_available',
        speed: 'standard',
      };
      /** @type {string[]} */
      const toolIds = [];
      for (const block of blocks) {
        clock += 1500;
        add(
          assistantMessage({
            id: message,
            request: requestId,
            model,
            content: [written(block)],
            stop,
            usage,
          }),
        );
      }
      return toolIds;

      function written(/** @type {Block} */ block) {
        if (block.type === 'text') return block;
        if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: hash().repeat(4) };
        const toolId = id('toolu');
        toolIds.push(toolId);
        return { ...toolUseBlock(toolId, block.name, block.input), caller: { type: 'direct' } };
      }
    },

    /** What a tool gave back. `details` is the structured result Claude Code keeps beside it. */
    result(
      /** @type {string | undefined} */ toolId,
      /** @type {string} */ content,
      /** @type {{ error?: boolean, details?: unknown }} */ how = {},
    ) {
      clock += 400;
      const { error = false, details = error ? `Error: ${content}` : { type: 'text' } } = how;
      add({
        ...userMessage([toolResultBlock(toolId, content, error ? { is_error: true } : {})]),
        toolUseResult: details,
        sourceToolAssistantUUID: parent,
      });
      return steps;
    },

    /** The model calls one tool and gets its result: the commonest step. */
    call(
      /** @type {string} */ name,
      /** @type {object} */ input,
      /** @type {string} */ content,
      /** @type {{ error?: boolean, details?: unknown, say?: string }} */ how = {},
    ) {
      /** @type {Block[]} */
      const blocks = how.say === undefined ? [] : [{ type: 'text', text: how.say }];
      const [toolId] = steps.respond([...blocks, { type: 'tool', name, input }]);
      return steps.result(toolId, content, how);
    },

    /** The model says something and ends its turn. */
    say(/** @type {string} */ text) {
      steps.respond([{ type: 'thinking' }, { type: 'text', text }]);
      return steps;
    },

    /** The person presses Escape. */
    interrupt() {
      clock += 2000;
      add(userMessage([{ type: 'text', text: '[Request interrupted by user]' }]));
      return steps;
    },

    /** The context is compacted: a new root, then the summary the model goes on with. */
    compact(/** @type {number} */ preTokens, /** @type {number} */ postTokens) {
      clock += 60_000;
      add(
        {
          logicalParentUuid: parent,
          type: 'system',
          subtype: 'compact_boundary',
          content: 'Conversation compacted',
          level: 'info',
          compactMetadata: { trigger: 'auto', preTokens, postTokens, durationMs: 60_000 },
        },
        null,
      );
      const content = 'This session is being continued from a previous conversation that ran out of context.';
      add({
        ...userMessage(content),
        isVisibleInTranscriptOnly: true,
        isCompactSummary: true,
      });
      cached = postTokens;
      return steps;
    },

    /** The title Claude Code gives the session. */
    title(/** @type {string} */ text) {
      records.push({ type: 'ai-title', aiTitle: text, sessionId: session });
      return steps;
    },
  };
  return steps;
}
