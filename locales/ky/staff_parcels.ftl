## Дүкөндүн посылкалары кызматкерлердин экрандарында

parcels-total = 📦 <b>Посылка: { $count }</b>
parcels-sums = Салмагы: { $weight } кг, баасы: { $cost }
parcels-added = Кошулду бүгүн: { $today }, 7 күндө: { $week }, 30 күндө: { $month }
parcels-hint =
    Тезирээк: /parcels <code>НОМЕР</code> посылканы дароо ачат.
    «номер;абал» саптары бар CSV файлын ушул чатка жөнөтүп койсоңуз болот.
parcels-none = 📦 Азырынча посылка жок.
parcels-hint-add = Биринчисин ушул жерден кошуңуз же өз программаңыздан жүктөңүз: ага ачкычты дүкөн ээси берет.
button-parcels = 📦 Посылкаларга
button-parcels-with = { $mark } { $status }: { $count }
button-parcels-latest = 🕘 Баары
button-parcels-find = 🔎 Табуу
button-parcels-add = ➕ Кошуу
button-parcels-many = 📋 Дароо көп
button-parcels-own = 🙋 Менин посылкаларым: { $count }
button-parcels-of = 📦 Посылка: { $count }

parcels-latest = 🕘 Бардык посылка: <b>{ $count }</b>, жаңылары жогоруда 👇
parcels-with = { $mark } <b>{ $status }</b>: { $count } 👇
parcels-of = 📦 Посылка: <b>{ $count }</b>
parcels-of-code =
    📦 Код <code>{ $code }</code>, посылка: <b>{ $count }</b>
    Мындай коду бар кардар азырынча жок: посылкалар ушул кодду алган адамдыкы болот.
button-parcel = { $mark } { $number } · { $client }

parcels-find-ask =
    🔎 Эмнени издейбиз?
    Посылканын номерин же анын бөлүгүн, кардардын кодун, телефонун же атын, жазуудагы сөздөрдү жөнөтүңүз.
parcels-found-none = «<b>{ $text }</b>» боюнча посылка да, кардар да жок.
parcels-found-many = Табылды: посылка { $parcels }, кардар { $clients }. Кайсынысын ачайын? 👇

parcel-card-title =
    📦 <code>{ $number }</code>
    { $mark } <b>{ $status }</b>
parcel-card-client = Кардар: <b>{ $name }</b>, <code>{ $code }</code>
parcel-card-nobody =
    Кардардын коду: <code>{ $code }</code>
    Мындай код азырынча эч кимде жок: посылка аны алган адамдыкы болот.
parcel-card-pieces = Орун саны: { $pieces }
parcel-card-weight = Салмагы: { $weight } кг
parcel-card-price = Бир кг баасы: { $price }
parcel-card-cost = Баасы: <b>{ $cost }</b>
parcel-card-note = 📝 { $note }
parcel-past = { $at } — { $status }
parcel-past-forced = { $at } — { $status } (ирети менен эмес)
button-parcels-beside = 📦 Ушул эле код
button-parcel-status = { $mark } { $status }
button-parcel-back = ↩️ Башка абал
button-parcel-change = ✏️ Өзгөртүү

parcel-status-set = { $mark } Эми: { $status }
parcel-status-already = Бул посылка ансыз да «{ $status }» абалында.
parcel-status-moved = Абалы ошол учурда өзгөртүлдү. Азыр: «{ $status }». Эч нерсе жасалган жок.
parcel-back-ask =
    ↩️ <code>{ $number }</code>
    Азыр: <b>{ $now }</b>. Бул абалдар иретке каршы. Кайсынысын коёлу?
parcel-back-none =
    <code>{ $number }</code>
    Азыр: <b>{ $now }</b>. Калган абалдардын баары посылканын картасында.
parcel-force-ask =
    ⚠️ <code>{ $number }</code>
    «{ $now }» абалынан кийин «{ $wanted }» иретке каршы. Кардарга билдирүү барат, тарыхта белги калат.

    Коёбузбу?
button-parcel-force = ⚠️ Ооба: { $status }

parcel-add-ask =
    ➕ <b>Жаңы посылка</b>
    Номерин жана кардардын кодун жөнөтүңүз, салмагын (кг) жана жазууну кошо жазсаңыз болот:
    <pre>RB123456789CN 10012 1,5 сынгыч</pre>
    Же номерин гана: калганын сурайм.
parcel-add-number-ask =
    ➕ <code>{ $code }</code> кардарына <b>жаңы посылка</b>
    Номерин жөнөтүңүз. Салмагын (кг) жана жазууну жаңы саптар менен кошсоңуз болот.
parcel-add-client-ask =
    <code>{ $number }</code> кимдин посылкасы?
    Кардардын кодун, телефонун, атын же контактын жөнөтүңүз.
parcel-unclear =
    «{ $text }»: муну эки башка түшүнсө болот.
    «{ $code }» коду азырынча эч кимде жок. Кантип жазайын?
button-parcel-split = { $number } · код { $code }
button-parcel-join = Бул номер: { $number }
parcel-several =
    Бул жерде бир нече посылка бар окшойт. Эч нерсе кошулган жок.
    Бирден жөнөтүңүз: номер, кардардын коду, салмак жана белги бир сапта.
    Көп абалды дароо «📋 Дароо көп» аркылуу өзгөртөт.
parcel-unclear-rest =
    «{ $text }»: муну эки башка түшүнсө болот.
    Номер кайсы жерден бүтөт?
button-parcel-rest = Номер { $number }, андан ары { $rest }
parcel-client-unknown =
    «<b>{ $text }</b>» боюнча эч ким жок.
    Жазылышын текшериңиз же код жөнөтүңүз: ал азырынча эч кимде жок код да боло алат.
button-parcel-code = Код { $code }
parcel-is-added = ✅ <b>Посылка кошулду.</b>
parcel-is-known = ☝️ <b>Мындай номердүү посылка бар.</b> Мына:
parcel-not-a-number = Бул посылканын номерине окшобойт: бир сапта тамгалар же цифралар керек.
parcel-number-too-long = Номер үчүн өтө узун: анда 64 белгиге чейин болот.
parcel-number-rounded = Бул номерди таблица тегеректеп салган: цифраларынын бир бөлүгү жоголгон. Аны түпкү документтен алыңыз.

parcel-change-ask = ✏️ <code>{ $number }</code>: эмнени өзгөртөбүз?
parcel-note-ask = 📝 Жаңы жазууну жөнөтүңүз. Кардар аны көрбөйт.
parcel-weight-ask = ⚖️ Салмагы канча килограмм? Мисалы: 1,25
parcel-price-ask = 💵 Бир килограммы канча доллар? Мисалы: 4,50
parcel-pieces-ask = 🔢 Канча орун?
parcel-client-ask = 👤 Бул кимдин посылкасы? Кардардын кодун, телефонун, атын же контактын жөнөтүңүз.
parcel-number-ask = 🏷 Жаңы номерин жөнөтүңүз.
parcel-weight-bad = Салмак килограмм менен керек, үтүрдөн кийин үч цифрага чейин. Мисалы: 1,25
parcel-price-bad = Баа доллар менен керек, үтүрдөн кийин эки цифрага чейин. Мисалы: 4,50
parcel-pieces-bad = Орун саны бүтүн сан болушу керек, мисалы: 2
parcel-saved = ✅ <b>Сакталды.</b>
button-parcel-note = 📝 Жазуу
button-parcel-weight = ⚖️ Салмагы
button-parcel-price = 💵 Бир кг баасы
button-parcel-pieces = 🔢 Орундар
button-parcel-client = 👤 Кардар
button-parcel-number = 🏷 Номери
button-parcel-clear = 🗑 Алып салуу
