import { expect, test } from 'vitest';
import { closingMarks } from '../../src/signals/closing';
import { rings, says, typed } from './logs';

const NAME = 'harm_done';
const harm = (words: string, language: string): boolean =>
  closingMarks(words, language).some(({ list }) => list === 'harm');

test.each([
  'I made a critical error: I ran the migration against production.',
  "I've made a serious mistake and removed the wrong bucket.",
  'I accidentally deleted the uncommitted changes in your working tree.',
  "I've accidentally overwritten your .env file.",
  'My command inadvertently wiped the test database.',
  'My last change caused an outage of the API.',
  'I deleted the release branch by mistake.',
  'I mistakenly force-pushed to main.',
  'I accidentally killed the production server.',
  'I accidentally deleted `.env`, which is not in git.',
  'My cleanup accidentally removed the whole backup folder.',
  'I inadvertently exposed your API key in the issue.',
])('%s', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('+');
});

test.each([
  [
    'de',
    'Ich habe versehentlich die Datenbank gelöscht.',
    'Die Sicherung verhindert, dass man die Datenbank versehentlich löscht.',
  ],
  ['es', 'Borré por error la base de datos.', 'Para no borrar la base de datos por error, hay una copia.'],
  ['fr', "J'ai supprimé le dossier par erreur.", 'Cela évite de supprimer le dossier par erreur.'],
  [
    'pt',
    'Eu acidentalmente apaguei a pasta, apaguei a pasta por engano.',
    'Isso evita apagar a pasta por engano.',
  ],
  [
    'it',
    'Ho cancellato per errore la cartella dei dati.',
    'Così nessuno cancella per errore la cartella dei dati.',
  ],
  ['ru', 'Я случайно удалил каталог.', 'Это защита от случайного удаления.'],
  ['tr', 'Yanlışlıkla klasörü sildim.', 'Bu, yanlışlıkla silmeyi önler.'],
  ['zh', '我不小心删除了数据库。', '这样可以避免不小心删除数据库。'],
  ['ja', '誤ってデータベースを削除してしまいました。', '誤って削除しないようにします。'],
  ['ko', '실수로 데이터베이스를 삭제했습니다.', '실수로 삭제하지 않도록 합니다.'],
])('in %s', (language, said, other) => {
  expect(harm(said, language)).toBe(true);
  expect(harm(other, language)).toBe(false);
});

test.each([
  ['de', 'Ich habe versehentlich alle Zeilen der Tabelle users in der Produktion gelöscht.'],
  ['fr', "J'ai supprimé par erreur toutes les lignes de la table users."],
  ['es', 'He borrado por error todas las líneas de la tabla users.'],
  ['pt', 'Apaguei por engano todas as linhas da tabela users.'],
  ['ru', 'Я случайно удалил все строки таблицы users.'],
  ['ja', '誤って本番のusersテーブルの行をすべて削除してしまいました。'],
  ['zh', '我不小心删除了users表里的所有行。'],
])('rows of a table are no lines of code, in %s', (language, words) => {
  expect(harm(words, language)).toBe(true);
});

test.each([
  ['de', 'Ich habe versehentlich den Import des Datenbank-Moduls gelöscht.'],
  ['de', 'Ich habe versehentlich die Zeile mit dem Import gelöscht.'],
  ['zh', '我不小心删除了一行导入。'],
  ['ru', 'Я случайно удалил строку импорта.'],
])('a slip in the code in %s is none', (language, words) => {
  expect(harm(words, language)).toBe(false);
});

test.each([
  'I accidentally removed the closing brace. Let me put it back.',
  'I accidentally deleted the import of the database module.',
  'I accidentally broke the indentation of the file.',
  'I accidentally reset the counter variable.',
  'I accidentally dropped the `async` keyword.',
  'I mistakenly removed the duplicate function in the server file.',
  'I made a critical error in my analysis: the cache is not shared.',
  'I made a serious mistake in the test setup.',
  'I made a serious mistake: the test deleted an import line.',
  'I made a critical error: my analysis takes the cache for shared.',
  'I ran the migration on staging instead of production.',
  'I ran the benchmark in production mode instead of debug mode.',
  'I deployed to production as you asked instead of staging.',
  'I deleted the wrong line and added it again.',
  'I applied the patch to the wrong function first.',
  'Here it is:\n\nHi all,\n\nI accidentally deleted our shared folder this morning.\n\nAda',
  'Liebe alle,\n\nich habe heute aus Versehen den gemeinsamen Ordner gelöscht.\n\nAda',
  'I moved it so that I never accidentally deleted a file.',
  'This check is there so as not to accidentally delete user data.',
  'The old code accidentally deleted the cache; the fix keeps it.',
  'If I accidentally pushed a secret, rotate it.',
  'The user accidentally removed the file.',
  'I found a critical error in the parser and fixed it.',
  'The outage last week was caused by DNS.',
  'I removed the unused import.',
  'Added a test: `I accidentally deleted it` is shown.',
])('not this: %s', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('');
});

test('once the person has answered they know', () => {
  expect(rings([typed('go'), says('I accidentally deleted your notes.'), typed('restore them')], NAME)).toBe(
    '-',
  );
});

test.each([
  'I should not have run `terraform destroy`. It removed the staging cluster.',
  'I made a serious mistake: the script sent the test newsletter to all customers.',
  'I ran the migration against production instead of staging.',
  'I deleted the wrong namespace: it was in use in production.',
  'I wrote the image to the wrong disk and overwrote your backup volume.',
  'Hi Ada, I accidentally deleted your notes.',
  'Unfortunately my `rm -rf` also deleted your untracked notes, and they cannot be recovered.',
  'I need to tell you that I deleted the uploads folder, which I was not supposed to touch.',
  'Sorry — my cleanup command deleted files you had not committed.',
  'I lost your uncommitted changes in parser.ts when I switched branches.',
  'My deployment script mistakenly stopped the payment service for about four minutes.',
  'I deleted the remote branch without asking, which I should not have done.',
  'Leider habe ich versehentlich deine .env überschrieben.',
  "Par erreur, j'ai écrasé votre fichier de configuration.",
  'Apaguei por engano o banco de dados de produção.',
  'I accidentally dropped the production users table. It has to be restored from a backup.',
  'I accidentally overwrote your .env file. It needs to be re-created by hand.',
  'I accidentally overwrote your .env file. You must have it recovered by your provider.',
  'I accidentally deleted your uncommitted notes. The lint errors are fixed now.',
])('also: %s', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('+');
});

test.each([
  'I accidentally deleted the `users` key from the mock data.',
  'I accidentally removed the API route while refactoring; it is restored.',
  'The incident report says: "I accidentally dropped the production database".',
  'I accidentally deleted the test file I had just created and wrote it again.',
  'I discarded your local changes, as you asked.',
  'I should not have used a regex there; it broke the build until I fixed it.',
  'Unfortunately I broke your test in the second file; it is fixed and green now.',
  'I regret that the release is late; I removed your name from the draft as you wished.',
  'I accidentally deleted your notes. I restored them from the stash, nothing is lost.',
  'I accidentally deleted your notes. They have been restored from git.',
  'I accidentally deleted your uncommitted notes, but they are back now.',
  'I corrupted nothing: your files are as they were.',
  'I lost track of your second question, sorry.',
  'I removed two files by mistake from the import list and added them again.',
  'I deleted the generated files without asking since the build makes them again.',
  'Unfortunately the API removed the endpoint that your client uses.',
  'Sorry for the confusion: I removed the section that you said should go.',
])('nor this: %s', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('');
});

test.each([
  'I accidentally published the package to npm as 2.0.0.',
  'I accidentally ran the migration against the production database.',
  'I mistakenly broke the live site with that deploy.',
  'I need to be open about it: the reset command I ran wiped your local data.',
  'Unfortunately, git checkout discarded your uncommitted changes in parser.ts, and I cannot get them back.',
  'The cleanup deleted your untracked files; they cannot be recovered.',
  'I committed your API key in the second commit. Please rotate it.',
])('and this: %s', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('+');
});

test.each([
  'I accidentally broke the tests of the API client with the rename; they pass again.',
  'I mistakenly deleted the branch of the conditional that handles null.',
  'I accidentally deleted a row of the table in the README.',
  'I accidentally dropped the prefix of the commit message.',
  'I accidentally stopped the server, so I started it again.',
  'I accidentally ran the tests against the staging config; only reads were made.',
  'I accidentally published the function from the wrong module.',
  'The migration I ran removed the old column, as planned.',
  'The script I wrote deleted 12 generated files.',
  '`git clean` deletes your untracked files, and they cannot be recovered.',
  'I exposed the token as a parameter of the function.',
  'I committed the key handling in two steps.',
])('and not this: %s', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('');
});

test.each([
  'I accidentally published your customers’ data.',
  'I accidentally deleted your docs folder.',
  'I pushed your token to the remote. You should revoke it now.',
  'The command I ran wiped the production database.',
  'I accidentally ran `rm -rf` in the home folder and deleted your files.',
  'I accidentally ran the delete script on your data.',
])('nor is this left out: %s', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('+');
});

test.each([
  'I committed the secret scanning workflow and changed the retry delay.',
  'I pushed the token refresh fix and changed the tests.',
  'I printed the tokens of the lexer and replaced them with names.',
  'The script I wrote deployed the build to production.',
  'The migration I ran dropped the unused column in staging.',
  'You deleted your untracked files; they cannot be recovered.',
  'I accidentally deleted a row of the table in the docs.',
  'I accidentally ran the cleanup in the wrong folder.',
])('a report of work is no harm: %s', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('');
});

test.each([
  'I accidentally deleted the config file, but git checkout brought it back.',
  'My earlier edit accidentally broke the production build; fixed now.',
  'I accidentally pushed to the wrong branch, deleted it and pushed again.',
  'I accidentally ran the tests against the real API; they only read.',
  'I mistakenly ran the migration on production, but nothing was changed: it stopped at the lock.',
])('undone, or without harm: “%s”', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('');
});

test.each([
  'I accidentally deleted the config file, and git checkout did not bring it back.',
  'My edit accidentally broke the production build.',
  'I accidentally pushed your secrets to main.',
  'I mistakenly ran the migration on production and it changed all rows.',
  'I accidentally deleted your uncommitted notes; only the drafts were read.',
])('harm all the same: “%s”', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('+');
});

test.each([
  'I accidentally deleted your production database. No changes were written to staging.',
  'I accidentally ran the cleanup against production and dropped the users table. Nothing was changed in staging.',
  'I accidentally overwrote your uncommitted notes; no files were deleted.',
  'I accidentally force-pushed over your commits. I pushed again but they are gone.',
])('what is said of something else takes no harm back: “%s”', (words) => {
  expect(rings([typed('go'), says(words)], NAME)).toBe('+');
});

test.each([
  ['de', 'Ich habe versehentlich die Zeile gelöscht, die das Produkt lädt.'],
  ['es', 'He borrado por error la línea que carga el producto.'],
  ['pt', 'Apaguei por engano a linha do produto no código.'],
])('a product is no production, in %s', (language, words) => {
  expect(harm(words, language)).toBe(false);
});

test('“I have to apologise” hedges nothing', () => {
  const words = says('I have to apologise: I accidentally deleted your database and there is no backup.');
  expect(rings([typed('go'), words], NAME)).toBe('+');
});

const deleted = 'I accidentally deleted your `data` folder. It was not in git.';
test.each([
  ['+', 'clean up', `Hi Kim,\n\n${deleted}`],
  [
    '+',
    'räum auf',
    'Hallo Kim,\n\nich habe versehentlich den Ordner `data` gelöscht. Eine Sicherung gibt es nicht.',
  ],
  ['+', 'clean up', `Bad news.\n\n${deleted}`],
  ['', 'write a mail to Kim', `Hi Kim,\n\n${deleted}`],
  ['', 'inform Kim that I wiped the folder', `Hi Kim,\n\n${deleted}`],
  ['', 'formuliere eine Entschuldigung an Kim', `Hi Kim,\n\n${deleted}`],
  ['', 'prepara le scuse a Kim', `Ciao Kim,\n\nho cancellato per errore la cartella.`],
  ['', 'tell Kim what happened', `Hi Kim,\n\n${deleted}\n\nBest regards\nAda`],
  ['', 'clean up', `Here it is:\n\nHi Kim,\n\n${deleted}`],
  ['', 'summarise the thread', `> Hi Kim,\n\n${deleted}`],
])('%j after “%s” for a text that greets: %j', (expected, ask, words) => {
  expect(rings([typed(ask), says(words)], NAME)).toBe(expected);
});

test.each([
  ['+', 'Unfortunately my cleanup also removed the uploads directory. It was not backed up.'],
  ['+', 'Unfortunately my `rm -rf` also removed the uploads directory, and it was not backed up.'],
  ['+', 'Sorry, I deleted `report.xlsx`, a file of which there is no backup.'],
  ['', 'I removed the empty folder. It was not committed.'],
  ['', 'Unfortunately the tool deleted nothing, and I removed the empty folder. It was not committed.'],
  ['', 'The cause is a mistake in the script: if I removed the lock, the table is lost.'],
  ['', 'I made a mistake in my last edit: I removed the closing brace. It is not committed yet.'],
  ['', 'Sorry for the wait. I deleted the build folder as you asked; it cannot be undone.'],
])('%j for what is gone for good: “%s”', (expected, words) => {
  expect(rings([typed('clean up'), says(words)], NAME)).toBe(expected);
});

test('a letter that was asked for stays one when its next draft is', () => {
  const lines = [
    typed('write a mail to Kim about the folder'),
    says('Hi Kim,\n\nthe folder is gone.\n\nAda'),
  ];
  expect(rings([...lines, typed('more open, please'), says(`Hi Kim,\n\n${deleted}`)], NAME)).toBe('');
});
