/**
 * What Vigil offers other extensions, read-only:
 *
 *     const vigil = await vscode.extensions.getExtension<VigilApi>('vigil-dev.vigil')?.activate();
 *
 * All it gives is plain frozen data. Texts are those of the logs and not to be trusted. Fields may be added; any other change raises
 * `version`.
 */
import type { Event } from 'vscode';

export interface VigilApi {
  readonly version: 1;
  /** Every session that is known, archived ones included, the newest first. Sub-agents are counted in their session. */
  sessions(): Promise<readonly Session[]>;
  /** The sessions that have not ended. */
  live(): Promise<readonly Session[]>;
  /** Figures, states or the list of sessions changed; several changes within a quarter of a second are told as one. */
  readonly onDidChange: Event<Change>;
  /** What was found in a session and is not repaired, the worst first; null when no such session is known. */
  findings(id: string): Promise<readonly Finding[] | null>;
}

export type Severity = 'unjudged' | 'ok' | 'warn' | 'critical';

export interface Session {
  /** The id Claude Code gave it. */
  readonly id: string;
  /** Its title, else how it began (in quotation marks where it was typed), else the beginning of its id. */
  readonly name: string;
  /** Folder it ran in. */
  readonly project: string | null;
  /** The repository whose worktree that folder is, else the folder. */
  readonly repository: string | null;
  /** Times of its first and last record, ISO 8601. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** `active`: the agent works; `waiting`: it waits for the person; `idle`: silent in the middle of a turn; `ended`. */
  readonly state: 'active' | 'waiting' | 'idle' | 'ended';
  /** Of its worst open finding. `ok`: nothing was found. `unjudged`: too little has happened to judge by. */
  readonly severity: Severity;
  /** What a person typed. */
  readonly prompts: number;
  /** Responses of the API, each counted once. */
  readonly responses: number;
  readonly subAgents: number;
  /** All kinds of tokens, sub-agents included. */
  readonly tokens: number;
  /** Millionths of a dollar at list price, sub-agents included; null when nothing in it is priced. */
  readonly costMicroUsd: number | null;
  /** The log lacks the final usage of some responses: tokens and cost are at least these. */
  readonly lowerBound: boolean;
  /** Models in it without a price, which the cost leaves out. */
  readonly unpriced: readonly string[];
  /** Claude Code deleted its log, and no copy was kept. */
  readonly gone: boolean;
}

export interface Finding {
  /** Stable name, for example `guard_bypassed`. */
  readonly name: string;
  readonly severity: 'warn' | 'critical';
  /** One plain sentence in English, without a full stop. */
  readonly sentence: string;
  /** The log lines that prove it, some of them where there are many: file, and offset of the line in bytes. */
  readonly at: readonly { readonly file: string; readonly offset: number }[];
}

export interface Change {
  /** Ids of the sessions that changed, came or went; null: all may have. */
  readonly ids: readonly string[] | null;
}
