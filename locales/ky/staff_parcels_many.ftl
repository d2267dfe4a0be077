## Көп посылканын абалы дароо: тизме же файл менен

parcels-many-ask =
    📋 <b>Дароо көп посылка</b>
    Номерлерди коюңуз: ар бир сапка бирден, үтүр же боштук аркылуу. Абалын сурайм.
    Же дароо абалы менен:
    <pre>RB123456789CN;келди</pre>
    Узун тизмени CSV же TXT файлы менен жөнөтүңүз, { $most } сапка чейин.
parcels-many-status-ask = Номер саны: <b>{ $count }</b>. Кандай абал коёлу?
parcels-many-continued = Тизмеге кошулду: { $count }.
parcels-many-preview = 📋 <b>Тизмеде: { $count }</b>
parcels-many-new-status = Жаңы абал: { $mark } <b>{ $status }</b>
parcels-many-will-change = ✅ Өзгөрөт: <b>{ $count }</b>
parcels-many-of-status = • { $mark } { $status }: <b>{ $count }</b>
parcels-many-changed = ✅ <b>Өзгөртүлдү: { $count }</b>
parcels-many-nothing-changed = Өзгөртө турган эч нерсе жок. Өзгөртүлдү: { $count }
parcels-many-unchanged = ➖ Ансыз да ушул абалда: { $count }
parcels-many-twice = ➖ Тизмеде кайталанган: { $count }
parcels-many-unknown = ❓ Мындай номер жок: { $count }
parcels-many-backwards = ↩️ Иретке каршы, өзгөрбөйт: { $count }
parcels-many-repeated = 🔀 Эки жолу, абалдары ар башка: { $count }
parcels-many-faults = ⚠️ Окулбаган сап: { $count }
parcels-many-confirm-ask = Азырынча эч нерсе өзгөргөн жок. Ырастасаңыз, кардарлар жаңы абалды дароо билишет.
button-parcels-many-confirm = ✅ Өзгөртүү: { $count }
parcels-many-preview-changed = Ошол учурда айрым посылкалар өзгөрдү. Кайра текшериңиз:
parcels-many-row = { $row }-сап, <code>{ $number }</code>: { $reason }
parcels-many-row-empty = { $row }-сап: { $reason }
parcels-many-more = … жана дагы { $count }, алар отчётто болот
parcels-many-report = 📄 Эмне өзгөргөн жок жана эмнеге, саптары менен.

parcels-many-column-row = Сап
parcels-many-column-number = Номер
parcels-many-column-reason = Эмнеге өзгөргөн жок
parcels-many-reason-unchanged = ансыз да ушул абалда
parcels-many-reason-unknown = мындай посылка жок
parcels-many-reason-backwards = азыр «{ $now }», жаңы абал иретке каршы
parcels-many-reason-twice = номер жогоруда болгон
parcels-many-reason-repeated = номер жогоруда башка абал менен болгон
parcels-many-reason-not-a-number = номер жок
parcels-many-reason-too-long = номер 64 белгиден узун
parcels-many-reason-rounded = таблица номерди тегеректеген, цифралар жоголгон: мамычаны тексттик кылып, номерлерди кайра коюңуз
parcels-many-reason-unknown-status = түшүнүксүз абал
parcels-many-reason-no-status = абалы жок

parcels-file-too-large = Файл өтө чоң: { $megabytes } МБга чейин окуйм. Аны бөлүңүз.
parcels-file-of-spreadsheet =
    Бул таблица файлы, мен болсо CSV окуйм.
    Excelде: «Файл» → «Башкача сактоо» → «CSV UTF-8». Google Таблицаларда: «Файл» → «Жүктөп алуу» → CSV.
parcels-file-unavailable = Telegram файлды берген жок. Эч нерсе өзгөргөн жок: кайра жөнөтүп коюңузчу.
parcels-file-empty = Файлда номери бар бир да сап жок.
parcels-file-columns =
    Номерлер менен абалдар кайда экенин көрүп турган жокмун. Биринчи сапта мамычаларды атаңыз:
    <pre>номер;абал
    RB123456789CN;келди</pre>
parcels-file-not-text = Бул тексттик файл эмес. Таблицаны CSV кылып сактап, кайра жөнөтүңүз.
parcels-file-bad-line = Файл { $line }-саптан баштап окулган жок: андагы тырмакчаларды жана бөлгүчтөрдү текшериңиз. Эч нерсе өзгөргөн жок.
parcels-many-too-many = Бир жолу { $most } номерге чейин. Тизмени бөлүңүз.
