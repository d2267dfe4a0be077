## Кызматкерлер: кардарлардын топтору

groups = 👥 <b>Кардарлардын топтору</b>
groups-none = 👥 Азырынча топтор жок.
button-groups = 👥 Кардарлардын топтору
button-group-new = ➕ Жаңы топ
groups-group = 👥 <b>{ $name }</b>: арзандатуу { $percent }, мүчөлөрү: { $members }
groups-minimum = Арзандатуу { $amount } баштап колдонулат.
groups-is-off = 💤 Өчүрүлгөн: арзандатуу колдонулбайт.
button-group-name = ✏️ Аталышы
button-group-discount = 🏷 Арзандатуу
button-group-minimum = 💰 Эң аз сумма
button-group-off = 💤 Өчүрүү
button-group-on = ▶️ Күйгүзүү
group-name-ask = 👥 Топту кандай атайбыз? Аталыштар кайталанбашы керек.
group-discount-ask = 🏷 Мүчөлөргө кандай арзандатуу берилет? Мисалы <code>7,5%</code> же <code>0</code>
group-bad-percent = 0дөн 100гө чейинки пайыз керек, мисалы <code>7,5</code>
group-minimum-ask = 💰 Арзандатуу кайсы суммадан баштап колдонулат? Нөл: каалаган суммадан.
group-off-ask = 💤 <b>{ $name }</b> тобун өчүрөбүзбү? Арзандатуу дароо токтойт, мүчөлөрү калат.
group-on-ask = ▶️ <b>{ $name }</b> тобун кайра күйгүзөбүзбү?
button-group-moves = 📈 Жүгүртүү боюнча которуу
group-moves =
    📈 <b>Жүгүртүү боюнча которуу</b>
    Күн сайын кардарлар жүгүртүүсүнө жараша топко өтүшөт. Кызматкер топко кошкон кардар ошол жерде калат.
group-moves-off = Өчүк: эч ким которулбайт. Кайсы жүгүртүүдөн баштап өтөрүн көрсөтүү үчүн топту тандаңыз.
group-moves-days = Акыркы <b>{ $days }</b> жүгүртүүсү:
group-moves-rule = <b>{ $from }</b> баштап: { $name }
button-group-moves-days = 📅 Күндөр
button-group-moves-off = ⏹ Эч кимди которбоо
group-moves-days-ask = 📅 Жүгүртүү канча күнгө эсептелет? 1ден { $most } чейинки санды жөнөтүңүз.
group-moves-from-ask = 📈 Кардарлар <b>{ $name }</b> тобуна кайсы жүгүртүүдөн баштап өтүшөт?
group-moves-from-once = Эки топтун жүгүртүүсү бирдей боло албайт.
