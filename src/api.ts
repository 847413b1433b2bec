/**
 * What Vigil offers other extensions, read-only:
 *
 *     const vigil = await vscode.extensions.getExtension<VigilApi>('vigil-dev.vigil')?.activate();
 *
 * All data is plain and frozen. Texts come from logs: do not trust them. Fields may be added; any other change raises `version`.
 */
import type { Event } from 'vscode';

export interface VigilApi {
  readonly version: 1;
  /** Every known session, archived ones included, newest first. Tokens and cost include sub-agents. */
  sessions(): Promise<readonly Session[]>;
  /** The sessions that have not ended. */
  live(): Promise<readonly Session[]>;
  /** Figures, states or the list of sessions changed. Changes within a quarter of a second arrive as one event. */
  readonly onDidChange: Event<Change>;
  /** The findings of a session that are not repaired, worst first; null for an unknown session. */
  findings(id: string): Promise<readonly Finding[] | null>;
}

export type Severity = 'unjudged' | 'ok' | 'warn' | 'critical';

export interface Session {
  /** The id Claude Code gave the session. */
  readonly id: string;
  /** The title; else how the session began, in quotation marks if a person typed it; else the first part of the id. */
  readonly name: string;
  /** The folder the session ran in. */
  readonly project: string | null;
  /** The repository, if that folder is a worktree of one; else the folder. */
  readonly repository: string | null;
  /** Times of its first record, and of its last or that of a sub-agent, ISO 8601. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** `active`: Claude works. `waiting`: Claude waits for the person. `idle`: silent in the middle of a turn. */
  readonly state: 'active' | 'waiting' | 'idle' | 'ended';
  /** Severity of the worst open finding. `ok`: nothing was found. `unjudged`: too little has happened to judge. */
  readonly severity: Severity;
  /** Number of prompts a person typed. */
  readonly prompts: number;
  /** Number of responses of the API in the main conversation, each counted once. */
  readonly responses: number;
  readonly subAgents: number;
  /** All kinds of tokens, sub-agents included. */
  readonly tokens: number;
  /** Millionths of a dollar at list price, sub-agents included; null when nothing in the session is priced. */
  readonly costMicroUsd: number | null;
  /** The log lacks the final usage of some responses: the real tokens and cost may be higher. */
  readonly lowerBound: boolean;
  /** Models without a price; the cost leaves them out. */
  readonly unpriced: readonly string[];
  /** The log was deleted, and no copy was kept. */
  readonly gone: boolean;
}

export interface Finding {
  /** Stable name, for example `guard_bypassed`. */
  readonly name: string;
  readonly severity: 'warn' | 'critical';
  /** One sentence in English, without a full stop. */
  readonly sentence: string;
  /** Log lines that prove the finding (a selection if there are many): file, and byte offset of the line. */
  readonly at: readonly { readonly file: string; readonly offset: number }[];
}

export interface Change {
  /** Ids of sessions that changed, appeared or disappeared; null: any session may have. */
  readonly ids: readonly string[] | null;
}
