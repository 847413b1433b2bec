/**
 * The record kinds and fields Vigil knows (log-format.md, section 3 and catalogue A). What is not in here is
 * counted and reported as drift, never dropped (P46).
 */
export const KNOWN_KINDS: ReadonlySet<string> = new Set([
  'assistant', 'user', 'system', 'progress', 'attachment', 'summary', 'queue-operation',
  'file-history-snapshot', 'file-history-delta', 'last-prompt', 'ai-title', 'custom-title', 'agent-name',
  'mode', 'permission-mode', 'bridge-session', 'pr-link', 'atis-latch', 'result',
]);

export const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'type', 'subtype', 'uuid', 'parentUuid', 'logicalParentUuid', 'timestamp', 'sessionId', 'session_id',
  'requestId', 'version', 'cwd', 'gitBranch', 'permissionMode', 'isSidechain', 'userType', 'agentId',
  'isMeta', 'isCompactSummary', 'isVisibleInTranscriptOnly', 'isApiErrorMessage', 'isAbortedMidStream',
  'promptSource', 'promptId', 'entrypoint', 'origin', 'sessionKind', 'forkedFrom', 'slug', 'effort',
  'advisorModel', 'attributionSkill', 'attributionPlugin', 'attributionMcpServer', 'attributionMcpTool',
  'attributionAgent', 'toolDenialKind', 'toolUseResult', 'toolEndsTurn', 'userFeedback',
  'sourceToolAssistantUUID', 'sourceToolUseID', 'classifierMetaLines', 'mcpMeta', 'imagePasteIds',
  'thinkingMetadata', 'todos', 'planContent', 'message', 'error', 'apiErrorStatus', 'apiErrorIsTransient',
  'errorDetails', 'costUSD', 'durationMs', 'compactMetadata', 'microcompactMetadata', 'content', 'level',
  'toolUseID', 'parentToolUseID', 'hookCount', 'hookInfos', 'hookErrors', 'preventedContinuation',
  'stopReason', 'hasOutput', 'hookAdditionalContext', 'retryInMs', 'retryAttempt', 'maxRetries', 'cause',
  'messageCount', 'pendingBackgroundAgentCount', 'pendingWorkflowCount', 'systemPayload', 'data',
  'attachment', 'operation', 'summary', 'leafUuid', 'aiTitle', 'customTitle', 'title', 'agentName', 'mode',
  'lastPrompt', 'bridgeSessionId', 'lastSequenceNum', 'ownerAccountUuid', 'ownerOrganizationUuid',
  'prNumber', 'prUrl', 'prRepository', 'messageId', 'snapshot', 'isSnapshotUpdate', 'snapshotMessageId',
  'trackingPath', 'backup', 'atis', 'key', 'teamName', 'interruptedMessageId', 'supersedesUuids', 'name',
]);
