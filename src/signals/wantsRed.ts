/** Whether a person wants a test that fails, in other languages than English: to write it is asked for, and not to mend it afterwards. */
import { Prefiltered, prefiltered } from '../session/prefilter/prefiltered';

const GAP = String.raw`[^.!?。！？\n]`;
/** Words for writing a test and for failing, in either order as the language has them. */
const FAILING_TEST: readonly string[] = [
  String.raw`(?<!\p{L})(?:schreib|erstell|füg|leg|bau|mach)\p{L}{0,4}(?!\p{L})${GAP}{0,60}(?:(?:fehlschlag|scheiternd|rote)\p{L}{0,6} ${GAP}{0,20}tests?(?!\p{L})|tests?,? (?:der|die|welche[rs]?) ${GAP}{0,20}(?:fehlschl[aä]g|scheiter|rot ))`,
  String.raw`(?<!\p{L})(?:écri|ajout|cré)\p{L}{1,6} ${GAP}{0,40}tests? (?:${GAP}{0,20} )?(?:qui (?:échou|plant)|en échec|rouge)`,
  String.raw`(?<!\p{L})(?:escrib|añad|agreg|crea)\p{L}{0,4} ${GAP}{0,40}(?:prueba|test)s? (?:${GAP}{0,20} )?(?:que fall|fallid|en rojo)`,
  String.raw`(?<!\p{L})(?:escrev|adicion|cri)\p{L}{1,4} ${GAP}{0,40}testes? (?:${GAP}{0,20} )?(?:que falh|falh|vermelh)`,
  String.raw`(?<!\p{L})(?:scriv|aggiung|crea)\p{L}{0,4} ${GAP}{0,40}test (?:${GAP}{0,20} )?(?:che fall|fallit|ross)`,
  String.raw`(?:напиш|добав|созда)\p{L}{1,6} ${GAP}{0,30}(?:(?:падающ|красн|провальн)\p{L}{1,6} ${GAP}{0,15}тест|тест\p{L}{0,4},? котор\p{L}{1,4} (?:пада|провал|упад))`,
  String.raw`(?:başarısız|kırmızı|patlayan|geçmeyen) ${GAP}{0,20}test\p{L}{0,5} ${GAP}{0,20}(?:yaz|ekle|oluştur)`,
  String.raw`(?:[写寫]|加(?![载載]))[^。！？\n]{0,12}(?:失败|失敗|红色|不通过)的?[^。！？\n]{0,6}(?:测试|測試)`,
  String.raw`失敗する[^。！？\n]{0,12}テスト[^。！？\n]{0,12}(?:書|作|追加)`,
  String.raw`실패하는 ${GAP}{0,12}테스트[^.!?\n]{0,12}(?:작성|추가|만들|써)`,
];
/** What comes after it: then the test is to pass in the end. */
const AND_THEN = String.raw`(?<!\p{L})(?:dann|danach|anschließend|puis|ensuite|luego|después|depois|então|poi|затем|потом|sonra)(?!\p{L})|然后|接着|再(?:实现|修)|その後|それから|다음에|그리고 나서`;

export const WANTS_RED_ELSEWHERE = new Prefiltered(
  () => new RegExp(`(?:${FAILING_TEST.join('|')})(?![^]{0,160}?(?:${AND_THEN}))`, 'iu'),
);

/** What may stand between “ignore” and “tests”: “ignore the failing unit tests”, not “ignore the format and run the tests”. */
const WHICH = String.raw`(?:(?:about|all|any|current|e2e|existing|failed|failing|flaky|for|broken|golden|integration|now|of|old|on|red|remaining|snapshot|that|the|these|those|unit|with) ){0,5}`;
/** … that are red: “leave the tests alone” says nothing of how they end. */
const RED_EN = String.raw`(?:\w{1,12} ){0,3}(?:broken|failed|failing|flaky|red) (?:\w{1,12} )?`;
const TESTS_EN = String.raw`(?:tests?|specs?|test suite|test failures?)\b`;
/** The person knows that tests fail, or may fail, and leaves it at that for now. */
const EXCUSES_RED_WORDS: readonly string[] = [
  // “test_old is broken on main, ignore it”.
  String.raw`(?:(?<![\p{L}\d])(?:unit-?)?(?:tests?|specs?)(?!\p{L})|\btest_\w{1,40}|\w_(?:test|spec)\b|\.(?:test|spec)\.\w{2,3})${GAP}{0,60}(?:[,;–—-]|[.!] ) ?(?:(?:so|just|please|but|and|bitte|also|donc|por favor) )?(?:(?:ignore|skip|disregard|leave|forget(?: about)?) (?:it|them|that|those|this one)\b(?! (?:if|when|unless|by|in the|from|as input)\b)|ignorier\p{L}{0,3} (?:ihn|den|das|es|sie)(?!\p{L})|ignore[zr]?-l(?:es|e|a)(?!\p{L})|ignóral[oa]s?|ignoral[oi]|игнорируй (?:его|их))|(?:测试|測試)[^。！？\n]{0,12}[，,] ?(?:先)?(?:忽略|不用管|别管|跳过)|テスト[^。！？\n]{0,20}無視し[てろ]`,
  String.raw`(?<!(?:\b(?:not|never|without|cannot|to)|n['’]t) (?:\w{1,10} )?)\b(?:ignor(?:e|ing)|skip|disregard|never mind|forget(?: about)?) ${WHICH}${TESTS_EN}(?! (?:output|folder|files?|director\w+|data|names?|cases?|in (?:the )?(?:build|bundle|coverage|docs|lint\w*|report|search)|for(?! now| the (?:moment|time being)))\b)`,
  String.raw`\b(?:don['’]?t|do not|no need to|needn['’]t) (?:(?:worry|bother|care|fix)\b ${WHICH}|(?:mind|touch|chase|look at)\b ${RED_EN})${TESTS_EN}(?! by\b)`,
  String.raw`\bleave (?:${WHICH}${TESTS_EN} (?:red|broken|failing|for (?:later|now))|${RED_EN}${TESTS_EN} (?:alone|as (?:is|they are)))\b`,
  String.raw`(?<!\b(?:if|when|whether|until|unless|should|no|any) (?:\w{1,10} ){0,2})\btests?(?:\.\w{1,4})? (?:${GAP}{0,20} )?(?:(?:will|may|might|are going to|are expected to|are bound to|are supposed to) (?:still |all |of course |then )?(?:fail|break|be (?:red|broken))|(?:are |is )?(?:fail\w*|red|broken),? (?:(?:but|and|which) )?(?:that['’]s|it['’]s|is|are) (?:fine|ok(?:ay)?|expected|normal|known))\b(?![^\n]{0,80}\b(?:fix|repair|mend|updat|adapt|adjust|chang|run|check)\w{0,3} (?:them|those|these|it|the tests?)\b)`,
  String.raw`\b(?:failing|failed|broken|red) (?:tests?|specs?) (?:are|is) (?:fine|ok(?:ay)?|expected|normal|known)\b`,
  String.raw`(?<!\p{L})(?:ignorier|überspring|vergiss)\p{L}{0,3} (?:bitte |erst ?mal |vorerst )?(?:die|alle|den) ${GAP}{0,25}tests?(?!\p{L})|(?<!\p{L})lass(?:t|en)? (?:bitte )?(?:die|alle|den) (?:(?:rot|kaputt|fehlschlagend|scheiternd)\p{L}{2} ${GAP}{0,15}tests?(?!\p{L})(?!${GAP}{0,25}lauf)|${GAP}{0,25}tests? (?:\p{L}{1,10} ){0,2}(?:rot|kaputt|fehlschlagen|liegen)(?!\p{L}))|(?<!\p{L})um die ${GAP}{0,20}tests kümmer`,
  String.raw`(?<!\p{L}|ne )(?:ignore[zr]?|saute[zr]?|laisse[zr]? tomber) (?:les|le|ces|tous les) ${GAP}{0,20}tests?(?!\p{L})|(?<!\p{L})laisse[zr]? (?:les|le|ces) ${GAP}{0,20}tests? ${GAP}{0,15}(?:rouges?|en échec|cassés?|échouer)(?!\p{L})|ne (?:t['’]occupe|vous occupez|t['’]inquiète|vous inquiétez) pas (?:des|pour les) ${GAP}{0,20}tests?(?!\p{L})`,
  String.raw`(?<!\p{L}|no )(?:ignora|ignore|omite|sáltate|olvida) (?:las|los|esas|esos|todas las|todos los) ${GAP}{0,20}(?:pruebas|tests)(?!\p{L})|(?<!\p{L})deja (?:las|los|esas|esos) ${GAP}{0,20}(?:pruebas|tests) ${GAP}{0,15}(?:rot[ao]s|en rojo|fallando|por ahora|para (?:luego|después))(?!\p{L})|no te preocupes por (?:las|los) ${GAP}{0,20}(?:pruebas|tests)(?!\p{L})`,
  String.raw`(?<!\p{L}|não )(?:ignor[ea]|pul[ea]|esqueç?[ae]) (?:os|esses|todos os) ${GAP}{0,20}testes(?!\p{L})|(?<!\p{L})deix[ea] (?:os|esses) ${GAP}{0,20}testes ${GAP}{0,15}(?:quebrados|vermelhos|falhando|por (?:agora|enquanto)|para depois)(?!\p{L})|não se preocupe com os ${GAP}{0,20}testes(?!\p{L})`,
  String.raw`(?<!\p{L}|non )(?:ignora|salta|lascia (?:stare|perdere)|dimentica) (?:i|quei|tutti i) ${GAP}{0,20}test(?!\p{L})|non (?:preoccuparti|ti preoccupare|badare) (?:dei|per i|ai) ${GAP}{0,20}test(?!\p{L})`,
  String.raw`(?<!\p{L}|не )(?:игнорируй|пропусти|забудь про|не обращай внимания на|не трогай ${GAP}{0,12}(?:падающ|красн|сломан|упавш)\p{L}{1,4}) ${GAP}{0,20}тест`,
  String.raw`(?<![不别別勿]要?|不能|不可|禁止)(?:忽略|跳过|跳過|不用管|别管|別管|先不管|不必管)[^。！？，,\n]{0,10}(?:测试|測試)`,
  String.raw`テスト(?:の失敗)?(?:は|を)?(?:今は|いったん|とりあえず|一旦)?(?:無視し[てろ]|気にしな|スキップし[てろ]|飛ばし|後回し|放(?:って|置))`,
  String.raw`테스트(?:는|를|은)? ?(?:일단 |지금은 )?(?:무시(?:해|하고)|신경 ?쓰지 ?마|건너뛰)`,
];
export const EXCUSES_RED = new Prefiltered(() => new RegExp(EXCUSES_RED_WORDS.join('|'), 'iu'));

/** Says of failing tests that they are to pass: “mach die roten Tests grün”, “the code that makes the failing tests pass”. */
export const ARE_TO_PASS = prefiltered(
  /\b(?:failing|failed|red|broken)\b[^.!?\n]{0,20}\b(?:tests?|specs?) (?:(?:in|of|for|from) \S{1,40} )?(?:(?:to|all|will|should|must|can|again|now|is|are|go|turn|turns|become|be) ){0,3}(?:pass(?:es|ed)?(?! (?:an?|null|the)\b)|green|succeed\w?|work)\b|(?<!\p{L})(?:grün|durchl(?:auf|äuf)\p{L}{1,3}|durchgehen|bestehen|erfüll\p{L}{1,3}|(?:fass|fai|rend)\p{L}{1,5} (?:\p{L}{1,8} ){0,3}passer|passent|réuss\p{L}{2,5}|au vert|verts?|pas(?:en|ar)(?! (?:una?|el|la|null)(?!\p{L}))|verdes?|passem|passar(?:em)?(?! (?:uma?|o|a|null)(?!\p{L}))|passino|passare(?! (?:una?|il|la|null)(?!\p{L}))|verdi|прош(?:ли|[её]л)|проход(?:ят|ил|ит)|зел[её]н\p{L}{1,4}|geç(?:ir|sin|ecek|er)\p{L}{0,6}|yeşil)(?!\p{L})|(?:测试|測試)(?:都|能|可以|全部|重新)?通[过過]|[变變][绿綠]|テスト(?:が|を|は)?(?:すべて|全て|全部)?(?:通[るすしり]|パス)|グリーン|테스트(?:가|를|들이|들을)? ?(?:모두 |전부 )?통과/iu,
);

/** Asks in another language than English why tests fail: who asks knows that they do. */
export const ASKS_WHY_RED = prefiltered(
  /(?<!\p{L})(?:warum|wieso|weshalb|woran)(?!\p{L})[^.!?\n]{0,40}(?<!\p{L})\p{L}{0,14}tests?(?!\p{L})[^.!?\n]{0,30}(?:fehl|rot(?!\p{L})|scheiter)|(?<!\p{L})pourquoi(?!\p{L})[^.!?\n]{0,40}\btests?\b[^.!?\n]{0,30}(?:échou|rouge|plant)|(?<!\p{L})por ?qu[eéê](?!\p{L})[^.!?\n]{0,40}(?:fallan?|falham?)[^.!?\n]{0,20}(?:pruebas?|tests?|testes?)(?!\p{L})|(?<!\p{L})por ?qu[eéê](?!\p{L})[^.!?\n]{0,40}(?:pruebas?|tests?|testes?) (?:\p{L}{1,10} )?(?:fallan?|falham?|falhando|fallando)(?!\p{L})|(?<!\p{L})perch[éè](?!\p{L})[^.!?\n]{0,40}\btest\b[^.!?\n]{0,30}fall|(?<!\p{L})почему(?!\p{L})[^.!?\n]{0,40}(?:пада|провал|упал|не проход)[^.!?\n]{0,20}тест|(?<!\p{L})почему(?!\p{L})[^.!?\n]{0,40}тест[^.!?\n]{0,30}(?:пада|провал|упал|не проход)|(?<!\p{L})neden(?!\p{L})[^.!?\n]{0,40}test[^.!?\n]{0,30}(?:başarısız|patl|geçm)|test[^.!?\n]{0,30}neden (?:başarısız|patl|geçm)|(?:为什么|為什麼|为何)[^。！？\n]{0,20}(?:测试|測試)[^。！？\n]{0,10}(?:失败|失敗|不通过|没通过)|(?:测试|測試)(?:为什么|為什麼|为何)[^。！？\n]{0,10}(?:失败|失敗|不通过)|(?:なぜ|どうして|何故)[^。！？\n]{0,20}テスト[^。！？\n]{0,12}(?:失敗|落ち|通らな)|テスト[^。！？\n]{0,12}(?:失敗|落ち)[^。！？\n]{0,8}(?:理由|原因)|왜[^.!?\n]{0,20}테스트[^.!?\n]{0,12}(?:실패|깨)|테스트[^.!?\n]{0,12}실패[^.!?\n]{0,8}(?:이유|원인)/iu,
);
