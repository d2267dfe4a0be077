## Дүкен сәлемдемелері қызметкерлердің экрандарында

parcels-total = 📦 <b>Сәлемдеме: { $count }</b>
parcels-sums = Салмағы: { $weight } кг, құны: { $cost }
parcels-added = Қосылды бүгін: { $today }, 7 күнде: { $week }, 30 күнде: { $month }
parcels-hint =
    Жылдамырақ: /parcels <code>НӨМІР</code> сәлемдемені бірден ашады.
    «нөмір;күй» жолдары бар CSV файлын осы чатқа жібере салуға болады.
parcels-none = 📦 Әзірге сәлемдеме жоқ.
parcels-hint-add = Біріншісін осында қосыңыз немесе өз бағдарламаңыздан жүктеңіз: оған кілтті дүкен иесі береді.
button-parcels = 📦 Сәлемдемелерге
button-parcels-with = { $mark } { $status }: { $count }
button-parcels-latest = 🕘 Барлығы
button-parcels-find = 🔎 Табу
button-parcels-add = ➕ Қосу
button-parcels-many = 📋 Бірден көп
button-parcels-own = 🙋 Менің сәлемдемелерім: { $count }
button-parcels-of = 📦 Сәлемдеме: { $count }

parcels-latest = 🕘 Барлық сәлемдеме: <b>{ $count }</b>, жаңалары жоғарыда 👇
parcels-with = { $mark } <b>{ $status }</b>: { $count } 👇
parcels-of = 📦 Сәлемдеме: <b>{ $count }</b>
parcels-of-code =
    📦 Код <code>{ $code }</code>, сәлемдеме: <b>{ $count }</b>
    Мұндай коды бар клиент әзірге жоқ: сәлемдемелер осы кодты алған адамдікі болады.
button-parcel = { $mark } { $number } · { $client }

parcels-find-ask =
    🔎 Нені іздейміз?
    Сәлемдеме нөмірін не оның бөлігін, клиенттің кодын, телефонын не атын, жазбадағы сөздерді жіберіңіз.
parcels-found-none = «<b>{ $text }</b>» сұрауы бойынша сәлемдеме де, клиент те жоқ.
parcels-found-many = Табылды: сәлемдеме { $parcels }, клиент { $clients }. Қайсысын ашайын? 👇

parcel-card-title =
    📦 <code>{ $number }</code>
    { $mark } <b>{ $status }</b>
parcel-card-client = Клиент: <b>{ $name }</b>, <code>{ $code }</code>
parcel-card-nobody =
    Клиент коды: <code>{ $code }</code>
    Мұндай код әзірге ешкімде жоқ: сәлемдеме оны алған адамдікі болады.
parcel-card-pieces = Орын саны: { $pieces }
parcel-card-weight = Салмағы: { $weight } кг
parcel-card-price = Бір кг бағасы: { $price }
parcel-card-cost = Құны: <b>{ $cost }</b>
parcel-card-note = 📝 { $note }
parcel-past = { $at } — { $status }
parcel-past-forced = { $at } — { $status } (ретімен емес)
button-parcels-beside = 📦 Осы код
button-parcel-status = { $mark } { $status }
button-parcel-back = ↩️ Басқа күй
button-parcel-change = ✏️ Өзгерту

parcel-status-set = { $mark } Енді: { $status }
parcel-status-already = Бұл сәлемдеме онсыз да «{ $status }» күйінде.
parcel-status-moved = Күйі осы арада өзгертілді. Қазір: «{ $status }». Ештеңе жасалған жоқ.
parcel-back-ask =
    ↩️ <code>{ $number }</code>
    Қазір: <b>{ $now }</b>. Бұл күйлер ретке қарсы. Қайсысын қояйық?
parcel-back-none =
    <code>{ $number }</code>
    Қазір: <b>{ $now }</b>. Қалған күйлердің бәрі сәлемдеме картасында.
parcel-force-ask =
    ⚠️ <code>{ $number }</code>
    «{ $now }» күйінен кейін «{ $wanted }» ретке қарсы. Клиентке хабарлама барады, тарихта белгі қалады.

    Қоямыз ба?
button-parcel-force = ⚠️ Иә: { $status }

parcel-add-ask =
    ➕ <b>Жаңа сәлемдеме</b>
    Нөмірі мен клиент кодын жіберіңіз, салмағын (кг) және жазбаны бірге жазуға болады:
    <pre>RB123456789CN 10012 1,5 сынғыш</pre>
    Немесе тек нөмірін: қалғанын сұраймын.
parcel-add-number-ask =
    ➕ <code>{ $code }</code> клиентіне <b>жаңа сәлемдеме</b>
    Нөмірін жіберіңіз. Салмағын (кг) және жазбаны жаңа жолдармен қосуға болады.
parcel-add-client-ask =
    <code>{ $number }</code> кімнің сәлемдемесі?
    Клиенттің кодын, телефонын, атын не контактісін жіберіңіз.
parcel-unclear =
    «{ $text }»: мұны екі түрлі түсінуге болады.
    «{ $code }» коды әзірге ешкімде жоқ. Қалай жазайын?
button-parcel-split = { $number } · код { $code }
button-parcel-join = Бұл нөмір: { $number }
parcel-several =
    Мұнда бірнеше сәлемдеме бар сияқты. Ештеңе қосылмады.
    Бір-бірден жіберіңіз: нөмір, клиент коды, салмақ және ескертпе бір жолда.
    Көп күйді бірден «📋 Бірден көп» арқылы өзгертеді.
parcel-unclear-rest =
    «{ $text }»: мұны екі түрлі түсінуге болады.
    Нөмір қай жерде бітеді?
button-parcel-rest = Нөмір { $number }, әрі қарай { $rest }
parcel-client-unknown =
    «<b>{ $text }</b>» сұрауы бойынша ешкім жоқ.
    Жазылуын тексеріңіз немесе код жіберіңіз: ол әзірге ешкімде жоқ код та бола алады.
button-parcel-code = Код { $code }
parcel-is-added = ✅ <b>Сәлемдеме қосылды.</b>
parcel-is-known = ☝️ <b>Мұндай нөмірлі сәлемдеме бар.</b> Міне:
parcel-not-a-number = Бұл сәлемдеме нөміріне ұқсамайды: бір жолда әріптер не цифрлар керек.
parcel-number-too-long = Нөмір үшін тым ұзын: онда 64 таңбаға дейін болады.
parcel-number-rounded = Бұл нөмірді кесте дөңгелектеп жіберген: цифрларының бір бөлігі жоғалған. Оны түпкі құжаттан алыңыз.

parcel-change-ask = ✏️ <code>{ $number }</code>: нені өзгертеміз?
parcel-note-ask = 📝 Жаңа жазбаны жіберіңіз. Клиент оны көрмейді.
parcel-weight-ask = ⚖️ Салмағы қанша килограмм? Мысалы: 1,25
parcel-price-ask = 💵 Бір килограмы қанша доллар? Мысалы: 4,50
parcel-pieces-ask = 🔢 Неше орын?
parcel-client-ask = 👤 Бұл кімнің сәлемдемесі? Клиенттің кодын, телефонын, атын не контактісін жіберіңіз.
parcel-number-ask = 🏷 Жаңа нөмірін жіберіңіз.
parcel-weight-bad = Салмақ килограммен керек, үтірден кейін үш цифрға дейін. Мысалы: 1,25
parcel-price-bad = Баға доллармен керек, үтірден кейін екі цифрға дейін. Мысалы: 4,50
parcel-pieces-bad = Орын саны бүтін сан болуы керек, мысалы: 2
parcel-saved = ✅ <b>Сақталды.</b>
button-parcel-note = 📝 Жазба
button-parcel-weight = ⚖️ Салмағы
button-parcel-price = 💵 Бір кг бағасы
button-parcel-pieces = 🔢 Орындар
button-parcel-client = 👤 Клиент
button-parcel-number = 🏷 Нөмірі
button-parcel-clear = 🗑 Алып тастау
