/** Finds readable secrets in results. Only their kind is kept. */
import { en } from '../../l10n/english';
import type { Answer } from './answer';
import { factIn, type Fact } from '../facts';
import { BARE_VALUE, isSecretFile, REMOTES } from '../shell/secretsAsked';

/** A private key with at least two lines of its body. */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s|\d{1,6}[→\t]){1,20}(?:[\w-]{1,40}: [^\n]{0,100}\s{1,4}){0,4}[A-Za-z0-9+/=]{40,200}(?:\\n|\s|\d{1,6}[→\t]){1,20}[A-Za-z0-9+/=]{16,200}/g;

const SECRET_NAME =
  /(?:^|[_.-])(?:KEY|APIKEY|AUTHTOKEN|TOKEN|SECRET|PASS|PASSWORD|PASSWD|PWD|CREDENTIALS?|JWT|DSN|_AUTH|_AUTHTOKEN)(?:_[A-Z0-9]{1,20})?$|^AUTH$|(?:api|private|secret|access|auth|signing|encryption)_?-?(?:key|token|secret)$|(?:PASSWORD|SECRET|TOKEN)$/i;
/** Names of settings about a secret that are no secret: where it is requested, its type, its expiry. */
const OF_SECRET =
  /(?:KEY|TOKEN|SECRET|PASS(?:WORD|WD)?|CREDENTIALS?|JWT|DSN|AUTH)_(?:PREFIX|SUFFIX|TYPE|END_?POINT|ARN|ALIAS|REGION|POLICY|BUCKET|AUDIENCE|COOKIE|FIELD|COLUMN|SCHEMA?|SCHEME|LOCATION|HOST|PORT|FORMAT|VERSION|STORE|VAULT|PROVIDER|MODE|STRATEGY|DOMAIN|SCOPES?|USER|REF|KIND|SOURCE|SERVICE|SERVER|ROTATION|HINT|HASH|SALT|ROUNDS|FINGERPRINT|CHECKSUM|DIGEST|STYLE|TABLE|DIR|LABEL)$/i;
/** Keys for looking something up in tables and stores, and tokens for the next page. */
const KEY_OF_DATA =
  /(?:PRIMARY|FOREIGN|PARTITION|SORT|SHARD|CACHE|ROUTING|IDEMPOTENCY|OBJECT|S3|RANGE|HASH|INDEX|GROUP|KMS|TRANSLATION|I18N|MESSAGE|ISSUE|LOOKUP|ROW)_KEY$|(?:PAGE|NEXT|CURSOR|CONTINUATION)_TOKEN$/i;
/** A generated key; it may begin like a path. */
const GENERATED = /^(?=.{0,200}\d)(?=.{0,200}[A-Z])(?=.{0,200}[a-z])[A-Za-z\d+/]{36,200}={0,2}$/;
const OPEN_NAME =
  /^(?:VITE|REACT_APP|EXPO|GATSBY|NUXT_PUBLIC|TEST|E2E|MOCK|DUMMY|SAMPLE|EXAMPLE|FAKE)_|PUBLIC|ANON|PUBLISHABLE|PASSPHRASE_HINT|KEY_ID$|KEYBOARD|_PATH$|_FILE$|_URL$|_URI$|_NAME$|TOKENS$|MAX_TOKEN|EXPIR|LENGTH|ALGORITHM|_TTL|HEADER|ISSUER|^PWD$|^OLDPWD$|SSH_AUTH|KEYCLOAK|SITE_KEY|SITEKEY|^GPG_KEY$|FIREBASE_(?:WEB_)?API_KEY$|(?:SEGMENT|ANALYTICS)_WRITE_KEY|(?:ALGOLIA|TYPESENSE|MEILI(?:SEARCH)?)_SEARCH(?:_API)?_KEY$|SEARCH_ONLY(?:_API)?_KEY$|DOCSEARCH_API_KEY$/i;
/** A placeholder of the value's length, left by a scrubber: the log was cleaned, but the model saw the value. */
const SCRUBBED = /^[\w.:/-]{0,12}X{20,}/;
/** Keys that are public in pages and apps: PostHog, Mapbox, Stripe. */
const FOR_CLIENTS = /^(?:phc_|pk\.eyJ|pk_(?:live|test)_)/;
/** Values that give no access: a reference to a secret, a path, an address without a password, a public key, an encrypted value. */
const NO_VALUE =
  /^[a-z][a-z0-9+.-]{1,30}:\/\/(?![^\s/@]{0,100}:[^\s/@]{8,200}@)|^(?:arn|kms|vault|env|alias|projects|secrets?)[:/]|^@Microsoft\.KeyVault|^(?:encrypted:|ENC\[|AgA)|^(?:\.{0,2}|~|[A-Za-z]:)[\\/]|^(?:ssh-|ecdsa-|age1)|\.(?:png|jpe?g|pem|key|crt|json|txt|ya?ml)$/i;
/** A path below the project; base64 has capitals inside its words. */
const PATH_BELOW = /^(?:[A-Za-z][a-z0-9_.-]{1,30}\/){1,6}[A-Za-z][a-z0-9_.-]{1,40}$/;
/** Values for local development: keys of test accounts, defaults of frameworks, and the public Supabase demo keys. */
const FOR_TRYING =
  /^(?:[sr]k_test_|django-insecure-|p[a@][s5$]{2}w[o0]rd)|insecure|super[-_]?secret|change[-_](?:this|it|in|before)|in[-_]prod|for[-_](?:dev|local)|dev(?:elopment)?[-_](?:only|secret|key|token)|eyJpc3MiOiJzdXBhYmFzZS1kZW1v/i;
/** Consecutive characters, as people type for a placeholder. */
const TYPED_IN_A_ROW = /0?123456789|abcdef(?:gh|0?12|45)|fedcba|deadbeef|cafebabe|(\d)\1{7}/i;
const PLACEHOLDER =
  /^(?:$|["'<$%{[(*•.]|x(?![A-Za-z\d-]{8})|your|my[-_]|change|example|sample|dummy|fake|test|todo|none|null|undefined|true|false|redacted|placeholder|secret$|password$|\d{1,7}$)|\*{3}|x{4}|•{3}|\.{3}|…|redacted|placeholder|example|change[-_]?me|replace[-_]?(?:me|with)|insert|<[^>\n]{1,40}>|localhost|not-?a-?real/i;

/** `NAME=value` in env files, `name: value` and `"name": "value"` in others, with the prefixes of grep and Read. */
const SETTING =
  /^(?:[ \t]{0,8}\d{1,6}[→\t:])?[+-]?[ \t]{0,40}(?:[\w./-]{1,120}:(?:\d{1,6}:)?)?(?:export |set |\$env:|\/\/[\w./-]{1,80}:)?["']?([A-Za-z_][\w.-]{2,60})["']?([ \t]?=[ \t]?|:[ \t]{0,3})["']?([^\s"'#,]{0,400})/gm;

/** True for words and a number, as in values for development (`dev-secret-key`, `postgres123`), which are not kept secret. */
const isWords = (value: string): boolean =>
  value.split(/[-_.]/).every((part) => /^(?:[a-z]{2,24}\d{0,6}|[A-Z]{2,12}|\d{0,6})$/.test(part));

/** True for a value that is a secret: long, of mixed characters, no placeholder. */
const isSecretValue = (value: string): boolean =>
  value.length >= 8 &&
  !FOR_TRYING.test(value) &&
  !FOR_CLIENTS.test(value) &&
  (SCRUBBED.test(value) ||
    (!PLACEHOLDER.test(value) &&
      !TYPED_IN_A_ROW.test(value) &&
      (GENERATED.test(value) || !(NO_VALUE.test(value) || PATH_BELOW.test(value))) &&
      !isWords(value) &&
      /[A-Za-z]/.test(value) &&
      /[\d_+/=-]|[a-z][A-Z]/.test(value)));

/** A password in the address of a server, and the server: `postgres://ada:…@db.acme.io/shop`. */
const WITH_PASSWORD = /^[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@]{0,100}:([^\s/@]{8,200})@([\w.-]{1,200})/i;
/** A server on the own machine or network, in a container, or an example. */
const NEARBY =
  /^(?:[\w-]{1,60}$|localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|host\.docker)|(?:^|\.)example\.\w{2,4}$/i;

const LOCAL_SERVER = /\b(?:Server|Data Source|Host)=(?:tcp:)?(?:localhost|127\.|\(localdb\)|\.\\|\.;)/i;

/** True if the value of a setting is a secret, by its name or by a password in it. */
function isSecret(name: string, value: string): boolean {
  const [, password, server = ''] = WITH_PASSWORD.exec(value) ?? [];
  if (password !== undefined) return !NEARBY.test(server) && isSecretValue(password);
  if (KEY_OF_DATA.test(name) && !GENERATED.test(value)) return false;
  return SECRET_NAME.test(name) && !OPEN_NAME.test(name) && !OF_SECRET.test(name) && isSecretValue(value);
}

/** A password in a list of settings, as databases of Microsoft have it: `Server=db1;User Id=sa;Password=…;`. */
const IN_LIST = /;\s{0,2}(Password|Pwd|AccountKey|SharedAccessKey)=([^;"'\s]{8,200})/gi;
const SERVER = /\b(?:Server|Data Source|Host|Endpoint|AccountName)=/i;

/** Most names from one result. */
const MOST_NAMES = 10;

/** Names of settings that are secrets. In env files only names in capitals count, in other files names in any case. */
function secretsNamed(text: string, envFile: boolean): string[] {
  const names = new Set<string>();
  for (const [, name = '', , value = ''] of text.matchAll(SETTING)) {
    if ((!envFile || /^[A-Z][A-Z0-9_]+$/.test(name)) && isSecret(name, value)) names.add(name.slice(0, 60));
    if (names.size >= MOST_NAMES) break;
  }
  if (SERVER.test(text) && !LOCAL_SERVER.test(text))
    for (const [, name = '', value = ''] of text.matchAll(IN_LIST))
      if (names.size < MOST_NAMES && isSecretValue(value)) names.add(name);
  return [...names];
}
const valuesOf = (names: readonly string[]): Fact[] =>
  names.map((name) => ({ fact: 'secretShown', value: en('value of {0}', name) }));

const unquoted = (value: string): string => value.replace(/^["']|["']$/g, '');
/** Most lines of a result that are searched for a bare value. */
const MOST_LINES = 40;

const isEnvFile = (path: string): boolean => /(?:^|[\\/])\.?env(?:\.[\w-]+)?$|\.env$/.test(path);

const SETTINGS_FILE = /(?:settings(?:\.local)?|\.mcp|_config)\.json$/;

/** The lines of a search's output that are from files with secrets. */
const OF_FILE = /^(?:\.\/)?([\w./~@-]{1,200}):(?:\d{1,7}[:-])?/;
const linesOfSecretFiles = (text: string): string =>
  /env[\w.-]{0,40}:/.test(text)
    ? text
        .split('\n')
        .filter((line) => {
          const file = OF_FILE.exec(line)?.[1];
          return file !== undefined && isEnvFile(file) && isSecretFile(file) && !FOR_TESTS.test(file);
        })
        .join('\n')
    : '';

/** Puts each setting of a table (`NAME   value`), of JSON or of PHP (`define('NAME', 'value')`) on its own line. */
const inLines = (text: string): string =>
  text
    .replace(/\bdefine\(\s{0,4}["'](\w{3,60})["']\s{0,4},\s{0,4}/g, '\n$1=')
    .replace(/^(\w{3,60})[ \t]{2,60}(?=\S)/gm, '$1=')
    .replace(/[[{,]\s{0,40}"(?=[A-Za-z_]{3,60}(?:=|"\s{0,3}:))/g, '\n"');

/** A password or token in the address of a repository: `https://ada:…@`, `https://ghp_…@`. Not a user name alone. */
const IN_ADDRESS =
  /^(?:[\w-]{1,40}\t)?https?:\/\/(?:((?:gh[opsru]_|github_pat_|gl\w{2,6}-|ATBB|ATCTT)[\w=-]{8,200})(?::[^\s"'/@]{0,100})?|[^\s"'\\/:@]{0,100}:([^\s"'\\/@$<>{}*:]{8,200}))@[\w.-]{3,100}\//m;
const KEY_FILE = /\.(?:pem|key)$|id_(?:rsa|ed25519|ecdsa)$/;

const FOR_TESTS =
  /(?:^|[\\/_.-])(?:tests?|testdata|test[-_]?fixtures?|fixtures?|__tests__|specs?|e2e|mocks?|examples?|samples?|snapshots?|snakeoil|dummy|localhost|self-?signed)(?:[\\/_.+-]|$)/i;
const TEMPORARY = /^(?:\/private)?\/(?:tmp|var\/folders|var\/tmp)\//;

/** The files of a result: the one its call names, and those its command reads. `inside`: the path is relative to the project. */
const filesOf = ({ call, cwd }: Answer): { path: string; inside: boolean }[] =>
  [...(call.path === null ? [] : [call.path]), ...call.touches.map(({ path }) => path)].map((path) =>
    cwd !== null && path.startsWith(`${cwd}/`)
      ? { path: path.slice(cwd.length + 1), inside: true }
      : { path, inside: false },
  );
const isForTests = ({ path, inside }: { path: string; inside: boolean }): boolean =>
  FOR_TESTS.test(inside ? path : path.split(/[\\/]/).slice(-2).join('/'));

/** Tools that read web pages: keys on public pages are examples. */
const OF_THE_WEB = /^(?:WebFetch|WebSearch|mcp__(?:fetch|context7)__|mcp__\w{0,60}web_?(?:fetch|search))/i;
/** The file of a line in a diff: `+++ b/src/a.pem`. */
const DIFFED = /^\+\+\+ b\/([^\t\n]{1,300})/gm;
/** The file of a line in output of head or tail for several files: `==> src/a.pem <==`. */
const LISTED = /^==> ([^\t\n]{1,300}) <==/gm;
/** Most keys in one result that are checked. */
const MOST_KEYS = 20;
const fileAbove = (text: string, index: number): string => {
  const heading = /[+ -]/.test(text.charAt(index - 1)) ? DIFFED : LISTED;
  return [...text.slice(0, index).matchAll(heading)].at(-1)?.[1] ?? '';
};

/** A named secret in output of key stores, with its value. */
const NAMED =
  /"?\b(?:\w{0,40}_)?(?:password|secret|token|key|SecretString|value|data|accessToken)"?\s{0,3}[:=]\s{0,3}"?(?!\S{1,60}:(?:\s|$))([^\s",{}]{8,400})/gi;

export function secretFacts(answer: Answer): Fact[] {
  const { text, call, failed } = answer;
  const files = filesOf(answer);
  const all = (are: (file: (typeof files)[number]) => boolean): boolean =>
    files.length > 0 && files.every(are);
  if (all(isForTests)) return [];
  if (
    text.includes('PRIVATE KEY') &&
    !OF_THE_WEB.test(call.name) &&
    [...text.matchAll(PRIVATE_KEY)]
      .slice(0, MOST_KEYS)
      .some(({ index }) => !FOR_TESTS.test(fileAbove(text, index))) &&
    !all(({ path, inside }) => !inside && TEMPORARY.test(path))
  )
    return [{ fact: 'secretShown', value: en('private key') }];
  const asked = factIn(call.facts, 'asksSecrets');
  // For a shell command, `asksSecrets` has the file.
  const shownFile = !call.shell && (call.action === 'read' || call.action === 'research') ? call.path : null;
  const file =
    typeof asked === 'string' && isSecretFile(asked)
      ? asked
      : shownFile !== null && isSecretFile(shownFile)
        ? shownFile
        : null;
  if (failed) return [];
  if (asked === undefined && file === null) {
    const searches = call.action === 'research' || call.shell;
    return searches ? valuesOf(secretsNamed(linesOfSecretFiles(text), true)) : [];
  }
  if (asked === REMOTES) {
    const [, token, password = token] = IN_ADDRESS.exec(text) ?? [];
    return password !== undefined && isSecretValue(password) && /\d/.test(password)
      ? [{ fact: 'secretShown', value: en('password in an address') }]
      : [];
  }
  if (typeof asked === 'string' && asked.startsWith(BARE_VALUE)) {
    const name = asked.slice(BARE_VALUE.length);
    // `apiKey` counts like `api_key`.
    const setting = name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '_');
    const printed = text
      .split('\n', MOST_LINES)
      .some((line) => /^\S{8,4000}$/.test(line.trim()) && isSecret(setting, unquoted(line.trim())));
    return printed ? valuesOf([name]) : [];
  }
  if (file !== null || asked === 'environment') {
    if (file !== null && KEY_FILE.test(file)) return [];
    const packed = file === null || /\.(?:json|php)$/.test(file);
    // Settings of servers and of Claude Code contain environment variables.
    const inCapitals = file === null || isEnvFile(file) || SETTINGS_FILE.test(file);
    return valuesOf(secretsNamed(packed ? inLines(text) : text, inCapitals));
  }
  // The output of a key store is a secret if it is one word, or has a named secret.
  const line = text.trim();
  const bare =
    /^\S{12,4000}$/.test(line) &&
    (GENERATED.test(line) || !/^[\w.-]{1,200}[/:][\w./:@-]{1,300}$/.test(line)) &&
    isSecretValue(line);
  const named = [...text.matchAll(NAMED)].some(([, value = '']) => isSecretValue(value));
  return bare || named ? [{ fact: 'secretShown', value: en('answer of {0}', String(asked)) }] : [];
}
