//! Words in a title that show the purpose of a run, one line for each language.

/// Names of a recovery run.
#[rustfmt::skip] // A line for each language.
pub(super) const RECOVERY_WORDS: &[&str] = &[
    // English.
    "recovery",
    // German.
    "regeneration", "regenerativ", "regenerativer", "regenerationslauf", "erholung",
    "erholungslauf", "reko", "rekom",
    // Norwegian and Danish.
    "restitusjon", "restitusjonstur", "restitusjonsløp", "restitusjonsjogg", "restitution",
    "restitutionstur", "restitutionsløb",
    // Swedish.
    "återhämtning", "återhämtningspass", "återhämtningslöpning", "återhämtningsjogg",
    // French.
    "récupération", "recuperation", "récup", "recup", "décrassage",
    // Spanish, Portuguese.
    "recuperación", "recuperacion", "regenerativo", "recuperação", "recuperacao", "regeneração",
    // Italian.
    "recupero", "rigenerante",
    // Dutch.
    "herstel", "herstelloop", "hersteltraining", "herstelrun",
    // Finnish.
    "palautus", "palauttava", "palautuslenkki", "palautusjuoksu",
    // Polish.
    "regeneracja", "regeneracyjny", "regeneracyjne",
    // Czech, Slovak, Hungarian, Romanian, Turkish, Greek.
    "regenerace", "regenerační", "regenerácia", "regeneračný", "regeneráló", "recuperare", "toparlanma",
    "αποκατάσταση",
    // Russian, Ukrainian.
    "восстановительный", "восстановительная", "восстановление", "відновлювальний", "відновлення",
    // Chinese, Japanese, Korean.
    "恢复跑", "恢復跑", "恢复", "排酸跑", "リカバリー", "回復走", "疲労抜き", "회복",
];

/// Names of a race. General words for a run (carrera, course, corrida, bieg) are left out, because
/// watches title every run with them.
#[rustfmt::skip] // A line for each language.
pub(super) const RACE_WORDS: &[&str] = &[
    // English.
    "race",
    // German.
    "wettkampf", "volkslauf",
    // Norwegian and Danish.
    "konkurranse", "løpskonkurranse", "konkurrence",
    // Swedish.
    "tävling", "tävlingslopp", "lopp",
    // French.
    "course officielle", "compétition",
    // Spanish, Portuguese.
    "competición", "competicion", "carrera popular", "carrera oficial", "competição",
    "competicao",
    // Italian.
    "gara",
    // Dutch.
    "wedstrijd", "wedstrijdloop",
    // Finnish.
    "kilpailu", "kisa",
    // Polish.
    "zawody", "wyścig",
    // Russian, Chinese, Japanese, Korean.
    "соревнование", "забег", "比赛", "レース", "대회",
];

/// Names of a hard workout.
#[rustfmt::skip] // A line for each language.
pub(super) const HARD_WORDS: &[&str] = &[
    // English.
    "interval", "intervals", "tempo", "threshold", "fartlek", "repeats", "vo2max", "vo2 max",
    "time trial", "speedwork",
    // German.
    "intervall", "intervalle", "intervalltraining", "tempolauf", "tempodauerlauf",
    "schwellenlauf", "schwellentraining", "fahrtspiel",
    // Norwegian and Danish.
    "intervaller", "langintervall", "kortintervall", "terskel", "terskeløkt", "tempoøkt",
    "bakkedrag", "bakkeintervaller", "tærskel", "tempoløb",
    // Swedish.
    "tröskel", "tröskelpass", "tempopass", "backintervaller",
    // French.
    "fractionné", "fractionne", "intervalles", "seuil", "vma",
    // Spanish, Portuguese.
    "intervalos", "series de", "umbral", "cambios de ritmo", "intervalado", "limiar", "tiros",
    // Italian.
    "ripetute", "soglia",
    // Dutch.
    "intervaltraining", "tempoloop", "tempoduurloop", "drempel",
    // Finnish.
    "intervalli", "vetoharjoitus", "vedot", "kynnys", "mäkivedot",
    // Polish.
    "interwał", "interwały", "próg", "podbiegi",
    // Russian, Chinese, Japanese, Korean.
    "интервалы", "интервальная", "темповый", "темповая", "间歇", "节奏跑", "インターバル", "テンポ走", "인터벌", "템포런",
];

/// Names of a long run. The plain word for "long" is left out, because many titles of other runs
/// contain it.
#[rustfmt::skip] // A line for each language.
pub(super) const LONG_WORDS: &[&str] = &[
    // English.
    "long run", "longrun", "long slow distance", "lsd",
    // German.
    "langer lauf", "langer dauerlauf", "longjog",
    // Norwegian and Danish.
    "langtur", "langkjøring", "lang tur",
    // Swedish.
    "långpass", "långlöpning",
    // French.
    "sortie longue",
    // Spanish, Portuguese.
    "tirada larga", "rodaje largo", "longão", "treino longo",
    // Italian.
    "lungo lento", "lunghissimo",
    // Dutch.
    "lange duurloop",
    // Finnish.
    "pitkä lenkki", "pitkis",
    // Polish.
    "długie wybieganie",
    // Russian, Chinese, Japanese, Korean.
    "длительная", "длительный бег", "长距离", "ロング走", "장거리",
];

/// Names of an easy run.
#[rustfmt::skip] // A line for each language.
pub(super) const EASY_WORDS: &[&str] = &[
    // English.
    "easy", "base", "shakeout",
    // German.
    "locker", "lockerer", "grundlage", "grundlagenlauf",
    // Norwegian and Danish.
    "rolig", "rolig tur",
    // Swedish.
    "lugn", "lugnt", "distanspass",
    // French.
    "footing", "endurance fondamentale",
    // Spanish, Portuguese.
    "rodaje suave", "rodaje", "rodagem",
    // Italian.
    "fondo lento", "corsa lenta",
    // Dutch.
    "rustige duurloop", "rustig",
    // Finnish.
    "peruskestävyys", "pk",
    // Polish.
    "spokojny bieg", "rozbieganie",
    // Russian, Chinese, Japanese, Korean.
    "лёгкий бег", "легкий бег", "轻松跑", "イージー", "이지런",
];
