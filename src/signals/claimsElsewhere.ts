/**
 * What Claude claims of its work in other languages than English: that tests, types or a linter pass, that it works, runs or is tested.
 * As in English (`claims.ts`), a plan, a condition, a denial or an account of a part claims nothing.
 */
import { getOwn } from '../log/own';
import { Prefiltered } from '../session/prefilter/prefiltered';
import { sentenceAround } from './prose';

interface Said {
  /** By category, as in English. */
  claims: Readonly<Record<string, string>>;
  /** What in the rest of the sentence makes it no claim. */
  unless: RegExp;
  /** Written without blanks, or with endings: a claim may go on in the same word. */
  unspaced?: true;
}

/** Where a clause ends: “laufen durch” tells of tests, “laufen durch den Proxy” of something else. */
const END = String.raw`(?=[ \t]{0,3}(?:[.!,;:)(\n*_—–✅🎉-]|$)|[ \t](?:und|et|y|e|и|ve)(?!\p{L}))`;
const FILL = (words: string): string => String.raw`(?:(?:${words}) ){0,4}`;

const DE = FILL(
  'sind|ist|jetzt|nun|wieder|alle|auch|damit|somit|erfolgreich|fehlerfrei|sauber|komplett|ohne fehler|wurden|haben',
);
const DE_TESTS = String.raw`(?:[\p{L}\d]{1,14}-?)?(?:tests?|testsuite|testfälle|specs)`;
const FR = FILL('sont|est|ont|a|maintenant|désormais|à nouveau|tous|toutes|bien|été|correctement|de nouveau');
const ES = FILL(
  'están|está|han|ha|ahora|ya|todos|todas|de nuevo|correctamente|fueron|son|sido|unitari[oa]s|en',
);
const PT = FILL('estão|está|foram|foi|agora|já|todos|todas|novamente|com sucesso|unitários|são|a');
const IT = FILL('sono|è|ora|adesso|tutti|tutte|di nuovo|correttamente|stati|unitari');
const RU = FILL('теперь|снова|все|успешно|уже|полностью');
const TR = FILL('artık|şimdi|tekrar|tamamen|başarıyla|da|de|yine');

/** By ISO 639-1 code. */
const SAID: Readonly<Record<string, Said>> = {
  de: {
    claims: {
      'ran tests': String.raw`(?:ich habe|habe ich) (?:(?:alle|die|sämtliche|auch|gerade|eben|danach|anschließend|dann|noch einmal|erneut|lokal|ganze|komplette|vollständige|gesamte|bestehenden|neuen|zugehörigen) ){0,4}${DE_TESTS} (?:(?:erfolgreich|lokal|erneut|noch einmal|einmal|komplett|vollständig|danach) ){0,2}(?:ausgeführt|(?:durch)?laufen (?:ge)?lassen)${END}`,
      'tests pass': String.raw`${DE_TESTS}:? ${DE}(?:(?:laufen|läuft|gehen|geht) ${DE}durch|durchlaufen|durchgelaufen|grün|bestanden|bestehen|erfolgreich|in ordnung)${END}|(?:laufen|gehen|sind|bestehen|läuft|ist) ${DE}(?:alle|die|sämtliche) (?:\d{1,5} )?${DE_TESTS} ${DE}(?:durch|grün|bestanden|erfolgreich)${END}|(?<=jetzt|damit|nun|somit) bestehen (?:alle|die) ${DE_TESTS}${END}`,
      works: String.raw`(?:alles|es) (?:funktioniert|klappt|läuft)(?: (?:jetzt|nun|wieder|wie (?:erwartet|gewünscht|vorgesehen)|einwandfrei|korrekt|fehlerfrei|problemlos|reibungslos))+${END}|alles (?:funktioniert|klappt)${END}|(?:jetzt|nun) (?:funktioniert|klappt) (?:alles|es|(?:der|die|das) [\p{L}-]{1,30})(?: (?:wieder|korrekt|einwandfrei|wie erwartet))?${END}|(?:funktioniert|funktionieren) (?:jetzt|nun|wieder)(?: (?:wieder|korrekt|einwandfrei|fehlerfrei|wie (?:erwartet|gewünscht)|zuverlässig|richtig|problemlos))?${END}|(?:voll|vollständig) funktionsfähig${END}`,
      tested: String.raw`(?:gründlich|ausführlich|umfassend|vollständig) getestet${END}|(?:ist|und) produktionsreif${END}`,
      'types check': String.raw`build (?:läuft|ist|geht) ${DE}(?:durch|grün|erfolgreich)${END}|kompiliert (?:jetzt|wieder|fehlerfrei|ohne fehler)|keine typfehler|typ(?:prüfung|check) (?:ist |läuft )?(?:sauber|fehlerfrei|durch|bestanden|grün)`,
      'lint clean': String.raw`(?:lint(?:er|ing)?|eslint|ruff|clippy) (?:ist |läuft )?(?:sauber|fehlerfrei|grün|ohne (?:fehler|befund) durch)`,
      runs: String.raw`(?:server|dienst|app|anwendung|api|backend|frontend|container|alles)(?: (?:laufen|läuft|ist gestartet|sind gestartet))(?: (?:jetzt|nun|wieder))?(?= (?:auf|unter)|[ \t]{0,3}(?:[.!,;:)(\n]|$))`,
    },
    unless:
      /(?<!\p{L})(?:sollten?|könnten?|würden?|müss\p{L}+|muss|wenn|falls|sofern|solange|vorausgesetzt|sobald|bis(?= (?:alle|die|sämtliche))|ziel|als nächstes|dafür,? dass|vor (?:mein|der|dem|den|unser)\p{L}* (?:änderung|umbau|commit|merge|update|eingriff)\p{L}*|ob|nicht|nie|kein\p{L}*(?! (?:fehler|probleme|regression|warnung|typfehler))|noch|bis auf|außer|ausgenommen|aber|jedoch|allerdings|obwohl|während|bevor|vorher|zuvor|früher|bisher|sonst|damit (?!laufen|sind|ist|funktion|besteh)(?=[^.!?\n]{0,60}(?:durchlaufen|funktionier))|bitte|prüfe?|stell\p{L}*|sicherstell\p{L}*|übrigen|restlichen|anderen|meisten|einige|manche|teilweise|nur|von (?:den )?(?:\d+|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig)|wie(?! (?:erwartet|gewünscht|vorgesehen|geplant))|warum|theoretisch|(?:du|sie) (?:sagt|schreibst|meld|gesagt)\p{L}*|schlag\p{L}*|fehlschl\p{L}*|fehlgeschl\p{L}*|scheiter\p{L}*)(?!\p{L})|, (?:dann |so )?(?!habe|sehe)\p{L}+e ich(?!\p{L})|\?/iu,
  },
  fr: {
    claims: {
      'ran tests': String.raw`j['’]ai (?:aussi |ensuite |bien )?(?:exécuté|lancé|relancé|fait tourner) (?:(?:tous|toute|les|la|l['’]ensemble des|nouveaux) ){0,3}(?:tests?(?: unitaires| d['’]intégration)?|suite de tests|specs)${END}`,
      'tests pass': String.raw`(?:tests?(?: unitaires| d['’]intégration)?|suite(?: de tests)?|specs) ${FR}(?:passent|passe|passés?|réussissent|réussis?|réussi|verts?|au vert|ok)(?: (?:maintenant|désormais|à nouveau|de nouveau|tous|toutes|correctement))?${END}`,
      works: String.raw`tout (?:fonctionne|marche)(?: (?:maintenant|désormais|à nouveau|correctement|parfaitement|bien|comme prévu))?${END}|(?:fonctionnent|fonctionne|marche|marchent) (?:maintenant|désormais|à nouveau|de nouveau)(?: (?:correctement|parfaitement|bien|comme prévu))?${END}|(?:maintenant|désormais),? (?:ça|cela|il|elle) (?:fonctionne|marche)${END}|(?:pleinement|entièrement) (?:fonctionnel|opérationnel)(?:le)?s?${END}`,
      tested: String.raw`(?:entièrement|minutieusement|rigoureusement|complètement) testée?s?${END}|(?:est|et) prête?s? pour la production`,
      'types check': String.raw`(?:la compilation|le build) (?:passe|réussit|fonctionne|est (?:ok|au vert|vert))|compile (?:maintenant|à nouveau|sans erreurs?)|aucune erreur de typ(?:e|age)`,
      'lint clean': String.raw`(?:le )?(?:lint(?:er)?|eslint|ruff) (?:passe|est (?:propre|au vert|ok))`,
      runs: String.raw`(?:serveur|service|application|api|backend|frontend|conteneurs?|tout) (?:tourne(?:nt)?|est (?:lancé|démarré|en ligne|en marche)e?)(?: maintenant)?(?= (?:sur|à)|[ \t]{0,3}(?:[.!,;:)(\n]|$))`,
    },
    unless:
      /(?<!\p{L})(?:devrai\p{L}+|pourrai\p{L}+|doi\p{L}+|si|à condition|pourvu|jusqu|objectif|but est|prochaine étape|quand|lorsque?|une fois|dès que|pas|jamais|n['’]|ne|sauf|excepté|hormis|mais|cependant|toutefois|avant|auparavant|après|pour que|afin|autres|restants?|plupart|certains|quelques|seuls?|sur \d+|\d+ sur|vérifie[rz]?|assure\p{L}*|faut|ser(?:a|ont)|comment|voici|pourquoi|en théorie|échou\p{L}*|échec\p{L}*)(?!\p{L})|\?/iu,
  },
  es: {
    claims: {
      'ran tests': String.raw`(?<!no |tampoco )(?:he (?:ejecutado|corrido|vuelto a (?:ejecutar|correr))|ejecuté|corrí) (?:(?:todas|todos|las|los|la|toda) ){0,3}(?:pruebas?|tests?|suite(?: de pruebas)?|specs)(?: unitari[oa]s| de integración)?${END}`,
      'tests pass': String.raw`(?:pruebas?|tests?|suite|specs) ${ES}(?:pasan|pasa|pasaron|pasado|pasando|en verde|verdes?|exitos[oa]s|superad[oa]s|aprobad[oa]s)(?: (?:ahora|ya|de nuevo|correctamente|tod[oa]s))?${END}|(?:pasan|pasaron|han pasado) (?:ya |ahora )?(?:todas|todos) (?:las|los) (?:\d{1,5} )?(?:pruebas|tests)${END}`,
      works: String.raw`(?:ya |ahora )?todo (?:ya |ahora )?funciona(?: (?:ahora|de nuevo|correctamente|perfectamente|bien|como se esperaba))?${END}|ahora (?:ya |sí )?funcionan?(?: (?:correctamente|perfectamente|bien|como se esperaba))?${END}|(?:ya )?funcionan? (?:ahora|de nuevo|otra vez)(?: (?:correctamente|bien))?${END}|vuelven? a funcionar${END}|(?:totalmente|completamente) funcional(?:es)?${END}`,
      tested: String.raw`(?:completamente|exhaustivamente|totalmente|bien) probad[oa]s?${END}|list[oa]s? para producción`,
      'types check': String.raw`(?:la compilación|el build) (?:pasa|funciona|es exitos[oa]|está en verde)|compila (?:ahora|de nuevo|sin errores)|(?:sin|no hay) errores de tipos?`,
      'lint clean': String.raw`(?:el )?(?:lint(?:er)?|eslint|ruff) (?:pasa|está limpio|en verde)`,
      runs: String.raw`(?:servidor|servicio|aplicación|app|api|backend|frontend|contenedor(?:es)?|todo) (?:ya )?(?:está|están) (?:ya )?(?:corriendo|en marcha|funcionando|en ejecución|levantad[oa]s?|activ[oa]s?)(?= (?:en|ahora)|[ \t]{0,3}(?:[.!,;:)(\n]|$))`,
    },
    unless:
      /(?<!\p{L})(?:debería\p{L}*|podría\p{L}*|deben?|si|cuando|ningun[oa]?|siempre que|hasta que|objetivo|meta es|siguiente paso|una vez|no(?! (?:hay|tiene|da) (?:errores|fallos|problemas|error))|nunca|sin(?! (?:errores|problemas|fallos))|salvo|excepto|menos|pero|aunque|sin embargo|antes|después|para que|demás|resto|restantes|otr[oa]s|mayoría|algun[oa]s|sol[oa]mente|sólo|de (?:los|las) \d+|\d+ de|(?:una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce) de (?:l[oa]s )?(?:\d+|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|veinte)|verifi(?:ca|que)|comprueb\p{L}*|asegúr\p{L}*|asegur\p{L}*|cómo|así|por qué|en teoría|fall\p{L}*)(?!\p{L})|[?¿]/iu,
  },
  pt: {
    claims: {
      'ran tests': String.raw`(?<!não )(?:executei|rodei) (?:(?:todos|os|a|toda|as) ){0,3}(?:testes?|suíte(?: de testes)?|suite|specs)(?: unitários| de integração)?${END}`,
      'tests pass': String.raw`(?:testes?|suíte|suite|specs) ${PT}(?:passam|passa|passaram|passou|passando|verdes?|aprovados)(?: (?:agora|novamente|com sucesso|todos))?${END}|(?:passam|passaram) (?:agora |já )?todos os (?:\d{1,5} )?testes${END}`,
      works: String.raw`(?:agora )?tudo (?:agora |já |está )?(?:funciona|funcionando)(?: (?:agora|novamente|corretamente|perfeitamente|bem|como esperado))?${END}|agora (?:já )?(?:funcionam?|está funcionando|estão funcionando)(?: (?:corretamente|perfeitamente|bem|como esperado|novamente))?${END}|(?:funcionam?|funcionando) (?:agora|novamente|de novo)${END}|volt(?:ou|a|aram) a funcionar${END}|(?:totalmente|completamente) funcional${END}`,
      tested: String.raw`(?:completamente|exaustivamente|totalmente|bem) testad[oa]s?${END}|pront[oa]s? para produção`,
      'types check': String.raw`(?:a compilação|o build|a build) (?:passa|passou|funciona|está verde)|compila (?:agora|novamente|sem erros)|(?:sem|nenhum) erros? de tipos?`,
      'lint clean': String.raw`(?:o )?(?:lint(?:er)?|eslint|ruff) (?:passa|passou|está limpo)`,
      runs: String.raw`(?:servidor|serviço|aplicação|aplicativo|app|api|backend|frontend|contêiner|tudo) (?:já )?(?:está|estão) (?:rodando|no ar|em execução|funcionando|ativ[oa]s?)(?= (?:em|na|no|agora)|[ \t]{0,3}(?:[.!,;:)(\n]|$))`,
    },
    unless:
      /(?<!\p{L})(?:deve\p{L}*|deveria\p{L}*|poderia\p{L}*|se|quando|nenhum\p{L}*|desde que|contanto|até que|objetivo|meta é|próximo passo|assim que|uma vez|não|nunca|sem(?! (?:erros|problemas|falhas))|exceto|salvo|menos|mas|porém|embora|contudo|antes|depois|para que|demais|resto|restantes|outr[oa]s|maioria|algu(?:ns|mas)|apenas|só|somente|d[oa]s \d+|\d+ de|(?:uma?|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze) d(?:e|os|as) (?:\d+|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|vinte)|verifique|confira|certifique|garant\p{L}*|como(?! esperado)|por que|em teoria|falh\p{L}*)(?!\p{L})|\?/iu,
  },
  it: {
    claims: {
      'ran tests': String.raw`(?<!non )ho (?:anche |poi )?(?:eseguito|lanciato|rilanciato|fatto girare) (?:(?:tutti|i|la|l['’]intera|nuovamente) ){0,3}(?:test|suite(?: di test)?|specs)${END}`,
      'tests pass': String.raw`(?:test|suite|specs) ${IT}(?:passano|passa|passati|superati|verdi)(?: (?:ora|adesso|di nuovo|correttamente|tutti))?${END}`,
      works: String.raw`(?:ora |adesso )?tutto (?:ora |adesso )?funziona(?: (?:ora|di nuovo|correttamente|perfettamente|bene|come previsto))?${END}|(?:ora|adesso) funziona(?:no)?(?: (?:correttamente|perfettamente|bene|come previsto|di nuovo))?${END}|funziona(?:no)? (?:ora|adesso|di nuovo)${END}`,
      'types check': String.raw`(?:la compilazione|la build|il build) (?:passa|riesce|funziona)|compila (?:ora|di nuovo|senza errori)`,
    },
    unless:
      /(?<!\p{L})(?:dovrebbe\p{L}*|potrebbe\p{L}*|dev\p{L}+|se|quando|nessun\p{L}*|purché|a patto|finché|fino a quando|obiettivo|prossimo passo|una volta|non|mai|senza(?! (?:errori|problemi))|tranne|eccetto|ma|però|anche se|tuttavia|prima|dopo|affinché|altri|restanti|resto|maggior|alcuni|solo|su \d+|\d+ su|(?:un[oa]?|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici) (?:su|de[il]|delle|degli) (?:\d+|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|venti)|verifica|controlla|assicura\p{L}*|come(?! previsto)|perché|in teoria|fall\p{L}*)(?!\p{L})|\?/iu,
  },
  ru: {
    claims: {
      'ran tests': String.raw`я (?:(?!не |ни |без |тоже )[\p{L}-]{1,20} ){0,6}(?:запустила?|прогнала?) (?:(?:все|всё|новые|модульные|существующие) ){0,2}тесты${END}`,
      'tests pass': String.raw`(?:тест(?:ы|ов)?|спеки) ${RU}(?:проходят|прошли|проход(?:ит|ят)|пройдены|зел[её]ные)(?: (?:теперь|снова|успешно))?${END}|(?:проходят|прошли) все (?:\d{1,5} )?тест(?:ы|ов)${END}`,
      works: String.raw`вс[её] (?:теперь |снова )?(?:работает|заработало)(?: (?:корректно|правильно|как (?:надо|ожидалось)|снова|исправно))?${END}|теперь (?:вс[её] |он |она |оно |[\p{L}-]{1,30} )?(?:работает|работают)(?: (?:корректно|правильно|как (?:надо|ожидалось)|снова|исправно))?${END}|снова работа(?:ет|ют)${END}|полностью работоспособ\p{L}{1,4}${END}`,
      tested: String.raw`(?:тщательно|полностью) протестирован\p{L}{0,3}${END}|готов[оаы]? к (?:продакшену|использованию в продакшене)`,
      'types check': String.raw`сборка (?:теперь |успешно )?(?:проходит|прошла|успешна)|(?:теперь |снова )компилируется|ошибок типов нет`,
      'lint clean': String.raw`линтер (?:чист|проходит|доволен)`,
      runs: String.raw`(?:сервер|сервис|приложение|бэкенд|фронтенд|контейнеры?) (?:теперь )?(?:запущен[оаы]?|работает|поднят)(?= (?:на|по)(?!\p{L})|[ \t]{0,3}(?:[.!,;:)(\n]|$))`,
    },
    unless:
      /(?<!\p{L})(?:должн\p{L}*|долж\p{L}*|может|если|при условии|когда|пока|цель|следующ\p{L}* шаг\p{L}*|как только|не|нет(?! ошибок)|никогда|кроме|за исключением|но|однако|хотя|раньше|прежде|до того|чтобы|остальн\p{L}*|други\p{L}*|большинств\p{L}*|некотор\p{L}*|только|из (?:\d+|двух|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти|двенадцати|двадцати)|проверь\p{L}*|убед\p{L}*|как(?! (?:надо|ожидалось))|почему|пада\p{L}*|провал\p{L}*|упал\p{L}*|будет|будут)(?!\p{L})|\?/iu,
  },
  tr: {
    claims: {
      'ran tests': String.raw`test(?:leri|lerin hepsini|lerin tamamını) (?:(?:tekrar|yeniden|de|da) ){0,2}(?:çalıştırdım|koşturdum)${END}`,
      'tests pass': String.raw`test(?:ler|lerin hepsi|lerin tamamı|in tamamı)? ${TR}(?:geçiyor|geçti|yeşil|başarılı)${END}`,
      works: String.raw`her şey (?:artık |şimdi )?(?:düzgün |doğru |sorunsuz |beklendiği gibi )?çalışıyor${END}|(?:artık|şimdi) (?:düzgün |doğru |sorunsuz |beklendiği gibi |yeniden )?çalışıyor${END}|tekrar çalışıyor${END}`,
      tested: String.raw`kapsamlı (?:bir )?şekilde test edildi${END}|üretime hazır`,
      'types check': String.raw`(?:derleme|build) (?:artık )?(?:başarılı|geçiyor)|(?:artık|hatasız) derleniyor|tip hatası yok`,
      'lint clean': String.raw`lint(?:er)? (?:temiz|geçiyor)`,
      runs: String.raw`(?:sunucu|servis|uygulama|api|backend|frontend) (?:şu anda |artık )?(?:çalışıyor|ayakta)${END}`,
    },
    unless:
      /(?<!\p{L})(?:gerek\p{L}*|olmalı|olabilir|amaç|hedef|eğer|ne zaman|değil|hariç|dışında|ama|fakat|ancak|rağmen|önce|önceden|sonra|diğer|geri kalan|çoğu|bazı|sadece|yalnızca|emin ol\p{L}*|kontrol ed\p{L}*|nasıl|neden|başarısız|\p{L}{2,20}(?:s[ae]|ınca|ince|unca|ünce))(?!\p{L})|\?/iu,
  },
  zh: {
    unspaced: true,
    claims: {
      'ran tests': String.raw`(?:我|并|且|已经?|也|后)(?:已经?|也|再次|重新)?(?:运行|運行|执行|執行|跑)(?:了|过|過)(?:一遍|一次|一下)?(?:所有|全部|完整的?|整个|整個)?的?(?:单元|單元|集成)?(?:测试|測試)(?:套件|用例)?(?=[ \t]{0,2}(?:[,，。;；:：!！、)）\n*✅]|$))`,
      'tests pass': String.raw`(?:测试|測試|用例)(?:现在|現在|已经|已經|也|均|都|已|全部|全都|成功|顺利)*(?:通过|通過|过了|變綠|变绿|全绿|绿了)(?!率|后|後|时|的)|(?:通过|通過)了?(?:所有|全部)(?:的)?(?:单元|單元|集成)?(?:测试|測試)`,
      works: String.raw`(?:现在|現在|已经|已經|已|都|均|重新)(?:可以|能|能够|也|都|已)*(?:正常|正确|完全正常)(?:地)?(?:工作|运行|運行|使用|运作|运转)|一切(?:都)?正常|功能(?:均|都|已)?(?:恢复)?正常`,
      tested: String.raw`(?:经过|經過|已|已经)(?:了)?(?:充分|全面|完整|彻底)(?:的)?(?:测试|測試)|(?:生产|生產)(?:环境)?就绪|可(?:以)?(?:直接)?(?:用于|投入)(?:生产|生產)`,
      'types check': String.raw`(?:编译|編譯|构建|類型檢查|类型检查)(?:现在|也|均|都|已)?(?:通过|通過|成功)(?!率|后|後|时)|(?:没有|沒有|无)(?:任何)?类型错误`,
      'lint clean': String.raw`(?:lint|代码检查|eslint)(?:也|均|都|已)?(?:通过|通過)`,
      runs: String.raw`(?:服务器|伺服器|服务|应用|后端|前端|容器)(?:现在|已经|都|已|正在|均)*(?:启动|啟動|运行|運行|跑起来)(?:成功|中|了|在|(?=[。，！,.!\s]|$))`,
    },
    unless:
      /应该|應該|应当|可能|如果|若|只要|请|請|需要|未|没(?!有(?:任何)?(?:错误|问题|报错|类型错误))|不|除了|除外|但|然而|虽然|之前|以前|原来|会|將|将|才能|以便|确保|確保|其他|其余|大部分|部分|有些|只有|仅|中的\d|个中|目[标標]|直到|[让讓](?:所有|全部|这些)*(?= )|等(?:到|待|所有|全部)*(?= )|如何|怎么|为什么|失败|失敗|[?？]/u,
  },
  ja: {
    unspaced: true,
    claims: {
      'ran tests': String.raw`テスト(?:スイート)?を(?:すべて|全て|全部|もう一度|再度)?(?:(?:再)?実行し(?:ました|、問題)|走らせました)`,
      'tests pass': String.raw`テスト(?:スイート)?(?:は|が|も)?(?:現在|今は|すべて|全て|全部|全件|問題なく|無事|無事に|正常に)*(?:通り|通っており|通ってい|通過し|パスし|成功し|合格し|グリーンで|緑で|通るようになり)(?:まし(?:た)?|ます|てい(?:ます)?|す)`,
      works: String.raw`(?:正しく|正常に|問題なく|期待(?:通り|どおり)に?|完全に|無事)(?:動作|動き|動い|機能)(?:する(?:ように|こと)|し|ます|まし|て)[^。！？\n]{0,12}(?:ました|ます|です)|(?:動く|動作する|使える)ようになりました|(?:すべて|全て)(?:正常に)?(?:動作し|動い)て(?:い)?ます`,
      tested: String.raw`(?:十分に|徹底的に|完全に)テスト(?:済み|され|しました)|本番(?:環境)?(?:で(?:も)?使え|投入可能|対応済み)`,
      'types check': String.raw`(?:ビルド|コンパイル|型チェック)(?:は|が|も)?(?:すべて|問題なく|正常に)?(?:通り(?:ます|ました)|成功し(?:ます|ました|てい)|通っています)|型エラーは?(?:ありません|なくなりました)`,
      'lint clean': String.raw`(?:lint|リント|eslint)(?:は|が|も)?(?:通り(?:ます|ました)|クリーン)`,
      runs: String.raw`(?:サーバー?|サービス|アプリ|バックエンド|フロントエンド|コンテナ)(?:は|が|も)?(?:現在|すでに)?(?:起動し(?:ました|ています)|起動中|稼働中|動いています|動作しています)`,
    },
    unless:
      /はず|でしょう|かもしれ|たら|れば|なら|場合|ください|予定|ない(?!問題)|ません(?<!(?:エラー|問題)は?ありません)|ただし|しかし|ですが|ますが|ましたが|(?:^| )(?:が|けど|けれど)|ものの|以外|除い|以前|前は|他の|残りの|一部|だけ|件中|どのように|仕組み|失敗|か[。？?]|[?？]/u,
  },
  ko: {
    unspaced: true,
    claims: {
      'ran tests': String.raw`테스트(?:를|도)? ?(?:모두 |전부 |전체 |다시 )?(?:실행(?:했습니다|해 ?보았|해 ?봤|했고)|돌렸습니다|돌려 ?보았|돌려 ?봤)`,
      'tests pass': String.raw`테스트(?: ?\d{1,5} ?개)?(?:가|는|들이|도|를)? ?(?:이제 |현재 |모두 |전부 |다 |정상적으로 |성공적으로 )*(?:통과(?:합니다|했습니다|됩니다|되었습니다|됐습니다|하고 있|해요|했어요)|성공(?:합니다|했습니다))`,
      works: String.raw`(?:이제|다시|모두|모든 (?:것|기능)이|전부)[^.!?\n]{0,20}(?:정상적으로|정상|제대로|잘|올바르게|문제없이) ?(?:작동|동작)(?:합니다|하고 있습니다|됩니다|해요)|이제 ?(?:작동|동작)(?:합니다|해요)|정상 ?작동합니다`,
      tested: String.raw`(?:충분히|철저히|완전히) 테스트(?:했습니다|되었습니다|됐습니다|를 마쳤습니다)|프로덕션(?:에서)? (?:준비|바로 사용)`,
      'types check': String.raw`(?:빌드|컴파일|타입 (?:검사|체크))(?:가|는|도)? ?(?:이제 |모두 |정상적으로 )*(?:통과|성공)(?:합니다|했습니다|됩니다)|타입 (?:오류|에러)(?:가|는)? ?없습니다`,
      'lint clean': String.raw`(?:린트|eslint)(?:가|는|도)? ?(?:통과(?:합니다|했습니다)|깨끗)`,
      runs: String.raw`(?:서버|서비스|앱|백엔드|프론트엔드|컨테이너)(?:가|는|도)? ?(?:이제 |현재 |정상적으로 )*(?:실행 중|작동 중|실행되고 있|시작되었|구동 중)`,
    },
    unless:
      /것입니다|거예요|겠|(?:하|되|으)?면(?= |,)|지만|않|못|아직|제외|빼고|하세요|주세요|해야|이전|전에는|나머지|다른|일부|만 |중 \d|\d+개 중|어떻게|방식|왜|실패|오류(?!(?:가|는)? ?없)|[?？]/u,
  },
};

/** A claim begins where a word begins, unless words are written without blanks. */
const patternsOf = ({ claims, unspaced }: Said): [string, Prefiltered][] =>
  Object.entries(claims).map(([category, source]) => [
    category,
    new Prefiltered(() => ({
      source: unspaced === true ? source : String.raw`(?<!\p{L})(?:${source})`,
      flags: 'giu',
    })),
  ]);
const ALL = Object.entries(SAID).map(([language, said]) => ({
  language,
  unless: said.unless,
  patterns: patternsOf(said),
}));
const BY_LANGUAGE: Readonly<Record<string, typeof ALL>> = Object.fromEntries(
  ALL.map((said) => [said.language, [said]]),
);

/** A text up to this length may be taken for English for a word or two that many languages borrow. UTF-16 units. */
const SHORT = 60;

/** Claims in `prose`, which is in `language` (`languageOf`; '' too short to tell: in any), and where they stand. */
export function* claimsElsewhere(
  prose: string,
  language: string,
): Generator<{ category: string; index: number }> {
  const any = language === '' || (language === 'en' && prose.length <= SHORT);
  for (const { patterns, unless } of any ? ALL : (getOwn(BY_LANGUAGE, language) ?? []))
    for (const [category, pattern] of patterns)
      for (const { index, 0: said } of pattern.allIn(prose)) {
        // What it says itself may deny something: “no type errors”.
        const rest = sentenceAround(prose, index).replace(said, ' ');
        if (!unless.test(rest)) yield { category, index };
      }
}
