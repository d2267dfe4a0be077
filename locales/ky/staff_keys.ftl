## Staff: keys and one-time codes of the HTTP APIs

login-code =
    🔑 Бир жолку кодуңуз: <code>{ $code }</code>
    Аны менен дүкөндүн бэк-офисине же башка программасына өз атыңыздан киресиз. Код 5 мүнөт ичинде бир жолу жарайт; мурунку код эми жарабайт.

    ⚠️ Аны өзүңүз киргиңиз келген жерге гана териңиз. Аны сизден сурашка эч кимдин акысы жок.
keys =
    🔑 <b>API ачкычтары</b>

    { $keys }
keys-none =
    🔑 <b>API ачкычтары</b>
    Азырынча бирөө да жок. Ачкыч менен касса, интернет-дүкөн же башка программа дүкөн менен иштейт.
keys-tenant =
    Бэк-офис ачкыч менен кошо <b>X-Tenant-Key</b> баш сабын жөнөтөт: <code>{ $key }</code>
    Бул сыр эмес, дүкөндүн аты.
key-line =
    <b>{ $name }</b> · <code>{ $shown }…</code>
    { $scopes }
    { $used }
    { $state }
key-unnamed = аталышы жок
key-used = Сурамдар: { $uses }, акыркысы { $when }
key-unused = Азырынча колдонулган эмес
key-forever = Мөөнөтү жок
key-until = { $when } чейин жарайт
key-ended = { $when } бүттү
key-revoked = { $when } жокко чыгарылды
key-scope-till = Касса жана интернет-дүкөн
key-scope-platform-read = Посылкалар: көрүү
key-scope-platform-write = Посылкалар: өзгөртүү
key-scope-customers-read = Кардарлар: көрүү
key-scope-customers-update = Кардарлар: өзгөртүү
key-scope-bills-read = Эсептер: көрүү
key-scope-bills-create = Эсептер: түзүү
key-scope-bills-update = Эсептер: өзгөртүү
key-scope-all = Баары
button-scope-chosen = ☑️ { $scope }
button-key = { $name } · { $shown }…
button-keys = 🔑 API ачкычтары
button-new-key = ➕ Жаңы ачкыч
button-make-key = ✅ Ачкыч түзүү
button-key-uses = 📜 Суроолор
button-key-asks = ☑️ Баллды кардардан суроо
button-key-asks-not = ⬜️ Баллды кардардан суроо
button-key-rate = ⏱ Мүнөтүнө { $rate } суроого чейин
button-key-no-rate = ⏱ Суроолордун саны чектелбейт
button-key-days = 📅 { $days } күнгө
button-key-no-days = 📅 Мөөнөтсүз
key-uses =
    📜 <b>{ $name }</b> ачкычынын акыркы суроолору

    { $uses }
key-use-line = { $when } · { $method } <code>{ $path }</code> · { $status } · { $address }
button-rotate-key = 🔁 Алмаштыруу
button-rotate-key-yes = 🔁 Ооба, алмаштыруу
button-revoke-key = 🚫 Жокко чыгаруу
button-revoke-key-yes = 🚫 Ооба, жокко чыгаруу
key-name-ask =
    🔑 Ачкыч эмне үчүн керек? Өзүңүз тааный турган аталыш жөнөтүңүз, мисалы «Кире бериштеги касса».
key-name-bad = Аталышта эң көп { $most } белги болот. Кыскараак жөнөтүңүз.
key-scopes-ask =
    🔑 Ачкыч: <b>{ $name }</b>
    Ага эмне кылууга болот? Керектүүсүн гана тандап, ачкыч түзүңүз.
key-scopes-none = Азырынча эч нерсе тандалган жок: ачкычка эмне кылууга болорун тандаңыз.
key-made =
    ✅ Ачкыч <b>{ $name }</b>:
    <code>{ $key }</code>

    ⚠️ Ал азыр гана көрсөтүлөт. Аны программага көчүрүп, бул билдирүүнү өчүрүңүз: ачкыч кимде болсо, ошол дүкөндүн атынан иш кылат.
key-made-before = ✅ <b>{ $name }</b> ачкычы мурун түзүлгөн. Ал бир жолу көрсөтүлдү, кайра көрсөтүүгө болбойт; жоголсо, алмаштырыңыз.
key-replaces = Мурунку ачкыч дагы { $hours } саат жарайт.
key-rotate-question = <b>{ $name }</b> ордуна жаңы ачкыч түзүлсүнбү? Программада алмаштырганга үлгүрүшүңүз үчүн мурункусу дагы { $hours } саат жарайт.
key-revoke-question = <b>{ $name }</b> ачкычы жокко чыгарылсынбы? Аны колдонгон программалардын да, ошол ачкыч менен алынган токендердин да уруксаты дароо жабылат.
key-is-revoked = ✅ <b>{ $name }</b> ачкычы жокко чыгарылды.
notice-key-address =
    🔑 <b>{ $name }</b> ачкычы (<code>{ $shown }…</code>) жаңы даректен колдонулду:
    { $addresses }

    Бул сиз эмессизби? Ачкычты жокко чыгарыңыз: /keys
notice-key-address-line = • <code>{ $address }</code>
notice-key-addresses-more = • жана дагы: { $count }
notice-key-failures =
    🔑 <b>{ $name }</b> ачкычына (<code>{ $shown }…</code>) көп уруксат берилбей жатат. 24 сааттагы баш тартуулар: { $count }
    Бул ачкычты колдонгон программаны текшериңиз же ачкычты жокко чыгарыңыз: /keys
