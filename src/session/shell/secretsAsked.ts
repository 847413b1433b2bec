/** Commands that print secrets: key stores, environments, files that hold them. */
import type { Fact } from '../facts';
import { remembered } from '../remembered';
import type { Run } from './runs';

/** Files that hold secrets by what they are for. */
export const isSecretFile = (path: string): boolean =>
  !/\.(?:example|sample|template|tmpl|dist|md|tsx?|jsx?|py|go)$/.test(path) &&
  /(?:^|[\\/])\.env(?:\.[\w-]+)?$|(?:^|[\\/])(?!(?:example|sample|template|default|test)s?\b)[\w-]{1,40}\.env$|(?:^|[\\/])(?:\.claude[\\/]settings(?:\.local)?|\.mcp|claude_desktop_config)\.json$|(?:^|[\\/])\.?(?:env|secrets?|credentials)(?:\.(?:local|prod|production|dev|json|ya?ml|toml|env))?$|\.(?:pem|key|tfvars)$|(?:^|[\\/])id_(?:rsa|ed25519|ecdsa)$|(?:^|[\\/])(?:\.netrc|_netrc|\.npmrc|\.pypirc|\.git-credentials|\.pgpass|ngrok\.yml|\.docker[\\/]config\.json|\.kube[\\/]config|hosts\.yml)$/.test(
    path,
  );

/** Names of outputs that are secrets; not of those that name one, as `kms_key_id` and `secret_arn` do. */
const SECRET_WORD = String.raw`(?:passw(?:or)?d|secret|token|(?:access|api|private|auth|signing|encryption)[_-]?key)(?![\w-]{0,40}_(?:id|name|arn|ur[il]|path)\b)`;

const KEY_STORES: readonly (readonly [program: RegExp, words: RegExp])[] = [
  [/^security$/, /find-(?:generic|internet)-password\b.{0,200}-w\b/],
  [/^(?:op|bw|pass|vault|gopass)$/, /\b(?:read|get|item get|kv get|show)\b/],
  [/^aws$/, /get-secret-value|get-parameters?\b.{0,200}--with-decryption/],
  [/^gcloud$/, /secrets versions access|auth print-(?:access|identity)-token/],
  [/^az$/, /keyvault secret show|account get-access-token/],
  [/^kubectl$/, /get secrets?\b.{0,200}-o/],
  [/^gh$/, /auth token/],
  [/^heroku$/, /config(?::get)?\b/],
  [/^(?:terraform|tofu)$/, new RegExp(String.raw`\boutput\b.{0,100}${SECRET_WORD}`, 'i')],
  [
    /^pulumi$/,
    new RegExp(
      String.raw`--show-secrets|--secret\b|\b(?:config get|stack output)\b.{0,100}${SECRET_WORD}`,
      'i',
    ),
  ],
];
/** Programs that print all settings of an environment, secrets among them. */
const ENVIRONMENTS: readonly (readonly [program: RegExp, words: RegExp])[] = [
  [/^(?:env|printenv)$/, /^$/],
  [/^(?:Get-ChildItem|gci|dir|ls|Get-Item|gi)$/i, /^env:/i],
  [/^(?:docker|podman)$/, /^(?:inspect|container inspect|compose config)\b/],
  [/^(?:doppler|infisical)$/, /^secrets\b(?! (?:set|delete|upload))/],
  [/^railway$/, /^variables\b/],
  [/^(?:sops)$/, /^(?:-d|--decrypt|decrypt)\b/],
  [/^ansible-vault$/, /^(?:view|decrypt)\b/],
];

/** Prints a variable that is named as secrets are: `echo $API_TOKEN`, not where it goes on to another program. */
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

const asks = (what: string): Fact[] => [{ fact: 'asksSecrets', value: what.slice(0, KEPT) }];
/** Words of a command that a fact keeps. Characters. */
const KEPT = 120;

/** What is looked for among the words of a program. */
const askedBy = remembered((program) => ({
  store: KEY_STORES.find(([name]) => name.test(program))?.[1],
  environments: ENVIRONMENTS.filter(([name]) => name.test(program)).map(([, asking]) => asking),
  readsFiles:
    /^(?:cat|tac|head|tail|cut|sort|less|more|bat|batcat|nl|jq|yq|xxd|grep|egrep|fgrep|rg|sed|awk|Get-Content|gc|type|Select-String|sls)$/.test(
      program,
    ),
}));

/** What a command asks for secrets: a key store, an environment, a file. */
export function secretsAsked(run: Run): Fact[] {
  const { program, args } = run;
  const { store, environments, readsFiles } = askedBy(program);
  if (store !== undefined && store.test(args.join(' '))) return asks(program);
  if (environments.some((asking) => asking.test(args.join(' ')))) return asks('environment');
  if (printsSecret(run)) return asks(program);
  if (readsFiles) {
    const file = args.find(isSecretFile);
    if (file !== undefined) return asks(file);
  }
  return [];
}

/** So little of a line tells no secret. Characters. */
const MOST_SHOWN = 20;
/** Shows the beginning of each line or value only: `cut -c1-20`, `head -c 8`, `substr($2,1,6)`, a group of `.{6}`. */
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

/** Of what a run prints only beginnings are shown. */
export function isCutShort(runs: readonly Run[], at: number): boolean {
  const [run, next] = runs.slice(at, at + 2);
  if (run === undefined) return false;
  return cutsShort(run) || (run.pipes && next?.piped === true && isCutShort(runs, at + 1));
}

/** What is asked when only the value of a setting is printed; the name of the setting follows. */
export const BARE_VALUE = 'value of ';
/** Takes the value out of `NAME=value`: `cut -d= -f2`, `awk -F= '{print $2}'`, `sed 's/.*=//'`. */
function takesValue({ program, args }: Run): boolean {
  const words = args.join(' ');
  if (program === 'cut') return /(?:^| )-d ?['"]?[=:]/.test(words) && /(?:^| )-f ?2/.test(words);
  if (program === 'awk' || program === 'gawk')
    return /(?:^| )-F ?['"]?[=:]/.test(words) && /print \$(?:2|NF)/.test(words);
  return program === 'sed' && /s([/|#,])\^?[^/|#,]{0,80}[=:][^/|#,]{0,20}\1\1/.test(words);
}
/** Hands on what it reads, at most in other lines. */
const HANDS_ON = /^(?:tr|sed|head|tail|sort|uniq|cat|cut|awk|grep|tee)$/;
const JSON_READERS = /^(?:jq|yq)$/;

/** The secret of which a run and those behind it print the bare value; null when they print none, or with its name. */
export function bareValueOf(runs: readonly Run[], at: number): string | null {
  const [run, ...rest] = runs.slice(at);
  if (run === undefined || run.taken === true || run.piped) return null;
  const behind = run.pipes ? rest.slice(0, rest.findIndex(({ pipes }) => !pipes) + 1) : [];
  const all = [run, ...behind];
  const last = all.at(-1)!;
  if (last.writes.length > 0 || last.pipes || isCutShort(runs, at)) return null;
  if (!behind.every(({ program }) => HANDS_ON.test(program) || JSON_READERS.test(program))) return null;
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
/** Elsewhere a `key` is the name of a field, an issue or a feature: `to_entries[].key`. */
const HOLDS_KEYS = /(?:secret|credential|account|auth|keys?)[\w-]{0,20}\.(?:json|ya?ml)$/i;
/** How settings files call secrets. */
const SECRET_KEY =
  /^(?!.*(?:public|anon|publishable|_?(?:id|name|url|path|arn|type)$))(?:[\w-]{0,40}[_-])?(?:[a-z]{0,20}(?:key|token|secret|password|passwd))$|(?:Key|Token|Secret|Password)$/i;

/** What is asked of git beside files. */
export const REMOTES = 'remotes';
/** Verbs of git that print what files hold or held. */
const SHOWING = /^(?:show|diff|log|blame|cat-file)$/;

/** A file with secrets that git prints; `HEAD:.env` names it as it was. */
export function secretsInHistory(verb: string, rest: readonly string[]): Fact[] {
  // The address of a remote may hold a password.
  if (verb === 'remote' || (verb === 'config' && rest.some((arg) => arg.startsWith('remote.'))))
    return asks(REMOTES);
  if (!SHOWING.test(verb)) return [];
  const files = rest
    .filter((arg) => !arg.startsWith('-'))
    .map((arg) => arg.replace(/^[^:]{0,200}:(?=.)/, ''));
  return files.filter(isSecretFile).slice(0, 1).flatMap(asks);
}
