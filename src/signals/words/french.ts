import { languageWords } from './language';

export const FRENCH = languageWords({
  language: 'French',
  asks: [
    '(?:veux-tu|voulez-vous|tu veux|vous voulez|souhaites-tu|souhaitez-vous|souhaitez vous|tu préfères|vous préférez|préfères-tu|préférez-vous|aimerais-tu|aimeriez-vous) que je',
    '(?:dois-je|devrais-je|puis-je|pourrais-je)',
    "(?:est-ce que je (?:dois|peux|continue|relance|lance|vérifie|regarde|cherche|examine))|je (?:continue|poursuis|vérifie|regarde|lance|corrige|m'y mets|procède)(?=[^.!?\\n]{0,200} ?\\?)",
    'si (?:tu veux|vous voulez|tu le souhaites|vous le souhaitez|tu préfères|ça te va|cela vous convient)',
    '(?:dis-moi|dites-moi|fais-moi signe|faites-moi savoir|fais-moi savoir)(?:,? si|,? quand|,? et)',
  ],
  needless:
    /(?:que |dois-|devrais-|puis-|pourrais-|dois |peux |est-ce que )?j[e'’] ?(?:dois |peux |devrais )?(?:aller )?(?:continue|continuer|poursui(?:s|ve)|poursuivre|vérifi(?:e|er)|regard(?:e|er)|examin(?:e|er)|inspect(?:e|er)|cherch(?:e|er)|lis[ei]?|lise|lire|jette un (?:œil|coup)|jeter un (?:œil|coup)|contrôl(?:e|er)|analys(?:e|er)|enquêt(?:e|er)|termin(?:e|er)|(?:re)?lanc(?:e|er) (?:les |la |le )?(?:tests?|suite|linter))(?!\p{L})/iu,
  choice:
    /(?<!\p{L})(?:ou(?: bien)?|plutôt|aussi|également|en plus|commit\p{L}*|push\p{L}*|pouss\p{L}+|publi\p{L}+|déploi\p{L}+|déploy\p{L}+|install\p{L}+|supprim\p{L}+|effac\p{L}+|fusionn\p{L}+)(?!\p{L})/iu,
  admissions: [
    "(?:c['’](?:est|était) )?(?:de )?ma (?:faute|bévue)|mon (?:erreur|oubli)|(?:c['’](?:est|était) )?une erreur de ma part|au temps pour moi|autant pour moi",
    "je me suis (?:\\p{L}+ )?(?:trompée?|emmêlée?|précipitée?|avancée?|méprise?)|j['’]avais tort|j['’]ai eu tort",
    "j['’](?:ai|avais) (?:\\p{L}+ )?(?:fait une erreur|commis une|oublié|omis|mal (?:lu|compris|interprété|compté|placé|évalué)|confondu|raté|manqué|négligé|cassé|introduit (?:un|une) (?:bug|erreur|régression)|supposé à tort|affirmé à tort|écrasé|mélangé)",
    "j['’](?:ai|avais) (?:\\p{L}+ ){0,2}(?:ouvert|utilisé|modifié|lu|pris|supprimé|édité|lancé|testé|regardé) (?:le|la|les) mauvais(?:e|es)?",
    'je suis (?:\\p{L}+ )?passée? à côté',
    "ce que j['’](?:ai|avais) (?:dit|écrit|affirmé|expliqué)(?: plus (?:tôt|haut)| avant)? (?:est|était|n['’]est pas|n['’]était pas) (?:\\p{L}+ )?(?:faux|incorrect|inexact|erroné|exact|juste|correct|vrai)",
    "j['’]aurais dû|je n['’]aurais pas dû",
    "(?:à tort|par erreur),? j['’](?:ai|avais)|(?:bug|erreur|problème|régression) que j['’]ai (?:\\p{L}+ )?(?:introduite?|causée?|créée?)",
    'm(?:a|on) (?:\\p{L}+ ){1,3}(?:était|est) (?:\\p{L}+ )?(?:fausse?|erronée?|incorrecte?|inexacte?|incomplète?|incomplet|insuffisante?)',
    "(?:désolée?|pardon|excuse[sz]?-moi|mes excuses|toutes mes excuses|je m['’]excuse)(?: pour (?:l['’]|la|le|cette|cet|mon|ma)|[,.]? (?:j['’]ai|je me|j['’]aurais|c['’]était))",
    "je suis allée? trop vite|j['’]ai été (?:trop )?(?:hâtif|négligente?|imprécise?|imprudente?)",
  ],
  concessions: [
    '(?:tu as|vous avez)(?: tout à fait| entièrement| absolument)? raison',
    'bien vu',
    "merci (?:pour|de) (?:la correction|l['’]avoir (?:signalé|relevé))",
  ],
  supposed: /(?<!\p{L})si (?:je|j['’]|mon|ma)|(?:est-ce que j|ai-je)[^.!?\n]{0,80}\?/iu,
  corrections: [
    "^(?:non|nan|faux|stop|attends|arrête|attendez)(?=\\s*[,.!:—–-]|\\s+(?:c['’]est|ce|pas|tu|je|il))",
    "(?:c['’]est|ce n['’]est|c['’]était|ça n['’]est|est) (?:toujours |complètement |encore )?(?:faux|pas (?:ça|bon|correct|juste|ce que|vrai)|incorrect|n['’]importe quoi|mauvais)",
    "(?:ce )?n['’](?:est|était) pas (?:ce que|ça|correct|bon|juste|le bon|la bonne|les bon)",
    "je (?:t['’]|vous )avais (?:\\p{L}+ )?(?:demandé|dit)",
    "je (?:ne )?(?:t['’]ai|vous ai|n['’]ai|te l['’]ai) (?:\\p{L}+ )?(?:pas )?(?:demandé|dit)|j['’]ai (?:dit|demandé)|j['’]avais (?:dit|demandé)|je voulais|je veux dire|je parlais",
    "(?:tu as|t['’]as|vous avez) (?:\\p{L}+ )?(?:oublié|cassé|supprimé|effacé|mal (?:compris|lu)|ignoré|raté|écrasé|modifié le mauvais|sauté|tort)|tu n['’]as pas|vous n['’]avez pas|tu te trompes|vous vous trompez",
    "(?:ça|ce|cela|il|elle|le \\p{L}+|la \\p{L}+)? ?(?:ne )?(?:marche|fonctionne|compile|passe|démarre|suffit|va) (?:toujours |encore |plus |vraiment )?pas|ne (?:marche|fonctionne) (?:toujours |plus )?(?:pas)?|(?:c['’]est |est )?(?:toujours|encore) (?:cassé|faux|rouge|pareil|la même|le même|en erreur|là)",
    "ne (?:s['’])?\\p{L}+ (?:toujours|encore|plus) (?:pas|rien)",
    "pourquoi (?:as-tu|tu as|avez-vous|est-ce que tu|tu|t['’]as|ce|cette|n['’]as-tu)",
    '^(?:annule|annulez|reviens|remets|remettez|restaure|défais)',
    "je (?:ne )?(?:veux|voulais|souhaite) pas|je n['’](?:aime|en veux|ai pas besoin)|je ne suis pas (?:sûre?|d['’]accord)|je ne (?:pense|crois) pas",
    "es-tu (?:vraiment )?sûre?|êtes-vous sûr|tu es sûre?|t['’]es sûre?",
    'beaucoup trop|trop (?:long|compliqué|complexe|verbeux|gros)|il manque (?:toujours|encore)',
  ],
  otherwise:
    /(?<!\p{L})(?:clients?|cliente|utilisat(?:eur|rice)s?|collègues?|gens|on me|quelqu['’]un) (?:\p{L}{1,12} ){0,2}(?:di[ts]|disent|signal\p{L}{1,4}|écri\p{L}{1,4}|se plai\p{L}{2,5})(?!\p{L})|^\W*(?:si|s['’]il?)(?!\p{L})(?! si(?!\p{L}))|^\W*non,? (?:merci|ça va|c['’]est (?:bon|bien|parfait|tout)|pas besoin|tout va bien|laisse tomber)(?!\p{L})/iu,
  frustration: [
    'merde|putain|bordel|fait chier|chiant\\p{L}*|zut|foutu\\p{L}*|saloperie|nom de dieu|punaise',
    "j['’]en ai (?:marre|assez|ras)|ras le bol|ça suffit|c['’]est (?:\\p{L}+ )?(?:ridicule|pénible|agaçant|énervant|frustrant|insupportable|inacceptable|nul|honteux|lamentable|catastrophique|n['’]importe quoi)|n['’]importe quoi|(?:tu m['’](?:énerves|agaces)|m['’](?:énerver|énerve|agacer|agace))|idiot\\p{L}*|débile|inutilisable|quelle (?:horreur|catastrophe)",
    '(?:dit|répété|demandé|expliqué)[^.!?\\n]{0,15}(?:deux|trois|quatre|cinq|dix|cent|mille|plusieurs|\\d+) fois',
    'quelle? (?:catastrophe|horreur|désastre|galère)',
    'pour la (?:troisième|quatrième|cinquième|dixième|centième|énième|dernière|\\d+e) fois|combien de fois|encore une fois le même|encore et encore',
  ],
  failure: /échou|échec|erreur|cass[eé]|ne (?:passe|fonctionne)|pas encore|reste|ignoré/iu,
  harm: /par (?:erreur|mégarde|accident),? j['’]ai (?:supprimé|effacé|écrasé|perdu|détruit|publié|poussé|réinitialisé|corrompu)|j['’]ai (?:accidentellement |malencontreusement |involontairement |par (?:erreur|mégarde|accident) )(?:supprimé|effacé|écrasé|perdu|détruit|publié|poussé|réinitialisé|corrompu)|j['’]ai (?:supprimé|effacé|écrasé|perdu|détruit|publié|poussé|réinitialisé|corrompu)(?:[^.!?\n]|\.(?=\w)){0,80}(?:par (?:erreur|mégarde|accident)|accidentellement|sans le vouloir)/giu,
});
