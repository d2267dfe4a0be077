## Көп сәлемдеменің күйі бірден: тізіммен не файлмен

parcels-many-ask =
    📋 <b>Бірден көп сәлемдеме</b>
    Нөмірлерді қойыңыз: әр жолға біреуден, үтір не бос орын арқылы. Күйін сұраймын.
    Немесе бірден күйімен:
    <pre>RB123456789CN;келді</pre>
    Ұзын тізімді CSV не TXT файлымен жіберіңіз, { $most } жолға дейін.
parcels-many-status-ask = Нөмір саны: <b>{ $count }</b>. Қандай күй қояйық?
parcels-many-continued = Тізімге қосылды: { $count }.
parcels-many-preview = 📋 <b>Тізімде: { $count }</b>
parcels-many-new-status = Жаңа күй: { $mark } <b>{ $status }</b>
parcels-many-will-change = ✅ Өзгереді: <b>{ $count }</b>
parcels-many-of-status = • { $mark } { $status }: <b>{ $count }</b>
parcels-many-changed = ✅ <b>Өзгертілді: { $count }</b>
parcels-many-nothing-changed = Өзгертетін ештеңе жоқ. Өзгертілді: { $count }
parcels-many-unchanged = ➖ Онсыз да осы күйде: { $count }
parcels-many-twice = ➖ Тізімде қайталанған: { $count }
parcels-many-unknown = ❓ Мұндай нөмір жоқ: { $count }
parcels-many-backwards = ↩️ Ретке қарсы, өзгермейді: { $count }
parcels-many-repeated = 🔀 Екі рет, күйлері әртүрлі: { $count }
parcels-many-faults = ⚠️ Оқылмаған жол: { $count }
parcels-many-confirm-ask = Әзірге ештеңе өзгерген жоқ. Растасаңыз, клиенттер жаңа күй туралы бірден біледі.
button-parcels-many-confirm = ✅ Өзгерту: { $count }
parcels-many-preview-changed = Осы арада кейбір сәлемдемелер өзгерді. Қайта тексеріңіз:
parcels-many-row = { $row }-жол, <code>{ $number }</code>: { $reason }
parcels-many-row-empty = { $row }-жол: { $reason }
parcels-many-more = … және тағы { $count }, олар есепте болады
parcels-many-report = 📄 Не өзгермеді және неге, жол-жолымен.

parcels-many-column-row = Жол
parcels-many-column-number = Нөмір
parcels-many-column-reason = Неге өзгермеді
parcels-many-reason-unchanged = онсыз да осы күйде
parcels-many-reason-unknown = мұндай сәлемдеме жоқ
parcels-many-reason-backwards = қазір «{ $now }», жаңа күй ретке қарсы
parcels-many-reason-twice = нөмір жоғарыда болған
parcels-many-reason-repeated = нөмір жоғарыда басқа күймен болған
parcels-many-reason-not-a-number = нөмір жоқ
parcels-many-reason-too-long = нөмір 64 таңбадан ұзын
parcels-many-reason-rounded = кесте нөмірді дөңгелектеген, цифрлар жоғалған: бағанды мәтіндік етіп, нөмірлерді қайта қойыңыз
parcels-many-reason-unknown-status = түсініксіз күй
parcels-many-reason-no-status = күйі жоқ

parcels-file-too-large = Файл тым үлкен: { $megabytes } МБ-қа дейін оқимын. Оны бөліңіз.
parcels-file-of-spreadsheet =
    Бұл кесте файлы, ал мен CSV оқимын.
    Excel-де: «Файл» → «Басқаша сақтау» → «CSV UTF-8». Google Кестелерде: «Файл» → «Жүктеп алу» → CSV.
parcels-file-unavailable = Telegram файлды бермеді. Ештеңе өзгерген жоқ: қайта жіберіңізші.
parcels-file-empty = Файлда нөмірі бар бірде-бір жол жоқ.
parcels-file-columns =
    Нөмірлер мен күйлер қай жерде екенін көріп тұрған жоқпын. Бірінші жолда бағандарды атаңыз:
    <pre>нөмір;күй
    RB123456789CN;келді</pre>
parcels-file-not-text = Бұл мәтіндік файл емес. Кестені CSV етіп сақтап, қайта жіберіңіз.
parcels-file-bad-line = Файл { $line }-жолдан бастап оқылмады: сондағы тырнақшалар мен бөлгіштерді тексеріңіз. Ештеңе өзгерген жоқ.
parcels-many-too-many = Бір жолы { $most } нөмірге дейін. Тізімді бөліңіз.
