## Қызметкерлер: клиент топтары

groups = 👥 <b>Клиент топтары</b>
groups-none = 👥 Әзірге топтар жоқ.
button-groups = 👥 Клиент топтары
button-group-new = ➕ Жаңа топ
groups-group = 👥 <b>{ $name }</b>: жеңілдік { $percent }, мүшелері: { $members }
groups-minimum = Жеңілдік { $amount } бастап қолданылады.
groups-is-off = 💤 Өшірілген: жеңілдік қолданылмайды.
button-group-name = ✏️ Атауы
button-group-discount = 🏷 Жеңілдік
button-group-minimum = 💰 Ең аз сома
button-group-off = 💤 Өшіру
button-group-on = ▶️ Қосу
group-name-ask = 👥 Топты қалай атаймыз? Атаулар қайталанбауы керек.
group-discount-ask = 🏷 Мүшелерге қандай жеңілдік беріледі? Мысалы <code>7,5%</code> немесе <code>0</code>
group-bad-percent = 0-ден 100-ге дейінгі пайыз керек, мысалы <code>7,5</code>
group-minimum-ask = 💰 Жеңілдік қандай сомадан бастап қолданылады? Нөл: кез келген сомадан.
group-off-ask = 💤 <b>{ $name }</b> тобын өшіреміз бе? Жеңілдік бірден тоқтайды, мүшелері қалады.
group-on-ask = ▶️ <b>{ $name }</b> тобын қайта қосамыз ба?
button-group-moves = 📈 Айналым бойынша ауыстыру
group-moves =
    📈 <b>Айналым бойынша ауыстыру</b>
    Күн сайын клиенттер айналымына сай топқа ауысады. Қызметкер топқа қосқан клиент сонда қалады.
group-moves-off = Өшірулі: ешкім ауыстырылмайды. Қандай айналымнан бастап түсетінін көрсету үшін топты таңдаңыз.
group-moves-days = Соңғы <b>{ $days }</b> айналымы:
group-moves-rule = <b>{ $from }</b> бастап: { $name }
button-group-moves-days = 📅 Күндер
button-group-moves-off = ⏹ Ешкімді ауыстырмау
group-moves-days-ask = 📅 Айналым неше күнге есептеледі? 1-ден { $most } дейінгі санды жіберіңіз.
group-moves-from-ask = 📈 Клиенттер <b>{ $name }</b> тобына қандай айналымнан бастап түседі?
group-moves-from-once = Екі топтың айналымы бірдей бола алмайды.
