/** What a template leaves out: files that hold secrets, and what Claude Code keeps for this machine alone. Data and one question. */

/** Folders of `.claude` that belong to a machine, not to a project. */
const MACHINE_FOLDERS = new Set([
  'projects',
  'todos',
  'tasks',
  'teams',
  'shell-snapshots',
  'session-env',
  'sessions',
  'file-history',
  'statsig',
  'telemetry',
  'logs',
  'debug',
  'ide',
  'cache',
  'caches',
  'paste-cache',
  'plugins',
  'worktrees',
  'jobs',
  'node_modules',
  '.git',
  '__pycache__',
]);
const MACHINE_FILES = /^(?:history\.jsonl|\.ds_store|thumbs\.db|.+\.local(?:\.[^.]+)?|.+\.(?:lock|pid|log))$/;

const SECRET_FILES =
  /^(?:\.env(?:\..*)?|.*\.env|\.netrc|_netrc|\.npmrc|\.pypirc|\.pgpass|\.git-credentials|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519)(?:\..*)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|ovpn)|(?:auth|token|tokens|oauth)\.(?:json|ya?ml|toml))$/;
const SECRET_WORDS =
  /credential|secret|passw(?:or)?d|api[-_.]?key|service[-_.]?account|private[-_.]?key|access[-_.]?token/;
const SECRET_ENDS = /[-_.](?:token|key)s?$/;

/** Why a file below `.claude` is not taken into a template; null when it is. `path` has slashes. */
export function leftOutFor(path: string): string | null {
  const parts = path.toLowerCase().split('/');
  const name = parts.at(-1) ?? '';
  if (parts.slice(0, -1).some((part) => MACHINE_FOLDERS.has(part)) || MACHINE_FILES.test(name))
    return 'belongs to this machine';
  const secret = parts.some((part) => {
    const stem = part.replace(/\.[^.]+$/, '');
    return (
      SECRET_FILES.test(part) || SECRET_WORDS.test(part) || SECRET_ENDS.test(stem) || SECRET_ENDS.test(part)
    );
  });
  return secret ? 'may hold secrets' : null;
}

/** True for a folder whose files are not even listed. */
export const isOfMachine = (folder: string): boolean => MACHINE_FOLDERS.has(folder.toLowerCase());
