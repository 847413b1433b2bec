/** Finds commands that print secrets: from key stores, environments and files. */
import type { Fact } from '../facts';
import { memoize } from '../memoize';
import { fact } from './fact';
import type { Run } from './runs';

/** True for files that usually contain secrets, by their names. */
export const isSecretFile = (path: string): boolean =>
  !/\.(?:example|sample|template|tmpl|dist|md|tsx?|jsx?|py|go)$/.test(path) &&
  /(?:^|[\\/])\.env(?:\.[\w-]+)?$|(?:^|[\\/])(?!(?:example|sample|template|default|test)s?\b)[\w-]{1,40}\.env$|(?:^|[\\/])(?:\.claude[\\/]settings(?:\.local)?|\.mcp|claude_desktop_config)\.json$|(?:^|[\\/])\.?(?:env|secrets?|credentials)(?:\.(?:local|prod|production|dev|json|ya?ml|toml|env))?$|\.(?:pem|key|tfvars)$|(?:^|[\\/])id_(?:rsa|ed25519|ecdsa)$|(?:^|[\\/])(?:\.netrc|_netrc|\.npmrc|\.pypirc|\.git-credentials|\.pgpass|ngrok\.yml|kaggle\.json|wp-config\.php|(?:key|keystore|signing)\.properties|appsettings\.(?!(?:[Dd]ev|[Ll]ocal|[Tt]est)\w{0,12}\.)[\w-]{1,20}\.json|application-prod(?:uction)?\.(?:properties|ya?ml)|\.docker[\\/]config\.json|\.kube[\\/]config|hosts\.yml)$/.test(
    path,
  );

/** Names of secret outputs; not names of references to secrets, such as `kms_key_id` and `secret_arn`. */
const SECRET_WORD = String.raw`(?:passw(?:or)?d|secret|token|(?:access|api|private|auth|signing|encryption)[_-]?key)(?![\w-]{0,40}_(?:id|name|arn|ur[il]|path)\b)`;

const KEY_STORES: readonly (readonly [program: RegExp, words: RegExp])[] = [
  [/^security$/, /find-(?:generic|internet)-password\b.{0,200}-w\b/],
  [/^(?:op|bw|pass|vault|gopass)$/, /\b(?:read|get|item get|kv get|show)\b/],
  [/^aws$/, /get-secret-value|get-parameters?\b.{0,200}--with-decryption/],
  [/^gcloud$/, /secrets versions access|auth print-(?:access|identity)-token/],
  [/^az$/, /keyvault secret show|account get-access-token/],
  [/^kubectl$/, /get secrets?\b.{0,200}-o/],
  [/^gh$/, /auth token/],
  [/^heroku$/, /config:get\b/],
  [/^(?:terraform|tofu)$/, new RegExp(String.raw`\boutput\b.{0,100}${SECRET_WORD}`, 'i')],
  [
    /^pulumi$/,
    new RegExp(
      String.raw`--show-secrets|--secret\b|\b(?:config get|stack output)\b.{0,100}${SECRET_WORD}`,
      'i',
    ),
  ],
];
/** Programs that print a whole environment with its secrets. */
const ENVIRONMENTS: readonly (readonly [program: RegExp, words: RegExp])[] = [
  [/^(?:env|printenv)$/, /^$/],
  [/^(?:Get-ChildItem|gci|dir|ls|Get-Item|gi)$/i, /^env:/i],
  [/^(?:docker|podman)$/, /^(?:inspect|container inspect|compose config)\b/],
  [/^(?:doppler|infisical)$/, /^secrets\b(?! (?:set|delete|upload))/],
  [/^heroku$/, /^config(?:$| )/],
  [/^railway$/, /^variables\b/],
  [/^(?:sops)$/, /^(?:-d|--decrypt|decrypt)\b/],
  [/^ansible-vault$/, /^(?:view|decrypt)\b/],
];

/** True for a command that prints a variable with the name of a secret (`echo $API_TOKEN`), not into a pipe or file. */
function printsSecret({ program, args, pipes, writes }: Run): boolean {
  if (pipes || writes.length > 0) return false;
  if (program === 'printenv') return args.some((arg) => SECRET_VARIABLE.test(arg));
  if (/^\$env:\w+$/i.test(program)) return args.length === 0 && SECRET_VARIABLE.test(program.slice(5));
  return (
    /^(?:echo|printf|Write-Output|Write-Host)$/.test(program) &&
    args.some(
      (arg) =>
        arg.includes('$') &&
        [...arg.matchAll(/\$(?:env:)?(?:(\w{3,60})|\{(\w{3,60})\})/gi)].some(([, bare = '', braced = bare]) =>
          SECRET_VARIABLE.test(braced),
        ),
    )
  );
}
const SECRET_VARIABLE =
  /^(?!.*(?:PUBLIC|ANON|PUBLISHABLE|_PATH$|_FILE$|_URL$|_NAME$|KEY_ID$))[A-Z0-9_]{0,50}(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS)$/;

const asks = (what: string): Fact[] => [fact('asksSecrets', what)];

const patternsFor = memoize((program) => ({
  store: KEY_STORES.find(([name]) => name.test(program))?.[1],
  environments: ENVIRONMENTS.filter(([name]) => name.test(program)).map(([, asking]) => asking),
  readsFiles:
    /^(?:cat|tac|head|tail|cut|sort|less|more|bat|batcat|nl|jq|yq|xxd|grep|egrep|fgrep|rg|sed|awk|Get-Content|gc|type|Select-String|sls)$/.test(
      program,
    ),
}));

/** The fact that a run prints secrets of a key store, an environment or a file, if it does. */
export function secretsAsked(run: Run): Fact[] {
  const { program, args } = run;
  const { store, environments, readsFiles } = patternsFor(program);
  if (store !== undefined && store.test(args.join(' '))) return asks(program);
  if (environments.some((asking) => asking.test(args.join(' ')))) return asks('environment');
  if (printsSecret(run)) return asks(program);
  if (readsFiles) {
    const file = args.find(isSecretFile);
    if (file !== undefined) return asks(file);
  }
  return [];
}

/** The first characters of a line, up to this many, reveal no secret. */
const MOST_SHOWN = 20;
/** True if only the beginning of each line or value is printed: `cut -c1-20`, `head -c 8`, `substr($2,1,6)`, a group of `.{6}`. */
function cutsShort({ program, args }: Run): boolean {
  const words = args.join(' ');
  const upTo = (pattern: RegExp): boolean => {
    const count = pattern.exec(words)?.[1];
    return count !== undefined && Number(count) <= MOST_SHOWN;
  };
  if (program === 'cut') return upTo(/(?:^| )-[cb] ?(?:\d{0,4}-)?(\d{1,5})(?: |$)/);
  if (program === 'head') return upTo(/(?:^| )(?:-c ?|--bytes=)(\d{1,5})(?: |$)/);
  if (program === 'awk') return upTo(/\bsubstr\([^,()]{1,20}, ?1, ?(\d{1,5})\)/);
  return program === 'sed' && upTo(/\.\\?\{(?:\d{0,4},)?(\d{1,4})\\?\}\\?\)\.\*/);
}

/** True if the run, or a later one in its pipe, prints only the beginning of each line or value. */
export function isCutShort(runs: readonly Run[], at: number): boolean {
  const [run, next] = runs.slice(at, at + 2);
  if (run === undefined) return false;
  return cutsShort(run) || (run.pipes && next?.piped === true && isCutShort(runs, at + 1));
}

/** Prefix of a fact's value if only the value of a setting is printed; the setting's name follows. */
export const BARE_VALUE = 'value of ';
/** True for commands that extract the value of `NAME=value`: `cut -d= -f2`, `awk -F= '{print $2}'`, `sed 's/.*=//'`. */
function takesValue({ program, args }: Run): boolean {
  const words = args.join(' ');
  if (program === 'cut') return /(?:^| )-d ?['"]?[=:]/.test(words) && /(?:^| )-f ?2/.test(words);
  if (program === 'awk' || program === 'gawk')
    return /(?:^| )-F ?['"]?[=:]/.test(words) && /print \$(?:2|NF)/.test(words);
  return program === 'sed' && /s([/|#,])\^?[^/|#,]{0,80}[=:][^/|#,]{0,20}\1\1/.test(words);
}
/** Filters that keep the text of lines. */
const FILTERS = /^(?:tr|sed|head|tail|sort|uniq|cat|cut|awk|grep|tee)$/;
const JSON_READERS = /^(?:jq|yq)$/;

/** The name of the secret whose value alone is printed by a run and the rest of its pipe; null if they print none, or print it with its name. */
export function bareValueOf(runs: readonly Run[], at: number): string | null {
  const [run, ...rest] = runs.slice(at);
  if (run === undefined || run.taken === true || run.piped) return null;
  const after = run.pipes ? rest.slice(0, rest.findIndex(({ pipes }) => !pipes) + 1) : [];
  const all = [run, ...after];
  const last = all.at(-1)!;
  if (last.writes.length > 0 || last.pipes || isCutShort(runs, at)) return null;
  if (!after.every(({ program }) => FILTERS.test(program) || JSON_READERS.test(program))) return null;
  const json = all.find(
    ({ program, args }) =>
      JSON_READERS.test(program) && args.some((arg) => /^-\w*r\w*$|^--raw-output$/.test(arg)),
  );
  if (json !== undefined && /^(?:cat|jq|yq)$/.test(run.program)) {
    const named = json.args.flatMap((arg) => [
      ...(/\.(?:"?)([\w-]{3,60})"?\]?\s{0,4}$/.exec(arg)?.slice(1) ?? []),
    ])[0];
    if (named === undefined || !SECRET_KEY.test(named)) return null;
    const files = all.flatMap(({ args }) => args);
    return /^key$/i.test(named) && !files.some((file) => HOLDS_KEYS.test(file)) ? null : named;
  }
  if (!/^(?:grep|egrep|rg|awk|sed|cat)$/.test(run.program) || !run.args.some(isSecretFile)) return null;
  if (!all.some(takesValue)) return null;
  const named = all.flatMap(({ args }) => args.flatMap((arg) => arg.match(/[A-Z][A-Z0-9_]{2,60}/g) ?? []));
  return named.find((name) => SECRET_VARIABLE.test(name)) ?? null;
}
/** Files in which a field `key` is a secret. Elsewhere it is the key of a field, an issue or a feature: `to_entries[].key`. */
const HOLDS_KEYS = /(?:secret|credential|account|auth|keys?)[\w-]{0,20}\.(?:json|ya?ml)$/i;
/** Names of secrets in settings files. */
const SECRET_KEY =
  /^(?!.*(?:public|anon|publishable|_?(?:id|name|url|path|arn|type)$))(?:[\w-]{0,40}[_-])?(?:[a-z]{0,20}(?:key|token|secret|password|passwd))$|(?:Key|Token|Secret|Password)$/i;

/** The fact's value for printing the addresses of git remotes. */
export const REMOTES = 'remotes';
/** Git commands that print current or earlier contents of files. */
const PRINTING = /^(?:show|diff|log|blame|cat-file)$/;

/** The fact that a git command prints a file with secrets, also an earlier version (`HEAD:.env`), or the addresses of remotes. */
export function secretsInHistory(verb: string, rest: readonly string[]): Fact[] {
  // The address of a remote may contain a password.
  if (verb === 'remote' || (verb === 'config' && rest.some((arg) => arg.startsWith('remote.'))))
    return asks(REMOTES);
  if (!PRINTING.test(verb)) return [];
  const files = rest
    .filter((arg) => !arg.startsWith('-'))
    .map((arg) => arg.replace(/^[^:]{0,200}:(?=.)/, ''));
  return files.filter(isSecretFile).slice(0, 1).flatMap(asks);
}
