## Посылки магазина на экранах сотрудников

parcels-total = 📦 <b>Посылок: { $count }</b>
parcels-sums = Вес: { $weight } кг, стоимость: { $cost }
parcels-added = Добавлено сегодня: { $today }, за 7 дней: { $week }, за 30 дней: { $month }
parcels-hint =
    Быстрее: /parcels <code>НОМЕР</code> сразу откроет посылку.
    Файл CSV со строками «номер;статус» можно просто прислать в этот чат.
parcels-none = 📦 Посылок пока нет.
parcels-hint-add = Добавьте первую здесь или загрузите их из своей программы: ключ для неё даёт владелец.
button-parcels = 📦 К посылкам
button-parcels-with = { $mark } { $status }: { $count }
button-parcels-latest = 🕘 Все подряд
button-parcels-find = 🔎 Найти
button-parcels-add = ➕ Добавить
button-parcels-many = 📋 Много сразу
button-parcels-own = 🙋 Мои посылки: { $count }
button-parcels-of = 📦 Посылки: { $count }

parcels-latest = 🕘 Все посылки: <b>{ $count }</b>, новые сверху 👇
parcels-with = { $mark } <b>{ $status }</b>: { $count } 👇
parcels-of = 📦 Посылок: <b>{ $count }</b>
parcels-of-code =
    📦 Код <code>{ $code }</code>, посылок: <b>{ $count }</b>
    Клиента с таким кодом пока нет: посылки достанутся тому, кто его получит.
button-parcel = { $mark } { $number } · { $client }

parcels-find-ask =
    🔎 Что ищем?
    Отправьте номер посылки или его часть, код, телефон или имя клиента, слова из заметки.
parcels-found-none = По запросу «<b>{ $text }</b>» нет ни посылок, ни клиентов.
parcels-found-many = Нашлось посылок: { $parcels }, клиентов: { $clients }. Что открыть? 👇

parcel-card-title =
    📦 <code>{ $number }</code>
    { $mark } <b>{ $status }</b>
parcel-card-client = Клиент: <b>{ $name }</b>, <code>{ $code }</code>
parcel-card-nobody =
    Код клиента: <code>{ $code }</code>
    Такого кода пока ни у кого нет: посылка достанется тому, кто его получит.
parcel-card-pieces = Мест: { $pieces }
parcel-card-weight = Вес: { $weight } кг
parcel-card-price = Цена за кг: { $price }
parcel-card-cost = Стоимость: <b>{ $cost }</b>
parcel-card-note = 📝 { $note }
parcel-past = { $at } — { $status }
parcel-past-forced = { $at } — { $status } (не по порядку)
button-parcels-beside = 📦 Этот же код
button-parcel-status = { $mark } { $status }
button-parcel-back = ↩️ Другой статус
button-parcel-change = ✏️ Изменить

parcel-status-set = { $mark } Теперь: { $status }
parcel-status-already = Эта посылка уже в статусе «{ $status }».
parcel-status-moved = Статус тем временем изменили. Сейчас: «{ $status }». Ничего не сделано.
parcel-back-ask =
    ↩️ <code>{ $number }</code>
    Сейчас: <b>{ $now }</b>. Эти статусы идут против порядка. Какой поставить?
parcel-back-none =
    <code>{ $number }</code>
    Сейчас: <b>{ $now }</b>. Все остальные статусы — на карточке посылки.
parcel-force-ask =
    ⚠️ <code>{ $number }</code>
    «{ $wanted }» после «{ $now }» — против порядка. Клиенту уйдёт сообщение, в истории останется пометка.

    Поставить?
button-parcel-force = ⚠️ Да: { $status }

parcel-add-ask =
    ➕ <b>Новая посылка</b>
    Отправьте номер и код клиента, можно сразу вес в кг и заметку:
    <pre>RB123456789CN 10012 1,5 хрупкое</pre>
    Или только номер: остальное спрошу.
parcel-add-number-ask =
    ➕ <b>Новая посылка</b> для клиента <code>{ $code }</code>
    Отправьте номер. Вес в кг и заметку можно добавить новыми строками.
parcel-add-client-ask =
    Чья посылка <code>{ $number }</code>?
    Отправьте код, телефон, имя или контакт клиента.
parcel-unclear =
    «{ $text }»: это можно понять по-разному.
    Кода «{ $code }» пока ни у кого нет. Как записать?
button-parcel-split = { $number } · код { $code }
button-parcel-join = Это номер: { $number }
parcel-several =
    Похоже, здесь несколько посылок. Ничего не добавлено.
    Отправляйте по одной: номер, код клиента, вес и заметку в одной строке.
    Статусы многих сразу меняют в «📋 Много сразу».
parcel-unclear-rest =
    «{ $text }»: это можно понять по-разному.
    Где кончается номер?
button-parcel-rest = Номер { $number }, дальше { $rest }
parcel-client-unknown =
    По запросу «<b>{ $text }</b>» никого нет.
    Проверьте написание или отправьте код: он может быть и таким, которого пока ни у кого нет.
button-parcel-code = Код { $code }
parcel-is-added = ✅ <b>Посылка добавлена.</b>
parcel-is-known = ☝️ <b>Посылка с таким номером уже есть.</b> Вот она:
parcel-not-a-number = Это не похоже на номер посылки: нужны буквы или цифры, в одну строку.
parcel-number-too-long = Слишком длинно для номера: в нём до 64 символов.
parcel-number-rounded = Этот номер округлила таблица: часть цифр потеряна. Возьмите его из исходного документа.

parcel-change-ask = ✏️ <code>{ $number }</code>: что изменить?
parcel-note-ask = 📝 Отправьте новую заметку. Клиент её не видит.
parcel-weight-ask = ⚖️ Сколько весит, в килограммах? Например: 1,25
parcel-price-ask = 💵 Сколько стоит килограмм, в долларах? Например: 4,50
parcel-pieces-ask = 🔢 Сколько мест?
parcel-client-ask = 👤 Чья это посылка? Отправьте код, телефон, имя или контакт клиента.
parcel-number-ask = 🏷 Отправьте новый номер.
parcel-weight-bad = Нужен вес в килограммах, до трёх знаков после запятой. Например: 1,25
parcel-price-bad = Нужна цена в долларах, до двух знаков после запятой. Например: 4,50
parcel-pieces-bad = Нужно целое число мест, например: 2
parcel-saved = ✅ <b>Сохранено.</b>
button-parcel-note = 📝 Заметка
button-parcel-weight = ⚖️ Вес
button-parcel-price = 💵 Цена за кг
button-parcel-pieces = 🔢 Места
button-parcel-client = 👤 Клиент
button-parcel-number = 🏷 Номер
button-parcel-clear = 🗑 Убрать
