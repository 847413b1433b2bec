import { expect, test } from 'vitest';
import type { Lines } from '../support/logs';
import { bash, call, findings, named, power, read, rings, says, typed } from './logs';
import { identifyingLine } from '../../src/findings/finding';

const NAME = 'secret_shown';
const BODY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDf\nk3J5b2x0c2VjcmV0c3R1ZmZ0aGF0aXNub3RyZWFs';
const KEY = `-----BEGIN PRIVATE KEY-----\n${BODY}\n-----END PRIVATE KEY-----`;
const VALUE = 'aB3dE6gH9jK2mN5pQ8sT1vW4';
const ENV = '/home/ada/project/.env';

test.each<[string, Lines]>([
  [
    'settings of Heroku',
    bash(
      'heroku config',
      '=== app Config Vars\nDATABASE_URL: postgres://u:8f3b91c7d2a64e05b1c9@ec2-1.amazonaws.com:5432/d8f',
    ),
  ],
  [
    'a password in a list of settings',
    read(
      '/srv/appsettings.Production.json',
      '2→  "Main": "Server=db1.acme.io;Database=app;User Id=sa;Password=Zk7mQ!x92pLw;"',
    ),
  ],
  ['a private key by cat', bash('cat ~/.ssh/id_rsa', KEY)],
  ['a private key by any command', bash('kubectl get cm app -o yaml', `data: |\n${KEY}`)],
  [
    'a private key by Read',
    read(
      '/home/ada/server.pem',
      KEY.split('\n')
        .map((line, i) => `${i + 1}→${line}`)
        .join('\n'),
    ),
  ],
  ['an RSA key', bash('cat k', KEY.replaceAll('PRIVATE', 'RSA PRIVATE'))],
  ['an env file by Read', read(ENV, `1→PORT=3000\n2→STRIPE_SECRET_KEY=${VALUE}`)],
  ['an env file of a project named for tests', read('/home/ada/my-tests/app/.env', `1→API_TOKEN=${VALUE}`)],
  ['an env file by cat', bash('cat .env', `API_TOKEN=${VALUE}`)],
  ['one line of it by grep', bash('grep -n TOKEN .env.production', `4:API_TOKEN="${VALUE}"`)],
  [
    'by the search tool',
    call('Grep', { pattern: 'KEY', path: ENV, output_mode: 'content' }, `3:DB_PASSWORD=${VALUE}`),
  ],
  ['a bare value by cut', bash('grep API_TOKEN .env | cut -d= -f2', VALUE)],
  [
    'a bare value by cut, quotes taken off',
    bash(`grep '^API_TOKEN=' .env | cut -d '=' -f2- | tr -d '"'`, VALUE),
  ],
  ['a bare value by awk', bash("awk -F= '/^DB_PASSWORD/ {print $2}' .env.production", VALUE)],
  ['a bare value by sed', bash("grep JWT_SECRET .env | sed 's/^JWT_SECRET=//'", VALUE)],
  ['a bare value by jq', bash('jq -r .apiKey config.json', VALUE)],
  ['a bare key by jq', bash('jq -r .key service-account.json', VALUE)],
  ['a bare value by jq, deep', bash("cat config.json | jq -r '.stripe.secret_key'", VALUE)],
  ['an env file in PowerShell', power('Get-Content .env', `JWT_SECRET=${VALUE}`)],
  ['the environment', bash('env | sort', `HOME=/home/ada\nGITHUB_TOKEN=ghp_${VALUE}`)],
  ['a variable', bash('echo $GITHUB_TOKEN', `ghp_${VALUE}`)],
  ['a key store of the system', bash('security find-generic-password -s app -w', VALUE)],
  ['1Password', bash('op read op://dev/api/token', VALUE)],
  ['Vault', bash('vault kv get -field=token secret/app', VALUE)],
  ['AWS', bash('aws secretsmanager get-secret-value --secret-id x', `{"SecretString": "${VALUE}"}`)],
  ['gh', bash('gh auth token', `gho_${VALUE}${VALUE}`)],
  ['in an inner shell', bash('bash -c "cat .env"', `API_TOKEN=${VALUE}`)],
  ['.npmrc', bash('cat ~/.npmrc', `//registry.example.com/:_authToken=npm_${VALUE}`)],
  ['settings of a tunnel', bash('cat ~/.ngrok2/ngrok.yml', `version: "3"\nagent:\n    authtoken: ${VALUE}`)],
  [
    'a file of a data site',
    bash('cat ~/.kaggle/kaggle.json', '{"username":"ada","key":"4f1c9a7be02d83f65a1be7c0"}'),
  ],
  [
    'PHP',
    read('/var/www/wp-config.php', `1→define( 'DB_NAME', 'wp' );\n2→define( 'DB_PASSWORD', '${VALUE}' );`),
  ],
  ['signing of an app', bash('cat android/key.properties', `keyAlias=upload\nstorePassword=${VALUE}`)],
  ['a registry', bash('cat ~/.docker/config.json', `{"auths":{"ghcr.io":{"auth":"${VALUE}"}}}`)],
  ['a value scrubbed since', read(ENV, `1→JWT_SECRET="${'X'.repeat(44)}"`)],
])('%s', (_, lines) => {
  expect(rings([typed('look'), ...lines], NAME)).toBe('+');
});

test('the sentence names what, never the value', () => {
  const [one] = named([typed('look'), ...bash('cat .env', `API_TOKEN=${VALUE}`)], NAME);
  expect(one?.sentence).toBe('Printed a secret: value of API_TOKEN');
});

test('printed twice it is one secret', () => {
  expect(
    rings(
      [typed('x'), ...bash('cat .env', `A_TOKEN=${VALUE}`), ...bash('cat .env', `A_TOKEN=${VALUE}`)],
      NAME,
    ),
  ).toBe('+');
});

test.each<[string, Lines]>([
  [
    'a database of this machine',
    read(
      '/srv/appsettings.Production.json',
      '2→  "Main": "Server=localhost;User Id=sa;Password=Zk7mQ!x92pLw;"',
    ),
  ],
  [
    'settings for development',
    read(
      '/srv/appsettings.Development.json',
      '2→  "Main": "Server=db1.acme.io;User Id=sa;Password=Zk7mQ!x92pLw;"',
    ),
  ],
  ['PHP that is not filled in', read('/var/www/wp-config.php', "define( 'DB_PASSWORD', 'password_here' );")],
  ['who logs in', read(ENV, `1→AUTH_CLIENT="${VALUE}"`)],
  ['PHP elsewhere', read('/var/www/index.php', `define( 'PAGE_TOKEN', '${VALUE}' );`)],
  [
    'a registry without a password',
    bash('cat ~/.docker/config.json', '{"auths":{"ghcr.io":{}},"credsStore":"desktop"}'),
  ],
  ['settings of a build', bash('cat gradle/wrapper.properties', `distributionSha256Sum=${VALUE}`)],
  ['a key block without a body', bash('cat check.py', "if '-----BEGIN PRIVATE KEY-----' in text:")],
  [
    'its beginning and end alone',
    bash('cat doc', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----'),
  ],
  ['a public key', bash('cat ~/.ssh/id_rsa.pub', `ssh-rsa ${BODY.replace('\n', '')} ada@host`)],
  ['a certificate', bash('cat c.pem', KEY.replaceAll('PRIVATE KEY', 'CERTIFICATE'))],
  ['code that names a secret', read('/p/src/auth.ts', `1→const API_TOKEN = process.env.API_TOKEN`)],
  ['a pattern', bash('cat .gitleaks.toml', 'regex = "API_TOKEN=[a-z0-9]{20}"')],
  ['an example file', read('/p/.env.example', `1→API_TOKEN=${VALUE}`)],
  [
    'a placeholder',
    read(ENV, '1→API_TOKEN=your-token-here\n2→B_SECRET=changeme\n3→C_KEY=<key>\n4→D_KEY=xxxxxxxx'),
  ],
  [
    'words for development',
    read(
      ENV,
      '1→JWT_SECRET=dev-secret-key-2024\n2→DB_PASSWORD=postgres123\n3→SESSION_SECRET=super_secret_session_1',
    ),
  ],
  ['a key made for tests', read('/home/ada/project/tests/fixtures/key.pem', KEY)],
  ['a key in a test', read('/home/ada/project/src/tls.test.ts', `1→const k = \`${KEY}\``)],
  ['the environment of tests', read('/home/ada/project/.env.test', `1→API_TOKEN=${VALUE}`)],
  ['an empty value', read(ENV, '1→API_TOKEN=\n2→B_SECRET=""')],
  ['a masked value', bash('cat .env', 'API_TOKEN=sk-***************')],
  ['masked by sed', bash("sed 's/=.*/=REDACTED/' .env", 'API_TOKEN=REDACTED')],
  [
    'a public client key',
    read(ENV, `1→NEXT_PUBLIC_KEY=${VALUE}\n2→SUPABASE_ANON_KEY=${VALUE}\n3→VITE_API_KEY=${VALUE}`),
  ],
  [
    'a path, a name, a number',
    read(ENV, '1→KEY_FILE=/etc/keys/a1b2.pem\n2→MAX_TOKENS=100000\n3→TOKEN_URL=https://a.b/c1'),
  ],
  ['its length alone', bash('echo ${#GITHUB_TOKEN}', '40')],
  [
    'a value that goes on',
    bash('echo $GITHUB_TOKEN | docker login -u a --password-stdin', 'Login Succeeded'),
  ],
  ['the names of a store', bash('vault kv list secret/', 'app\ndb')],
  [
    'a store that refuses',
    bash(
      'op read op://dev/api/token',
      'Exit code 1\n[ERROR] you are not currently signed in to an account',
      true,
    ),
  ],
  ['gh that masks it', bash('gh auth status', 'Token: gho_************************************')],
  ['settings without secrets', read(ENV, '1→PORT=3000\n2→NODE_ENV=development\n3→HOST=localhost')],
])('not this: %s', (_, lines) => {
  expect(rings([typed('look'), ...lines, says('Done.')], NAME)).toBe('');
});

test.each<[string, Lines]>([
  ['an env file by another name', read('/home/ada/project/deploy/prod.env', `1→DB_PASSWORD=${VALUE}`)],
  ['a sentence', bash('echo "token: $GITHUB_TOKEN"', `token: ${VALUE}`)],
  ['a search that hits an env file', bash('grep -rn PASSWORD .', `./.env:4:DB_PASSWORD=${VALUE}`)],
  [
    'a search by the tool',
    call('Grep', { pattern: 'KEY', output_mode: 'content' }, `.env.local:2:API_KEY=${VALUE}\nsrc/a.ts:1:key`),
  ],
  [
    'PowerShell’s environment',
    power('Get-ChildItem Env:', `Name      Value\n----      -----\nAPI_KEY   ${VALUE}`),
  ],
  ['a variable of PowerShell', power('$env:OPENAI_API_KEY', VALUE)],
  ['a container', bash('docker inspect api', `"Env": ["PATH=/bin","DB_PASSWORD=${VALUE}"]`)],
  ['an output of Terraform', bash('terraform output -raw db_password', VALUE)],
  [
    'the address of a remote',
    bash('git remote -v', `origin\thttps://ada:${VALUE}@github.com/a/b.git (fetch)`),
  ],
  ['history', bash('git show HEAD~3:.env', `JWT_SECRET=${VALUE}`)],
  ['a comparison', bash('git diff .env', `+JWT_SECRET=${VALUE}`)],
  [
    'settings of a server',
    read('/home/ada/project/.mcp.json', `1→{ "env": { "GITHUB_TOKEN": "${VALUE}" } }`),
  ],
])('printed by %s', (_, lines) => {
  expect(rings([typed('look'), ...lines, says('Done.')], NAME)).toBe('+');
});

test.each<[string, Lines]>([
  ['a search that hits an example', bash('grep -rn KEY .', './.env.example:2:API_KEY=your_key_goes_here')],
  ['a search in tests', bash('grep -rn KEY .', `./tests/.env:1:SECRET_KEY=${VALUE}`)],
  ['a variable that is not set', bash('echo "key: $OPENAI_API_KEY"', 'key: ')],
  ['the beginning of one', bash('echo "${OPENAI_API_KEY:0:4}..."', 'aB3d...')],
  ['a remote without a password', bash('git remote -v', 'origin\thttps://ada@github.com/a/b.git (fetch)')],
  ['an address in a text', bash('cat docs/a.md', 'https://ada:pa55w0rd-1@git.example.com/a/b.git')],
  ['a key of a keyboard', read('/home/ada/project/.claude/settings.json', '1→  "key": "ctrl+shift+p"')],
  ['a remote by SSH', bash('git remote -v', 'origin\tgit@github.com:ada-lovelace2/repo.git (fetch)')],
  ['a container without one', bash('docker inspect web', '"Env": ["PATH=/bin","NODE_VERSION=20.1.0"]')],
  ['outputs that are hidden', bash('terraform output', 'db_password = <sensitive>')],
])('not printed by %s', (_, lines) => {
  expect(rings([typed('look'), ...lines, says('Done.')], NAME)).toBe('');
});

const INDENTED = (...lines: string[]): string =>
  `[\n    {\n        "Config": {\n            "Env": [\n${lines.map((line) => `                "${line}"`).join(',\n')}\n            ]\n        }\n    }\n]`;
const FINGERPRINT = 'A035C8C19219BA821ECEA86B64E628F8D684696D';

test.each<[string, Lines]>([
  [
    'a container, as it is printed',
    bash('docker inspect web', INDENTED('PATH=/usr/bin', 'STRIPE_SECRET_KEY=sk_live_51Hq8ZkLmN0pQrStUv')),
  ],
  [
    'a container, first of its lines',
    bash('docker inspect web', INDENTED('STRIPE_SECRET_KEY=sk_live_51Hq8ZkLmN0pQrStUv', 'PATH=/usr/bin')),
  ],
  [
    'Pulumi',
    bash('pulumi config --show-secrets', `KEY          VALUE\ndbPassword   ${VALUE}\npassword: ${VALUE}`),
  ],
  ['a secret of Pulumi', bash('pulumi config get dbPassword', VALUE)],
  ['an access key of Terraform', bash('terraform output -raw storage_access_key', VALUE)],
  ['a secret key of Terraform', bash('terraform output -raw secret_access_key', VALUE)],
  [
    'a token alone in an address',
    bash('git remote -v', `origin\thttps://ghp_${VALUE}${VALUE}@github.com/a/b.git (fetch)`),
  ],
  [
    'a token as the name in an address',
    bash('git config remote.origin.url', `https://glpat-${VALUE}:x-oauth-basic@gitlab.com/a/b.git`),
  ],
])('also printed by %s', (_, lines) => {
  expect(rings([typed('look'), ...lines, says('Done.')], NAME)).toBe('+');
});

test.each<[string, Lines]>([
  ['a region', bash('pulumi config get aws:region', 'eu-central-1')],
  ['an id of Pulumi', bash('pulumi config get vpcId', 'vpc-0a1b2c3d4e5f67890')],
  ['the id of a key', bash('terraform output -raw kms_key_id', '1234abcd-12ab-34cd-56ef-1234567890ab')],
  [
    'the id of a secret',
    bash('terraform output -raw client_secret_id', '1234abcd-12ab-34cd-56ef-1234567890ab'),
  ],
  ['the name of a key', bash('terraform output ssh_key_name', '"deploy-prod-2024x"')],
  ['the name of a vault', bash('terraform output -raw key_vault_name', 'kv-prod-weu-7f3a')],
  [
    'a user name in an address',
    bash('git remote -v', 'origin\thttps://jsmith-x9k2@bitbucket.org/acme/app.git (fetch)'),
  ],
  [
    'a user name of Azure',
    bash('git remote -v', 'origin\thttps://k8sadmin42x@dev.azure.com/acme/app/_git/app (push)'),
  ],
  [
    'the fingerprint of a signer in an image',
    bash("docker inspect --format '{{json .Config.Env}}' web", `["PATH=/bin","GPG_KEY=${FINGERPRINT}"]`),
  ],
  ['the same, as it is printed', bash('docker inspect web', INDENTED('PATH=/bin', `GPG_KEY=${FINGERPRINT}`))],
  ['the same in its environment', bash('docker exec web env', `PATH=/bin\nGPG_KEY=${FINGERPRINT}`)],
])('no secret: %s', (_, lines) => {
  expect(rings([typed('look'), ...lines, says('Done.')], NAME)).toBe('');
});

test('all secrets of a session are one finding, which each new one makes another', () => {
  const first = [typed('look'), ...bash('cat ~/.ngrok2/ngrok.yml', `agent:\n  authtoken: ${VALUE}`)];
  const second = [...first, typed('go on'), ...read(ENV, `1→A_TOKEN=${VALUE}\n2→B_SECRET=${VALUE}x`)];
  const third = [...second, ...bash('cat .env', `A_TOKEN=${VALUE}`)];
  const [one, two, three] = [first, second, third].map((lines) => findings(lines));
  expect([one, two, three].map((all) => all?.map(({ sentence }) => sentence))).toEqual([
    ['Printed a secret: value of authtoken'],
    ['Printed secrets: value of authtoken, value of A_TOKEN and value of B_SECRET'],
    ['Printed secrets: value of authtoken, value of A_TOKEN and value of B_SECRET'],
  ]);
  expect(two?.[0]?.evidence.map(({ note }) => note)).toEqual([
    'shows: value of authtoken',
    'shows: value of A_TOKEN and value of B_SECRET',
  ]);
  expect(identifyingLine(two![0]!)).not.toEqual(identifyingLine(one![0]!));
  expect(three?.[0]?.evidence).toHaveLength(2);
});

test('of many, some are named', () => {
  const names = ['A_TOKEN', 'B_TOKEN', 'C_TOKEN', 'D_TOKEN'];
  const lines = [typed('look'), ...read(ENV, names.map((name, i) => `${i + 1}→${name}=${VALUE}`).join('\n'))];
  expect(named(lines, NAME)[0]?.sentence).toBe(
    'Printed secrets: value of A_TOKEN, value of B_TOKEN and others',
  );
});

test.each<[string, string]>([
  ['postgres', `DATABASE_URL=postgres://shop:${VALUE}@db.acme.io:5432/shop`],
  ['mongo', `MONGO_URI=mongodb+srv://app:${VALUE}@cluster0.acme.mongodb.net/app`],
  ['a name that says which', `SECRET_KEY_BASE=${VALUE}`],
  ['a key of production', `API_KEY_PROD=${VALUE}`],
])('the password in an address, and copies of a secret: %s', (_, line) => {
  expect(rings([typed('look'), ...read(ENV, `1→${line}`), says('Done.')], NAME)).toBe('+');
});

test.each<[string, string]>([
  ['a prefix', 'REDIS_KEY_PREFIX=shop_cache_v2'],
  ['where tokens are asked for', 'OAUTH_TOKEN_ENDPOINT=https://auth.acme.io/oauth/token'],
  ['an audience', 'JWT_AUDIENCE=https://api.acme.io/v2'],
  ['the key of a table', 'PARTITION_KEY=userId_v2'],
  ['the place of an upload', 'S3_KEY=uploads/2024/logo_v2.png'],
  ['the id of a key', 'KMS_KEY=1234abcd-12ab-34cd-56ef-1234567890ab'],
  ['a reference to 1Password', 'API_TOKEN=op://dev/api/token'],
  ['a reference to a store', 'DB_SECRET=arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-a1b2c3'],
  ['a reference to Azure', 'DB_SECRET=@Microsoft.KeyVault(SecretUri=https://a1.vault.azure.net/secrets/db)'],
  ['a value that is encrypted', 'API_TOKEN="encrypted:BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3dAt9HPMfLE"'],
  ['a path', 'TLS_KEY=./certs/tls_a1.key'],
  ['a key Django makes up', 'SECRET_KEY=django-insecure-x7k2p9q4r8'],
  ['a key of a test account', `STRIPE_SECRET_KEY=sk_test_51${VALUE}`],
  [
    'the key that Supabase gives to everyone',
    'SUPABASE_SERVICE_ROLE_KEY=eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6In.x',
  ],
  ['the word password', 'DB_PASSWORD=Passw0rd123'],
  ['a password of tests', 'TEST_USER_PASSWORD=Aa123456!'],
  ['a password of e2e tests', 'E2E_PASSWORD=Zx9kQ2mN7'],
  ['words that ask to be changed', 'NEXTAUTH_SECRET=development-secret-change-me'],
  ['an address that tells of faults', 'SENTRY_DSN=https://0123456789abcdef@o12.ingest.sentry.io/45'],
  ['a database of one’s own machine', 'DATABASE_URL=postgres://postgres:Ab1-x9kQ2@localhost:5432/shop'],
  ['a database nearby', 'DATABASE_URL=postgres://shop:Ab1-x9kQ2@192.168.1.5:5432/shop'],
  ['a password of words', 'DATABASE_URL=postgres://postgres:postgres@db.acme.io:5432/shop'],
  ['an address without a password', 'DATABASE_DSN=postgres://db.acme.io:5432/shop_v2'],
])('no secret of an env file: %s', (_, line) => {
  expect(rings([typed('look'), ...read(ENV, `1→${line}`), says('Done.')], NAME)).toBe('');
});

test.each<[string, Lines]>([
  [
    'what SOPS encrypted',
    read('/home/ada/project/secrets.yaml', '1→password: ENC[AES256_GCM,data:8sK2,iv:a]'),
  ],
  [
    'a public key',
    read('/home/ada/project/terraform.tfvars', '1→ssh_key = "ssh-ed25519 AAAAC3Nza ada@host"'),
  ],
  ['a key for one’s own machine', bash('cat certs/localhost-key.pem', KEY)],
  ['a key made to try something', bash('cat /tmp/try/id_rsa', KEY)],
  ['a database of a container', bash('docker compose config', 'environment:\n  POSTGRES_PASSWORD: postgres')],
  [
    'a bare value that goes into a variable',
    bash('KEY=$(grep API_TOKEN .env | cut -d= -f2); ./deploy.sh', VALUE),
  ],
  [
    'a bare value that goes into a word',
    bash('curl -H "X-Key: $(grep API_TOKEN .env | cut -d= -f2)" https://a.io', VALUE),
  ],
  ['a bare value that is counted', bash('grep API_TOKEN .env | cut -d= -f2 | wc -c', '24')],
  [
    'a bare value that is handed on',
    bash('grep API_TOKEN .env | cut -d= -f2 | docker login --password-stdin', VALUE),
  ],
  ['a bare value that is copied', bash('grep API_TOKEN .env | cut -d= -f2 | pbcopy', '')],
  ['the beginning of a bare value', bash('grep API_TOKEN .env | cut -d= -f2 | cut -c1-6', 'aB3dE6')],
  ['a bare value of an example', bash('grep API_TOKEN .env.example | cut -d= -f2', VALUE)],
  ['a bare value of no secret', bash('grep BUILD_ID .env | cut -d= -f2', VALUE)],
  ['a bare placeholder', bash('grep API_TOKEN .env | cut -d= -f2', 'your-token-here')],
  ['a bare field of no secret', bash('jq -r .version package.json', 'v1.2.3-aB3dE6gH')],
  ['a bare id of a key', bash('jq -r .keyId config.json', VALUE)],
  ['the names of fields', bash("jq -r 'to_entries[] | .key' x.json", 'newCheckout2\nv2_search')],
  ['the key of an issue', bash("jq -r '.issues[].key' issues.json", 'PROJ-12345678')],
  ['the token of the next page', bash('jq -r .nextPageToken page.json', VALUE)],
  ['a cursor', bash('jq -r .cursorToken page.json', 'eyJpZCI6MTIzNDU2Nzg5MH0')],
  ['a key to sort by', bash('jq -r .sort_key a.json', 'created_at_desc_20261130')],
  ['a key of a table', bash('jq -r .partitionKey a.json', 'tenant-2026/11/30/abC')],
  ['a token of a server that runs here', bash('curl -s localhost:3000/login | jq -r .token', VALUE)],
  ['names alone', bash("grep -oE '^[A-Z_]+' .env", 'API_TOKEN\nDB_PASSWORD')],
])('no secret of another file: %s', (_, lines) => {
  expect(rings([typed('look'), ...lines, says('Done.')], NAME)).toBe('');
});

const GENERATED = 'Jalr7UtnFEMIzK7MDENGzbPxRfiCYzQwErTy12A';
test.each<[string, Lines]>([
  ['that begins as a path does', read(ENV, `1→AWS_SECRET_ACCESS_KEY=/${GENERATED}`)],
  ['of a database in the cloud', read(ENV, `1→COSMOS_PRIMARY_KEY=${GENERATED}${GENERATED}==`)],
  ['with a slash, printed alone', bash('echo $AWS_SECRET_ACCESS_KEY', `aB/${GENERATED}`)],
])('a generated key %s', (_, lines) => {
  expect(rings([typed('look'), ...lines, says('Done.')], NAME)).toBe('+');
});

test.each<[string, string]>([
  ['of a container', 'DATABASE_DSN=postgres://postgres:Ab1-x9kQ2@db:5432/shop'],
  ['in the network of containers', 'DATABASE_URL=postgres://shop:Ab1-x9kQ2@172.17.0.2:5432/shop'],
  ['of an example', 'DATABASE_URL=postgres://shop:Ab1-x9kQ2@db.example.com/shop'],
])('no secret: the password of a database %s', (_, line) => {
  expect(rings([typed('look'), ...read(ENV, `1→${line}`), says('Done.')], NAME)).toBe('');
});

test('a key of a test account that was scrubbed is none either', () => {
  const line = `1→STRIPE_SECRET_KEY=sk_test_${'X'.repeat(24)}`;
  expect(rings([typed('look'), ...read(ENV, line), says('Done.')], NAME)).toBe('');
});

const shown = (settings: string): Lines => read(ENV, settings);
const ADDED = `+${KEY.replaceAll('\n', '\n+')}`;
const PEM_OF_DOCS = `A key looks so:\n${KEY}`;
test.each<[string, Lines]>([
  ['a key of PostHog for pages', shown(`1→POSTHOG_API_KEY=phc_${VALUE}`)],
  ['a token of Mapbox for pages', shown(`1→MAPBOX_TOKEN=pk.eyJ1Ijoi${VALUE}.${VALUE}`)],
  ['a key of Firebase for pages', shown(`1→FIREBASE_API_KEY=AIzaSy${VALUE}`)],
  ['a key that may only search', shown(`1→ALGOLIA_SEARCH_API_KEY=3f2a9c8e7d6b5a4f3e2d1c0b`)],
  ['words with a longer number', shown('1→JWT_SECRET=development_secret_key_12345')],
  ['words in one', shown('1→SESSION_SECRET=supersecretsessionkey2024')],
  ['words that want it changed', shown('1→SECRET_KEY=k3y-please-change-in-production-9')],
  ['signs in a row', shown('1→A_API_KEY=0123456789abcdef\n2→B_TOKEN=00000000-0000-4000-8000-00000000000a')],
  ['the hash of a key', shown('1→API_KEY_HASH=5f4dcc3b5aa765d61d8327deb882cf99')],
  ['a path below the project', shown('1→SIGNING_KEY=config/keys/signing_2024')],
  ['names alone', bash('cut -d= -f1 .env', 'A_TOKEN\nB_SECRET')],
  ['beginnings by cut', bash('grep TOKEN .env | cut -c1-20', 'A_TOKEN=ghp_aB3dE6fG')],
  ['beginnings by awk', bash(`awk -F= '{print $1"="substr($2,1,9)}' .env`, 'A_TOKEN=ghp_aB3d9')],
  ['beginnings by sed', bash(String.raw`sed -E 's/(=.{9}).*/\1/' .env`, 'A_TOKEN=ghp_aB3d9')],
  ['a value that is cut off', shown('1→A_TOKEN=ghp_aB3d9fG…')],
  ['a key of a test in a diff', bash('git show HEAD', `+++ b/testdata/a.pem\n${ADDED}`)],
  ['a key on a page', call('WebFetch', { url: 'https://docs.example.org', prompt: 'keys' }, PEM_OF_DOCS)],
])('no secret: %s', (_, lines) => {
  expect(rings([typed('look'), ...lines], NAME)).toBe('');
});

test.each<[string, Lines]>([
  ['a secret of PostHog', shown(`1→POSTHOG_API_KEY=phx_${VALUE}`)],
  ['a private key of Firebase', shown(`1→FIREBASE_ADMIN_SECRET=${VALUE}`)],
  ['words and a value', shown(`1→JWT_SECRET=prod-${VALUE}`)],
  ['of a cluster', bash('kubectl get secret app -o yaml', `data:\n  password: ${VALUE}==\nkind: Secret`)],
  ['all of a line by cut', bash('cut -c1-200 .env', `A_TOKEN=${VALUE}`)],
  ['all of a file by head', bash('head -c 2000 .env', `A_TOKEN=${VALUE}`)],
  ['by awk', bash("awk -F= '/TOKEN/ {print $2}' .env; head -c 8 a.txt", `A_TOKEN=${VALUE}`)],
  [
    'a key in a diff that is no test',
    bash('git show HEAD', `+++ b/testdata/a.txt\n-a\n+++ b/deploy/a.pem\n${ADDED}`),
  ],
])('still a secret: %s', (_, lines) => {
  expect(rings([typed('look'), ...lines], NAME)).toBe('+');
});

const PASSWORD = 'DB_PASSWORD=Tr0ub4dor&3xQz';
test.each<[string, Lines]>([
  ['a beginning that holds it', bash('cut -c1-40 .env', PASSWORD)],
  ['a file that ends before', bash('head -c 40 .env', PASSWORD)],
  ['a pipe that holds it', bash('cat .env | grep PASSWORD | cut -c1-40', PASSWORD)],
  ['what jq prints of a file', bash('jq . secrets.json', `{\n  "api_key": "${VALUE}"\n}`)],
  ['a key of a search engine', shown(`1→ELASTICSEARCH_API_KEY=${VALUE}`)],
  ['a secret beside a key for pages', shown(`1→FIREBASE_API_KEY_SECRET=${VALUE}`)],
  ['a key behind a diff of tests', bash('git diff; cat id_rsa', `+++ b/test/a.test.ts\n+x\n${KEY}`)],
  ['a key in a document', call('mcp__google_docs__read', { id: 'a' }, KEY)],
  ['base64 that looks as a path does', shown('1→SIGNING_KEY=K7gNU3sdo/OL0wNhqoVWhr3g6s1xYv72')],
])('shown whole: %s', (_, lines) => {
  expect(rings([typed('look'), ...lines], NAME)).toBe('+');
});
