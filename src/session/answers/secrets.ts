/** Secrets that stand readable in an answer. Only their kind is kept. */
import type { Answer } from '../answerFacts';
import { factIn, type Fact } from '../facts';

/** A private key with a body: two lines of it at least. */
const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s|\d{1,6}[→\t]){1,20}(?:[\w-]{1,40}: [^\n]{0,100}\s{1,4}){0,4}[A-Za-z0-9+/=]{40,200}(?:\\n|\s|\d{1,6}[→\t]){1,20}[A-Za-z0-9+/=]{16,200}/;

const SECRET_NAME = /(?:KEY|TOKEN|SECRET|PASS|PASSWORD|PASSWD|CREDENTIALS?)(?:_[A-Z0-9]{1,20})?$/;
const OPEN_NAME =
  /PUBLIC|ANON|PUBLISHABLE|PASSPHRASE_HINT|KEY_ID$|KEYBOARD|_PATH$|_FILE$|_URL$|_NAME$|TOKENS$|MAX_TOKEN/;
/** Values that stand in the place of one. */
const PLACEHOLDER =
  /^(?:$|["'<$%{[(*•x.]|your|my[-_]|change|example|sample|dummy|fake|test|todo|none|null|undefined|true|false|redacted|placeholder|secret$|password$|xxx|\.\.\.|\d{1,7}$)|\*{3}|x{4}|•{3}|\.{3}|redacted|placeholder|example|<[^>\n]{1,40}>/i;

const ENV_LINE =
  /^(?:\s{0,8}\d{1,6}[→\t:])?\s{0,4}(?:[\w./-]{1,120}:(?:\d{1,6}:)?)?(?:export |set |\$env:)?([A-Z][A-Z0-9_]{2,60})\s?=\s?["']?([^\s"'#]{0,400})/gm;

const isEnvFile = (path: string): boolean =>
  /(?:^|[\\/])\.env(?:\.[\w-]+)?$|(?:^|[\\/])\.?(?:env|secrets?|credentials)(?:\.(?:local|prod|production|dev))?$/.test(
    path,
  ) && !/\.(?:example|sample|template|dist)$/.test(path);

/** A value that is one: long, of mixed characters, no placeholder. */
const isSecretValue = (value: string): boolean =>
  value.length >= 8 &&
  !PLACEHOLDER.test(value) &&
  /[A-Za-z]/.test(value) &&
  /[\d_+/=-]|[a-z][A-Z]/.test(value);

export function secretFacts({ text, call, failed }: Answer): Fact[] {
  if (text.includes('PRIVATE KEY') && PRIVATE_KEY.test(text))
    return [{ fact: 'secretShown', value: 'private key' }];
  const asked = factIn(call.facts, 'asksSecrets');
  const fromFile = call.action === 'read' && call.path !== null && isEnvFile(call.path);
  if (failed || (asked === undefined && !fromFile)) return [];
  const fromEnvironment =
    fromFile || asked === 'environment' || (typeof asked === 'string' && isEnvFile(asked));
  if (fromEnvironment) {
    for (const [, name = '', value = ''] of text.matchAll(ENV_LINE))
      if (SECRET_NAME.test(name) && !OPEN_NAME.test(name) && isSecretValue(value))
        return [{ fact: 'secretShown', value: `value of ${name.slice(0, 60)}` }];
    return [];
  }
  // The answer of a key store is the secret when it is one word, or names one.
  const line = text.trim();
  const bare = /^\S{12,4000}$/.test(line) && isSecretValue(line);
  const named =
    /"?(?:password|secret|token|SecretString|value|data)"?\s{0,3}[:=]\s{0,3}"?([^\s",]{8,400})/i.exec(
      text,
    )?.[1];
  const shown =
    typeof asked === 'string' &&
    !/\.(?:pem|key)$|id_|credentials/.test(asked) &&
    (bare || (named !== undefined && isSecretValue(named)));
  return shown ? [{ fact: 'secretShown', value: `answer of ${asked}` }] : [];
}
