import { languageWords } from './language';

export const PORTUGUESE = languageWords({
  language: 'Portuguese',
  asks: [
    '(?:você )?(?:quer|quer[ei]s|gostaria|prefere|preferes|deseja) que eu',
    '(?:devo|deveria|posso|poderia) (?:eu )?\\p{L}+r(?:-\\p{L}+)?(?=[^.!?\\n]{0,200}\\?)',
    '^(?:continuo|prossigo|sigo|verifico|confiro|olho|executo|rodo|faço|investigo)(?=[^.!?\\n]{0,200}\\?)',
    'se (?:você )?(?:quiser|preferir|desejar)|se quiseres',
    '(?:me avise|avise-me|me diga|diga-me|é só (?:dizer|avisar)|é só falar|me fala|avisa)(?:,? se|,? quando|,? que|,? e)',
  ],
  needless:
    /(?:que eu |, eu |devo (?:eu )?|deveria |posso |poderia |e |^)(?:investigasse|verificasse|olhasse|continuasse|analisasse|conferisse|continu[eo]|continuar|prossi(?:ga|go)|prosseguir|si(?:ga|go)|seguir|verifi(?:que|co|car)|confi(?:ra|ro)|conferir|che(?:que|car|co)|olh[eo]|olhar|dê uma olhada|dar uma olhada|investi(?:gu[eo]|go|gar)|procur[eoa]r?|busque|buscar|lei[ao]|ler|inspecion[ea]r?|examin[ea]r?|analis[ea]r?|termin[ea]r?|(?:execut[eoa]r?|rod[eoa]r?) (?:os |as |o |a )?(?:testes?|suíte|lint\p{L}*))(?!\p{L})/iu,
  choice:
    /(?<!\p{L})(?:ou|em vez|também|além|commit\p{L}*|push\p{L}*|envi\p{L}+|public\p{L}+|publiqu\p{L}+|implant\p{L}+|instal\p{L}+|apag\p{L}+|exclu\p{L}+|delet\p{L}+|remov\p{L}+|merge)(?!\p{L})/iu,
  admissions: [
    '(?:foi |é )?(?:um )?(?:erro|descuido|equívoco|engano|falha) meu|(?:foi )?(?:minha culpa|meu (?:erro|engano|descuido)|falha minha)',
    '(?:eu )?me (?:enganei|equivoquei|confundi|precipitei|atrapalhei|esqueci)|(?:enganei|equivoquei|confundi|precipitei)-me|esqueci(?: de|-me)',
    '(?:eu )?(?:estava|estive) (?:\\p{L}+ )?(?:errad[oa]|enganad[oa]|equivocad[oa])|eu errei|errei (?:ao|na|no|feio)',
    '(?:eu )?(?:confundi|misturei|troquei) (?:o|a|os|as|um|uma)',
    'cometi (?:um|o|vários) (?:\\p{L}+ )?(?:erros?|enganos?|deslizes?)',
    'deixei (?:passar|escapar|de (?:verificar|incluir|notar|considerar|atualizar))|passou despercebido por mim',
    '(?:eu )?(?:não )?(?:deveria|devia) ter \\p{L}+',
    '(?:li|interpretei|entendi|contei|presumi|assumi|diagnostiquei) (?:\\p{L}+ )?(?:mal|errado|incorretamente|erroneamente)',
    'm(?:inha|eu) (?:\\p{L}+ ){1,3}(?:estava|era|foi|está) (?:\\p{L}+ )?(?:errad[oa]|incorret[oa]|equivocad[oa]|fals[oa]|imprecis[oa]|incomplet[oa]|insuficiente)',
    '(?:abri|usei|editei|modifiquei|peguei|olhei|executei|tinha \\p{L}+[dt]o) (?:\\p{L}+ ){0,3}(?:errad[oa]|incorret[oa])s?',
    'o que eu (?:disse|falei|escrevi|afirmei)(?: antes| acima)? (?:não (?:é|era|está|estava) (?:corret[oa]|cert[oa]|verdade|exat[oa])|(?:era|é|está|estava) (?:errad[oa]|incorret[oa]|fals[oa]))',
    'introduzi (?:um|o|uma) (?:erro|bug|falha|regressão)|(?:erro|bug|problema) que eu (?:\\p{L}+ )?(?:introduzi|causei|criei)',
    '(?:apaguei|sobrescrevi|quebrei|removi|alterei) (?:\\p{L}+ ){0,5}por (?:engano|erro|acidente)',
    '(?:desculpe?|perdão|peço desculpas?|sinto muito|minhas desculpas)(?: pel[oa]|[,.:]? (?:eu|me|li|foi|confundi|deveria))',
  ],
  concessions: [
    '(?:você tem|tens|tem)(?: toda| total)? razão',
    'bem (?:notado|observado)',
    'obrigad[oa] p(?:or|ela) (?:apontar|avisar|correção)',
  ],
  supposed: /(?<!\p{L})se (?:eu|cometi|estava|estou|meu|minha)(?!\p{L})/iu,
  corrections: [
    '^(?:não|nao|errado|espera|espere|pare|para)(?=\\s*[,.!:—–-]|\\s+(?:é|era|isso|assim|foi|mexa|quero|eu))',
    '(?:isso|isto|assim|ele|ela|resultado|código) (?:\\p{L}+ )?(?:está|é|tá|ficou|não (?:está|é)) (?:\\p{L}+ )?(?:errad[oa]|incorret[oa]|certo|o que|assim|correto|quebrad[oa])|(?:está|tá|ficou|continua) (?:tudo )?(?:errad[oa]|quebrad[oa])',
    'não (?:é|era|foi) (?:isso|assim|o que|bem|correto|verdade|esse|essa)|(?:esse|essa|este|esta|isso|isto) não (?:é|era) (?:o|a|os|as) \\p{L}+ (?:\\p{L}+ )?(?:cert[oa]s?|corret[oa]s?|que (?:pedi|disse|queria))',
    '(?:eu )?(?:não )?(?:te |lhe )?(?:pedi|disse|falei|tinha (?:pedido|dito)) (?:que|para|pra|isso|outra|um|uma|o|a|os|as)',
    '(?:eu )?(?:quis dizer|queria dizer|me referia|estava falando)|eu queria',
    '(?:você|vc|tu) (?:se )?(?:\\p{L}+ )?(?:esqueceu|esqueceste|apagou|quebrou|ignorou|errou|pulou|removeu|mudou|entendeu (?:mal|errado)|não (?:fez|entendeu|leu|corrigiu|seguiu))',
    '(?:ainda|continua|assim|isso|isto|também|agora) (?:\\p{L}+ )?(?:não (?:funciona|compila|passa|abre|roda|aparece|resolveu)|sem (?:funcionar|compilar)|falhando|igual|dando|com o mesmo)|^não (?:funciona|funcionou|compila|resolveu)',
    'por ?que? (?:você|vc|tu|não|está|isso|foi) ',
    '^(?:desfaça|desfaz|reverta|reverte|volte|restaure|devolve)',
    'não (?:quero|queria|preciso|gostei|pedi|concordo)',
    '(?:você )?tem certeza',
    '(?:longo|complicado|complexo|grande|verboso) demais|muito (?:longo|complicado|verboso)|faltou|está faltando',
  ],
  otherwise:
    /(?<!\p{L})(?:clientes?|usuári[oa]s?|colegas?|pessoal|gente|alguém) (?:\p{L}{1,12} ){0,2}(?:diz|dizem|disse|relat\p{L}{1,3}|reclam\p{L}{1,3}|escreve\p{L}{0,2})(?!\p{L})|^\W*se (?!você)|^\W*não,? (?:obrigad[oa]|tudo bem|está (?:bom|bem|ótimo)|precisa|tem problema)(?!\p{L})/iu,
  frustration: [
    'merda|porra|caralho|droga|inferno|maldit[oa]s?|puta|cacete|bosta|que saco',
    'est(?:ou|ava) (?:de saco cheio|cansad[oa]|fart[oa]|frustrad[oa]|cheio)|(?:que|isso é|isto é|é) (?:\\p{L}+ )?(?:ridículo|absurdo|inaceitável|péssimo|horrível|frustrante|irritante|uma vergonha|uma porcaria|lixo|inútil)|ridículo|absurdo|inútil|idiota|irritante|frustrante|péssimo',
    '(?:falei|disse|pedi|repeti|avisei|expliquei)[^.!?\\n]{0,20}(?:duas|três|quatro|cinco|dez|cem|mil|várias|\\d+) vezes',
    'pela (?:terceira|quarta|quinta|décima|centésima|enésima|última) vez|quantas vezes|de novo (?:isso|o mesmo|a mesma)|mais uma vez o mesmo|já chega|chega disso|não aguento',
  ],
  failure: /falh|erro|quebr|não|ainda|pendente|ignorad/iu,
  harm: /(?:apaguei|excluí|deletei|removi|sobrescrevi|perdi|publiquei|enviei|descartei|destruí|corrompi)(?!\p{L})(?:[^.!?\n]|\.(?=\w)){0,80}(?:por (?:engano|erro|acidente)|acidentalmente|sem querer)|(?:por (?:engano|acidente)|acidentalmente|sem querer),? (?:eu )?(?:apaguei|excluí|deletei|removi|sobrescrevi|perdi|publiquei|enviei|descartei)(?!\p{L})/giu,
});
