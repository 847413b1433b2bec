/** Secrets that stand readable in an answer. Only their kind is kept. */
import { en } from '../../l10n/english';
import type { Answer } from './answer';
import { factIn, type Fact } from '../facts';
import { BARE_VALUE, isSecretFile, REMOTES } from '../shell/secretsAsked';

/** A private key with a body: two lines of it at least. */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s|\d{1,6}[→\t]){1,20}(?:[\w-]{1,40}: [^\n]{0,100}\s{1,4}){0,4}[A-Za-z0-9+/=]{40,200}(?:\\n|\s|\d{1,6}[→\t]){1,20}[A-Za-z0-9+/=]{16,200}/g;

const SECRET_NAME =
  /(?:^|[_.-])(?:KEY|APIKEY|AUTHTOKEN|TOKEN|SECRET|PASS|PASSWORD|PASSWD|PWD|CREDENTIALS?|JWT|DSN|_AUTH|_AUTHTOKEN)(?:_[A-Z0-9]{1,20})?$|(?:api|private|secret|access|auth|signing|encryption)_?-?(?:key|token|secret)$|(?:PASSWORD|SECRET|TOKEN)$/i;
/** What is said about a secret and is none: where it is asked for, what it is called, how long it holds. */
const OF_SECRET =
  /(?:KEY|TOKEN|SECRET|PASS(?:WORD|WD)?|CREDENTIALS?|JWT|DSN|AUTH)_(?:PREFIX|SUFFIX|TYPE|END_?POINT|ARN|ALIAS|REGION|POLICY|BUCKET|AUDIENCE|COOKIE|FIELD|COLUMN|SCHEMA?|SCHEME|LOCATION|HOST|PORT|FORMAT|VERSION|STORE|VAULT|PROVIDER|MODE|STRATEGY|DOMAIN|SCOPES?|USER|REF|KIND|SOURCE|SERVICE|SERVER|ROTATION|HINT|HASH|SALT|ROUNDS|FINGERPRINT|CHECKSUM|DIGEST|STYLE|TABLE|DIR|LABEL)$/i;
/** Keys of tables and stores, by which something is found, and tokens that ask for the next page. */
const KEY_OF_DATA =
  /(?:PRIMARY|FOREIGN|PARTITION|SORT|SHARD|CACHE|ROUTING|IDEMPOTENCY|OBJECT|S3|RANGE|HASH|INDEX|GROUP|KMS|TRANSLATION|I18N|MESSAGE|ISSUE|LOOKUP|ROW)_KEY$|(?:PAGE|NEXT|CURSOR|CONTINUATION)_TOKEN$/i;
/** A run as generators of keys make them; it may begin as a path does. */
const GENERATED = /^(?=.{0,200}\d)(?=.{0,200}[A-Z])(?=.{0,200}[a-z])[A-Za-z\d+/]{36,200}={0,2}$/;
const OPEN_NAME =
  /^(?:VITE|REACT_APP|EXPO|GATSBY|NUXT_PUBLIC|TEST|E2E|MOCK|DUMMY|SAMPLE|EXAMPLE|FAKE)_|PUBLIC|ANON|PUBLISHABLE|PASSPHRASE_HINT|KEY_ID$|KEYBOARD|_PATH$|_FILE$|_URL$|_URI$|_NAME$|TOKENS$|MAX_TOKEN|EXPIR|LENGTH|ALGORITHM|_TTL|HEADER|ISSUER|^PWD$|^OLDPWD$|SSH_AUTH|KEYCLOAK|SITE_KEY|SITEKEY|^GPG_KEY$|FIREBASE_(?:WEB_)?API_KEY$|(?:SEGMENT|ANALYTICS)_WRITE_KEY|(?:ALGOLIA|TYPESENSE|MEILI(?:SEARCH)?)_SEARCH(?:_API)?_KEY$|SEARCH_ONLY(?:_API)?_KEY$|DOCSEARCH_API_KEY$/i;
/** A run that a scrubber put in the place of a value, of its length: the log was cleaned, the model saw it. */
const SCRUBBED = /^[\w.:/-]{0,12}X{20,}/;
/** Keys that pages and apps carry openly: of PostHog, Mapbox, Stripe. */
const FOR_CLIENTS = /^(?:phc_|pk\.eyJ|pk_(?:live|test)_)/;
/** Where a secret lies, a path, an address without a password, a public key, a value that is encrypted: nobody gets in by it. */
const NO_VALUE =
  /^[a-z][a-z0-9+.-]{1,30}:\/\/(?![^\s/@]{0,100}:[^\s/@]{8,200}@)|^(?:arn|kms|vault|env|alias|projects|secrets?)[:/]|^@Microsoft\.KeyVault|^(?:encrypted:|ENC\[|AgA)|^(?:\.{0,2}|~|[A-Za-z]:)[\\/]|^(?:ssh-|ecdsa-|age1)|\.(?:png|jpe?g|pem|key|crt|json|txt|ya?ml)$/i;
/** A path below the project; a run of base64 has capitals inside its words. */
const PATH_BELOW = /^(?:[A-Za-z][a-z0-9_.-]{1,30}\/){1,6}[A-Za-z][a-z0-9_.-]{1,40}$/;
/** Made for one's own machine or for trying: keys of test accounts, what frameworks make up, what Supabase gives to everyone. */
const FOR_TRYING =
  /^(?:[sr]k_test_|django-insecure-|p[a@][s5$]{2}w[o0]rd)|insecure|super[-_]?secret|change[-_](?:this|it|in|before)|in[-_]prod|for[-_](?:dev|local)|dev(?:elopment)?[-_](?:only|secret|key|token)|eyJpc3MiOiJzdXBhYmFzZS1kZW1v/i;
/** Signs in a row, as people type in the place of a value. */
const TYPED_IN_A_ROW = /0?123456789|abcdef(?:gh|0?12|45)|fedcba|deadbeef|cafebabe|(\d)\1{7}/i;
/** Values that stand in the place of one. */
const PLACEHOLDER =
  /^(?:$|["'<$%{[(*•.]|x(?![A-Za-z\d-]{8})|your|my[-_]|change|example|sample|dummy|fake|test|todo|none|null|undefined|true|false|redacted|placeholder|secret$|password$|\d{1,7}$)|\*{3}|x{4}|•{3}|\.{3}|…|redacted|placeholder|example|change[-_]?me|replace[-_]?(?:me|with)|insert|<[^>\n]{1,40}>|localhost|not-?a-?real/i;

/** `NAME=value` of env files, `name: value` and `"name": "value"` of others, with what grep and Read put before it. */
const SETTING =
  /^(?:[ \t]{0,8}\d{1,6}[→\t:])?[+-]?[ \t]{0,40}(?:[\w./-]{1,120}:(?:\d{1,6}:)?)?(?:export |set |\$env:|\/\/[\w./-]{1,80}:)?["']?([A-Za-z_][\w.-]{2,60})["']?([ \t]?=[ \t]?|:[ \t]{0,3})["']?([^\s"'#,]{0,400})/gm;

/** Words and a number, as values for development have (`dev-secret-key`, `postgres123`): nobody guards those. */
const isWords = (value: string): boolean =>
  value.split(/[-_.]/).every((part) => /^(?:[a-z]{2,24}\d{0,6}|[A-Z]{2,12}|\d{0,6})$/.test(part));

/** A value that is one: long, of mixed characters, no placeholder. */
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
/** On one's own machine or network, in a container, or made up. */
const NEARBY =
  /^(?:[\w-]{1,60}$|localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|host\.docker)|(?:^|\.)example\.\w{2,4}$/i;

/** True when the value of a setting is a secret, by what it is called or by the password in it. */
function isSecret(name: string, value: string): boolean {
  const [, password, server = ''] = WITH_PASSWORD.exec(value) ?? [];
  if (password !== undefined) return !NEARBY.test(server) && isSecretValue(password);
  if (KEY_OF_DATA.test(name) && !GENERATED.test(value)) return false;
  return SECRET_NAME.test(name) && !OPEN_NAME.test(name) && !OF_SECRET.test(name) && isSecretValue(value);
}

/** More of one answer are not told. */
const MOST_NAMES = 10;

/** Settings that are secrets, by name. Names of env files are written in capitals; in other files they may be in any case. */
function secretsNamed(text: string, envFile: boolean): string[] {
  const names = new Set<string>();
  for (const [, name = '', , value = ''] of text.matchAll(SETTING)) {
    if ((!envFile || /^[A-Z][A-Z0-9_]+$/.test(name)) && isSecret(name, value)) names.add(name.slice(0, 60));
    if (names.size >= MOST_NAMES) break;
  }
  return [...names];
}
const valuesOf = (names: readonly string[]): Fact[] =>
  names.map((name) => ({ fact: 'secretShown', value: en('value of {0}', name) }));

const unquoted = (value: string): string => value.replace(/^["']|["']$/g, '');
/** Lines of an answer that are looked at for a bare value. */
const MOST_LINES = 40;

const isEnvFile = (path: string): boolean => /(?:^|[\\/])\.?env(?:\.[\w-]+)?$|\.env$/.test(path);

const SETTINGS_FILE = /(?:settings(?:\.local)?|\.mcp|_config)\.json$/;

/** Lines that a search shows of secret files, whatever else it shows. */
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

/** One setting a line: of tables (`NAME   value`), and of JSON. */
const inLines = (text: string): string =>
  text
    .replace(/^(\w{3,60})[ \t]{2,60}(?=\S)/gm, '$1=')
    .replace(/[[{,]\s{0,40}"(?=[A-Za-z_]{3,60}(?:=|"\s{0,3}:))/g, '\n"');

/** A password in the address of a repository, or a token: `https://ada:…@`, `https://ghp_…@`. A user name alone is none. */
const IN_ADDRESS =
  /^(?:[\w-]{1,40}\t)?https?:\/\/(?:((?:gh[opsru]_|github_pat_|gl\w{2,6}-|ATBB|ATCTT)[\w=-]{8,200})(?::[^\s"'/@]{0,100})?|[^\s"'\\/:@]{0,100}:([^\s"'\\/@$<>{}*:]{8,200}))@[\w.-]{3,100}\//m;
const KEY_FILE = /\.(?:pem|key)$|id_(?:rsa|ed25519|ecdsa)$/;

/** Made for tests and examples, or for one's own machine. */
const FOR_TESTS =
  /(?:^|[\\/_.-])(?:tests?|testdata|test[-_]?fixtures?|fixtures?|__tests__|specs?|e2e|mocks?|examples?|samples?|snapshots?|snakeoil|dummy|localhost|self-?signed)(?:[\\/_.+-]|$)/i;
/** A key made to try something. */
const TEMPORARY = /^(?:\/private)?\/(?:tmp|var\/folders|var\/tmp)\//;

/** Files that an answer is about, the one its call names or those its command looks at: inside the project, or their last folder. */
const filesOf = ({ call, cwd }: Answer): { path: string; inside: boolean }[] =>
  [...(call.path === null ? [] : [call.path]), ...call.touches.map(({ path }) => path)].map((path) =>
    cwd !== null && path.startsWith(`${cwd}/`)
      ? { path: path.slice(cwd.length + 1), inside: true }
      : { path, inside: false },
  );
const isForTests = ({ path, inside }: { path: string; inside: boolean }): boolean =>
  FOR_TESTS.test(inside ? path : path.split(/[\\/]/).slice(-2).join('/'));

/** What stands on pages is open to everyone: keys there are examples. */
const OF_THE_WEB = /^(?:WebFetch|WebSearch|mcp__(?:fetch|context7)__|mcp__\w{0,60}web_?(?:fetch|search))/i;
/** The file that a diff shows at a line that is added, taken out or kept: `+++ b/src/a.pem`. */
const DIFFED = /^\+\+\+ b\/([^\t\n]{1,300})/gm;
/** The one that is shown of several, one after the other: `==> src/a.pem <==`. */
const LISTED = /^==> ([^\t\n]{1,300}) <==/gm;
/** Keys of one answer that are looked at. */
const MOST_KEYS = 20;
const fileAbove = (text: string, index: number): string => {
  const heading = /[+ -]/.test(text.charAt(index - 1)) ? DIFFED : LISTED;
  return [...text.slice(0, index).matchAll(heading)].at(-1)?.[1] ?? '';
};

/** What key stores call a secret, and its value. */
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
  // What a command shows of a file is told with what it asks.
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
    // `apiKey` is called as `api_key` is.
    const setting = name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '_');
    const printed = text
      .split('\n', MOST_LINES)
      .some((line) => /^\S{8,4000}$/.test(line.trim()) && isSecret(setting, unquoted(line.trim())));
    return printed ? valuesOf([name]) : [];
  }
  if (file !== null || asked === 'environment') {
    if (file !== null && KEY_FILE.test(file)) return [];
    const json = file === null || file.endsWith('.json');
    // Settings of servers and of Claude Code name what they put into the environment.
    const inCapitals = file === null || isEnvFile(file) || SETTINGS_FILE.test(file);
    return valuesOf(secretsNamed(json ? inLines(text) : text, inCapitals));
  }
  // The answer of a key store is the secret when it is one word, or names one.
  const line = text.trim();
  const bare =
    /^\S{12,4000}$/.test(line) &&
    (GENERATED.test(line) || !/^[\w.-]{1,200}[/:][\w./:@-]{1,300}$/.test(line)) &&
    isSecretValue(line);
  const named = [...text.matchAll(NAMED)].some(([, value = '']) => isSecretValue(value));
  return bare || named ? [{ fact: 'secretShown', value: en('answer of {0}', String(asked)) }] : [];
}
