## Staff: keys and one-time codes of the HTTP APIs

login-code =
    🔑 Ваш одноразовый код: <code>{ $code }</code>
    С ним вы войдёте в бэк-офис или другую программу магазина под своим именем. Код действует 5 минут и один раз; прежний код больше не действует.

    ⚠️ Вводите его только там, где вы сами хотели войти. Никто не вправе его у вас спрашивать.
keys =
    🔑 <b>Ключи API</b>

    { $keys }
keys-none =
    🔑 <b>Ключи API</b>
    Пока ни одного. С ключом касса, интернет-магазин или другая программа работает с магазином.
keys-tenant =
    Бэк-офис шлёт вместе с ключом заголовок <b>X-Tenant-Key</b>: <code>{ $key }</code>
    Это имя магазина, а не секрет.
key-line =
    <b>{ $name }</b> · <code>{ $shown }…</code>
    { $scopes }
    { $used }
    { $state }
key-unnamed = без имени
key-used = Запросов: { $uses }, последний { $when }
key-unused = Ещё не использовался
key-forever = Без срока
key-until = Действует до { $when }
key-ended = Закончился { $when }
key-revoked = Отозван { $when }
key-scope-till = Касса и интернет-магазин
key-scope-platform-read = Посылки: смотреть
key-scope-platform-write = Посылки: менять
key-scope-customers-read = Клиенты: смотреть
key-scope-customers-update = Клиенты: менять
key-scope-bills-read = Счета: смотреть
key-scope-bills-create = Счета: создавать
key-scope-bills-update = Счета: менять
key-scope-all = Всё
button-scope-chosen = ☑️ { $scope }
button-key = { $name } · { $shown }…
button-keys = 🔑 Ключи API
button-new-key = ➕ Новый ключ
button-make-key = ✅ Создать ключ
button-key-uses = 📜 Запросы
button-key-asks = ☑️ Спрашивать клиента о баллах
button-key-asks-not = ⬜️ Спрашивать клиента о баллах
button-key-rate = ⏱ До { $rate } запросов в минуту
button-key-no-rate = ⏱ Без ограничения запросов
button-key-days = 📅 На { $days } дней
button-key-no-days = 📅 Без срока
key-uses =
    📜 Последние запросы ключа <b>{ $name }</b>

    { $uses }
key-use-line = { $when } · { $method } <code>{ $path }</code> · { $status } · { $address }
button-rotate-key = 🔁 Заменить
button-rotate-key-yes = 🔁 Да, заменить
button-revoke-key = 🚫 Отозвать
button-revoke-key-yes = 🚫 Да, отозвать
key-name-ask =
    🔑 Для чего ключ? Отправьте имя, по которому вы его узнаете, например «Касса у входа».
key-name-bad = В имени не больше { $most } символов. Отправьте короче.
key-scopes-ask =
    🔑 Ключ <b>{ $name }</b>
    Что ему можно? Выберите только нужное и создайте ключ.
key-scopes-none = Пока ничего не выбрано: выберите, что можно этому ключу.
key-made =
    ✅ Ключ <b>{ $name }</b>:
    <code>{ $key }</code>

    ⚠️ Он показан только сейчас. Скопируйте его в программу и удалите это сообщение: у кого ключ, тот действует от имени магазина.
key-made-before = ✅ Ключ <b>{ $name }</b> уже создан. Он был показан один раз, снова показать его нельзя; если он потерян, замените его.
key-replaces = Прежний ключ действует ещё { $hours } ч.
key-rotate-question = Создать новый ключ вместо <b>{ $name }</b>? Прежний будет действовать ещё { $hours } ч, чтобы вы успели поменять его в программе.
key-revoke-question = Отозвать ключ <b>{ $name }</b>? Программы с этим ключом сразу потеряют доступ, и полученные по нему токены тоже.
key-is-revoked = ✅ Ключ <b>{ $name }</b> отозван.
notice-key-address =
    🔑 Ключ <b>{ $name }</b> (<code>{ $shown }…</code>) использован с нового адреса:
    { $addresses }

    Это не вы? Отзовите ключ: /keys
notice-key-address-line = • <code>{ $address }</code>
notice-key-addresses-more = • и ещё: { $count }
notice-key-failures =
    🔑 Ключу <b>{ $name }</b> (<code>{ $shown }…</code>) часто отказывают. Отказов за 24 часа: { $count }
    Проверьте программу с этим ключом или отзовите его: /keys
