//! Words that name a sport, a line for each language.
//!
//! Apps write the type of an activity in the language of the account, and athletes name their runs
//! in their own. Words are in lower case. A phrase of several words takes precedence over its
//! parts, so "ski run" is not a run.

/// Words of one sport.
pub(super) struct Vocabulary {
    /// Name of the sport in FIT's spelling.
    pub(super) sport: &'static str,
    /// Words and phrases that name the sport on their own.
    pub(super) words: &'static [&'static str],
    /// Ends of compound words that name the sport, as in Morgenlauf and Skilanglauf. The longest
    /// end that fits decides.
    pub(super) endings: &'static [&'static str],
    /// Words in scripts without blanks between words. The longest word that is found decides.
    pub(super) unspaced: &'static [&'static str],
}

#[rustfmt::skip] // A line for each language.
pub(super) const SPORTS: &[Vocabulary] = &[
    Vocabulary {
        sport: "running",
        words: &[
            // English.
            "run", "runs", "running", "runner", "jog", "jogs", "jogging", "parkrun", "marathon", "trailrun",
            "trailrunning", "ultramarathon", "track and field",
            // German.
            "lauf", "laufen", "laufrunde", "joggen", "dauerlauf", "läufchen",
            // Norwegian, Danish, Swedish, Icelandic.
            "løp", "løping", "løpetur", "løpe", "joggetur", "løb", "løbetur", "løbning", "löpning", "löprunda",
            "löpa", "löppass", "löptur", "hlaup", "hlaupa",
            // Finnish, Estonian, Latvian, Lithuanian.
            "juoksu", "juoksulenkki", "lenkki", "jooks", "jooksmine", "skriešana", "skrējiens", "bėgimas",
            // Dutch.
            "hardlopen", "hardloop", "hardlooprondje", "hardloopsessie", "loopje", "trailrunnen",
            // French.
            "course à pied", "course athlétique", "course urbaine", "course sur piste", "course sur route",
            "course nature", "footing",
            // Spanish, Catalan, Galician, Basque.
            "correr", "carrera", "corriendo", "trote", "maratón", "pista de atletismo", "córrer", "cursa", "carreira",
            "korrika",
            // Portuguese.
            "corrida", "correndo", "maratona",
            // Italian.
            "corsa", "correre", "corsetta",
            // Polish, Czech, Slovak.
            "bieg", "biegi", "bieganie", "běh", "běhání", "beh", "behanie",
            // Slovenian, Croatian, Bosnian, Serbian, Bulgarian, Macedonian.
            "tek", "trčanje", "трчање", "бягане", "трчање",
            // Hungarian, Romanian, Greek, Turkish.
            "futás", "futok", "kocogás", "alergare", "alergat", "τρέξιμο", "koşu", "koşusu", "koşmak",
            // Russian, Ukrainian, Belarusian.
            "бег", "пробежка", "біг", "пробіжка", "бег трусцой",
            // Arabic, Persian, Hebrew.
            "جري", "الجري", "ركض", "دویدن", "دو", "ריצה", "ריצת",
            // Hindi, Bengali.
            "दौड़", "दौड़ना", "रनिंग", "দৌড়", "দৌড়ানো",
            // Indonesian, Malay, Filipino, Vietnamese.
            "lari", "berlari", "larian", "pagtakbo", "takbo", "chạy", "chạy bộ",
        ],
        endings: &[
            "lauf", "løp", "løb", "løpetur", "løbetur", "löpning", "löprunda", "juoksu", "hardloopsessie",
        ],
        unspaced: &[
            "ランニング", "ジョギング", "ジョグ", "トレイルラン", "トレラン", "朝ラン", "夜ラン", "マラソン",
            "跑", "달리기", "러닝", "조깅", "마라톤", "วิ่ง",
        ],
    },
    Vocabulary {
        sport: "walking",
        words: &[
            "walk", "walks", "walking", "dog walk", "nordic walking", "walking run", "power walking",
            "spaziergang", "spazieren", "gehen", "gåtur", "gå tur", "promenad", "promenade", "kävely", "kävelylenkki",
            "sauvakävely", "kõndimine", "staigāšana", "ėjimas", "vaikščiojimas",
            "wandeling", "wandelen", "marche", "marche à pied", "marche nordique", "caminata", "caminar", "paseo",
            "marcha", "camiñar", "caminhada", "camminata", "camminare", "passeggiata", "spacer", "chodzenie",
            "marsz", "procházka", "chůze", "chôdza", "prechádzka", "hoja", "hodanje", "šetnja", "ходање", "ходене",
            "séta", "gyaloglás", "mers", "plimbare", "περπάτημα", "yürüyüş", "yürüme", "прогулка", "ходьба", "прогулянка",
            "مشي", "المشي", "پیاده‌روی", "הליכה", "चलना", "टहलना", "হাঁটা", "berjalan", "jalan kaki", "đi bộ",
        ],
        endings: &["spaziergang", "promenad", "wandeling", "kävely"],
        unspaced: &["ウォーキング", "散歩", "步行", "走路", "健走", "散步", "도보", "걷기", "산책", "เดิน"],
    },
    Vocabulary {
        sport: "hiking",
        words: &[
            "hike", "hikes", "hiking", "trek", "trekking", "wanderung", "wandern", "bergwanderung", "fottur",
            "fjelltur", "vandring", "vandretur", "vaellus", "matkamine", "randonnée", "rando", "senderismo",
            "senderisme", "excursión", "escursione", "escursionismo", "trilha", "turystyka piesza", "turistika",
            "túra", "túrázás", "drumeție", "πεζοπορία", "doğa yürüyüşü", "planinarenje", "pohodništvo", "поход",
            "похід", "пешачење", "планинарење", "طبيعة", "کوهنوردی", "मजे की सैर", "mendaki", "đi bộ đường dài",
        ],
        endings: &["wanderung"],
        unspaced: &["ハイキング", "登山", "徒步", "远足", "등산", "하이킹", "เดินป่า", "เดินเขา"],
    },
    Vocabulary {
        sport: "cycling",
        words: &[
            "ride", "rides", "riding", "bike", "biking", "cycle", "cycling", "bicycle", "mtb", "cyclocross",
            "bike run", "mountainbike", "ebike", "e bike", "handcycle", "velomobile", "gravelride", "zwift ride",
            "radfahrt", "radfahren", "radtour", "fahrradtour", "fahrrad", "rennrad", "mountainbiken", "virtuelle radfahrt",
            "sykkel", "sykling", "sykkeltur", "cykling", "cykeltur", "cykel", "pyöräily", "pyörälenkki", "jalgrattasõit",
            "riteņbraukšana", "dviračiai", "fietsen", "fietsrit", "fietstocht", "vélo", "cyclisme", "vtt", "sortie vélo",
            "course cycliste", "course à vélo", "ciclismo", "ciclisme", "bicicleta", "bici", "bicicletta", "pedalada",
            "pedalata", "kolarstwo", "rower", "jazda na rowerze", "cyklistika", "kolo", "kolesarjenje", "biciklizam",
            "бициклизам", "колоездене", "kerékpár", "kerékpározás", "ciclism", "ποδηλασία", "bisiklet", "велосипед",
            "велоспорт", "велопрогулка", "دراجة", "الدراجات", "ركوب الدراجات", "دوچرخه‌سواری", "אופניים", "רכיבה",
            "साइकिल", "साइकल", "সাইকেল", "bersepeda", "sepeda", "pagbibisikleta", "đạp xe", "đi xe đạp",
        ],
        endings: &["radtour", "radfahrt", "sykkeltur", "cykeltur", "fietstocht", "fietsrit"],
        unspaced: &["サイクリング", "自転車", "ロードバイク", "骑行", "骑自行车", "自行车", "騎行", "사이클", "자전거", "จักรยาน"],
    },
    Vocabulary {
        sport: "swimming",
        words: &[
            "swim", "swims", "swimming", "schwimmen", "svømming", "svømmetur", "svømning", "simning", "uinti",
            "ujumine", "zwemmen", "zwemsessie", "natation", "natación", "natació", "natação", "nuoto", "nuotata",
            "pływanie", "plavání", "plávanie", "plavanje", "пливање", "плуване", "úszás", "înot", "κολύμβηση",
            "yüzme", "плавание", "плавання", "سباحة", "شنا", "שחייה", "तैराकी", "berenang", "bơi", "bơi lội",
        ],
        endings: &["schwimmen"],
        unspaced: &["水泳", "スイミング", "游泳", "수영", "ว่ายน้ำ"],
    },
    Vocabulary {
        sport: "cross_country_skiing",
        words: &[
            "nordic ski", "nordic skiing", "cross country ski", "cross country skiing", "crosscountry skiing", "xc ski",
            "xc skiing", "backcountry ski", "ski touring", "skate ski", "skate skiing", "classic skiing", "roller ski",
            "roller skiing", "rollerski", "skirun", "langlauf", "langlaufen", "langlaufsessie", "skitour", "skirollern",
            "langrenn", "rulleski", "skitur", "fjellskitur", "topptur", "langrend", "längdskidåkning", "längdskidor",
            "rullskidor", "hiihto", "murtomaahiihto", "rullahiihto", "suusatamine", "slidinėjimas", "ski de fond",
            "ski nordique", "ski de randonnée", "skating nordique", "esquí de fondo", "esquí nórdico", "esquí de travesía",
            "esquí de muntanya", "esqui de fundo", "sci di fondo", "sci alpinismo", "scialpinismo", "bieg narciarski",
            "biegi narciarskie", "biegówki", "narty biegowe", "běh na lyžích", "běžky", "beh na lyžiach", "bežky",
            "tek na smučeh", "skijaško trčanje", "sífutás", "schi fond", "kayaklı koşu", "бег на лыжах", "лыжи", "лыжная",
            "лыжный", "лыжные гонки", "біг на лижах", "лижі", "лыжня", "ски бягане", "alpinetour",
        ],
        endings: &[
            "langlauf", "langlaufen", "langlaufsessie", "skilauf", "skiløp", "skiløb", "skidlöpning", "hiihto", "skidåkning",
        ],
        unspaced: &["クロスカントリースキー", "越野滑雪", "크로스컨트리"],
    },
    Vocabulary {
        sport: "alpine_skiing",
        words: &[
            "ski", "skiing", "ski run", "ski runs", "alpine ski", "alpine skiing", "downhill skiing", "skifahren",
            "skifahrt", "skisessie", "skiën", "alpint", "slalåm", "skidåkning", "skidor", "laskettelu", "ski alpin",
            "esquí", "esquí alpino", "esqui", "sci", "sci alpino", "narty", "narciarstwo", "lyžování", "lyžovanie",
            "smučanje", "skijanje", "скијање", "síelés", "schi", "σκι", "kayak yapma", "kış sporları", "snowboard",
            "snowboarding", "snowboarden", "snowboardsessie", "лижі гірські", "сноуборд",
        ],
        endings: &[],
        unspaced: &["スキー", "スノーボード", "滑雪", "스키", "스노보드"],
    },
    Vocabulary {
        sport: "ice_skating",
        words: &[
            "ice skate", "ice skating", "iceskating", "eislauf", "eislaufen", "schlittschuhlaufen", "schlittschuhlauf",
            "skøyter", "skøyting", "skøjteløb", "skridskor", "skridskoåkning", "luistelu", "schaatsen", "schaatssessie",
            "patin à glace", "patinage sur glace", "patinaje sobre hielo", "patinação no gelo", "pattinaggio sul ghiaccio",
            "łyżwy", "łyżwiarstwo", "bruslení", "korčuľovanie", "drsanje", "klizanje", "korcsolyázás", "patinaj",
            "коньки", "катание на коньках", "ковзани",
        ],
        endings: &["eislauf", "eislaufen", "schuhlaufen", "schlittschuhlauf", "skøyteløp", "skøjteløb"],
        unspaced: &["アイススケート", "スケート", "滑冰", "스케이트"],
    },
    Vocabulary {
        sport: "inline_skating",
        words: &[
            "inline skate", "inline skating", "inlineskate", "inlineskating", "inlineskaten", "inline skaten",
            "inlineskatesessie", "inliner", "inlineskates", "rollerblading", "roller skating", "rollerskate", "skating",
            "skate", "skateboard", "skateboarding", "rollschuhlaufen", "rollschuhlauf", "rulleskøyter", "rulleskøjter",
            "rullskridskor", "inlines", "rullaluistelu", "skeeleren", "skeeler", "roller", "patin à roues alignées",
            "patinage", "patinaje", "patinaje en línea", "patins em linha", "patinação", "patinagem", "pattinaggio",
            "pattinaggio in linea", "rolki", "jazda na rolkach", "in line", "kolečkové brusle", "görkorcsolya",
            "ролики", "роликовые коньки", "paten",
        ],
        endings: &["rollschuhlauf", "skatesessie", "skaten"],
        unspaced: &["インラインスケート", "轮滑", "인라인"],
    },
    Vocabulary {
        sport: "rowing",
        words: &[
            "row", "rowing", "rower workout", "erg", "indoor rowing", "virtual row", "rudern", "rudergerät", "roing",
            "roning", "rodd", "soutu", "sõudmine", "roeien", "roeisessie", "aviron", "remo", "canottaggio",
            "wioślarstwo", "veslování", "veslovanie", "veslanje", "evezés", "canotaj", "κωπηλασία", "kürek",
            "гребля", "академическая гребля", "веслування",
        ],
        endings: &[],
        unspaced: &["ボート", "划船", "조정"],
    },
    Vocabulary {
        sport: "paddling",
        words: &[
            "kayak", "kayaking", "canoe", "canoeing", "paddle", "paddling", "paddleboarding", "stand up paddling",
            "stand up paddle", "sup", "rafting", "kajak", "kajakfahren", "kanu", "kanufahren", "paddeln", "padling",
            "padletur", "paddla", "melonta", "kanoën", "kano", "canoë", "canoë kayak", "piragüismo", "piragua",
            "canoagem", "caiaque", "canoa", "kajaki", "kajakarstwo", "kajaking", "kajakozás", "caiac", "каяк",
            "байдарка", "каякинг",
        ],
        endings: &["kajak", "paddeln"],
        unspaced: &["カヤック", "カヌー", "皮划艇", "카약"],
    },
    Vocabulary {
        sport: "sailing",
        words: &[
            "sail", "sailing", "segeln", "segeltörn", "seiling", "seiltur", "sejlads", "sejlsport", "segling",
            "purjehdus", "zeilen", "voile", "vela", "żeglarstwo", "żagle", "plachtění", "jadrenje", "jedrenje",
            "vitorlázás", "navigație", "ιστιοπλοΐα", "yelken", "парусный спорт", "яхтинг", "вітрильний спорт",
            "windsurf", "windsurfing", "kitesurf", "kitesurfing", "surf", "surfing", "wellenreiten", "surfen",
        ],
        endings: &[],
        unspaced: &["セーリング", "サーフィン", "帆船", "요트", "서핑"],
    },
    Vocabulary {
        sport: "horseback_riding",
        words: &[
            "horse", "horseback", "horseback riding", "horse riding", "horse ride", "reiten", "ausritt", "reittour",
            "ridning", "ridetur", "ridtur", "ratsastus", "paardrijden", "équitation", "cheval", "balade à cheval",
            "equitación", "caballo", "equitação", "cavalo", "equitazione", "cavallo", "jazda konna", "konie",
            "jízda na koni", "lovaglás", "echitație", "ιππασία", "binicilik", "верховая езда", "верхова їзда",
        ],
        endings: &["ausritt"],
        unspaced: &["乗馬", "骑马", "승마"],
    },
    Vocabulary {
        sport: "snowshoeing",
        words: &[
            "snowshoe", "snowshoeing", "schneeschuhwandern", "schneeschuhwanderung", "schneeschuhtour", "schneeschuh",
            "schneeschuhe", "trugetur", "snøsko", "snösko", "snöskor", "lumikenkäily", "sneeuwschoenwandelen",
            "sneeuwschoenen", "raquettes", "raquette à neige", "raquettes à neige", "raquetas", "raquetas de nieve",
            "ciaspole", "ciaspolata", "racchette da neve", "rakiety śnieżne", "sněžnice", "снегоступы",
        ],
        endings: &["schneeschuhwandern", "schneeschuhwanderung"],
        unspaced: &["スノーシュー", "雪鞋"],
    },
    Vocabulary {
        sport: "rock_climbing",
        words: &[
            "climbing", "rock climbing", "rock climb", "bouldering", "klettern", "klettertour", "bouldern", "klatring",
            "klättring", "kiipeily", "klimmen", "escalade", "escalada", "arrampicata", "wspinaczka", "lezení",
            "plezanje", "penjanje", "mászás", "escaladă", "tırmanış", "скалолазание", "альпинизм",
        ],
        endings: &[],
        unspaced: &["クライミング", "ボルダリング", "攀岩", "클라이밍"],
    },
    Vocabulary {
        sport: "training",
        words: &[
            "yoga", "pilates", "crossfit", "weight training", "weighttraining", "weights", "strength", "strength training",
            "gym", "elliptical", "stairstepper", "stair stepper", "hiit", "krafttraining", "fitnessstudio", "styrketrening",
            "styrketræning", "styrketräning", "krachttraining", "musculation", "pesas", "gimnasio", "musculação",
            "pesi", "palestra", "siłownia", "posilovna", "силовая тренировка", "йога",
        ],
        endings: &[],
        unspaced: &["ヨガ", "筋トレ", "瑜伽", "力量训练", "요가"],
    },
    Vocabulary {
        sport: "ball_sport",
        words: &[
            "tennis", "badminton", "squash", "padel", "pickleball", "table tennis", "soccer", "football", "fussball",
            "fußball", "fotball", "fodbold", "fotboll", "jalkapallo", "voetbal", "fútbol", "futebol", "calcio",
            "piłka nożna", "fotbal", "futbal", "basketball", "handball", "volleyball", "hockey", "innebandy", "floorball",
            "golf", "golfing", "rugby", "cricket", "теннис", "футбол", "баскетбол",
        ],
        endings: &[],
        unspaced: &["テニス", "サッカー", "ゴルフ", "网球", "足球", "축구", "테니스"],
    },
    Vocabulary {
        sport: "driving",
        words: &[
            "drive", "driving", "car", "motorcycle", "motorcycling", "motorbike", "snowmobile", "snowmobiling", "autofahrt",
            "auto fahren", "motorrad", "motorradtour", "bilkjøring", "motorsykkel", "köra bil", "motorcykel", "autorijden",
            "conduite", "moto", "conducir", "coche", "dirigir", "guidare", "samochód", "автомобиль", "мотоцикл",
        ],
        endings: &[],
        unspaced: &["ドライブ", "开车", "드라이브"],
    },
];
