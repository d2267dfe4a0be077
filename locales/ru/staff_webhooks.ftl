## Сотрудники: вебхуки, которым отправляются события

webhooks =
    🔗 <b>Вебхуки</b>

    { $webhooks }
webhooks-none =
    🔗 <b>Вебхуки</b>
    Пока ни одного. Вебхук сразу сообщает другой программе магазина, что добавлена посылка или сменился её статус.
webhook-url = <b>{ $host }</b> · <code>{ $url }</code>
webhook-arrived = Последняя доставка { $when }
webhook-nothing-arrived = Ещё ничего не доставлено
webhook-failed = ⚠️ Последняя неудача { $when }: { $why }
webhook-waiting = ⏳ Ждут отправки: { $count }
webhook-given-up = ❌ Не доставлено за 30 дней: { $count }
webhook-gone = ⛔️ { $when } получатель ответил, что больше ничего не нужно. Отправка остановлена.
webhook-event-created = Новые посылки
webhook-event-status = Статусы посылок
webhook-fault-unknown-name = имя сервера не найдено
webhook-fault-not-public = у сервера нет публичного адреса
webhook-fault-no-connection = нет соединения
webhook-fault-no-answer = нет ответа вовремя
webhook-fault-status = ответ { $status }
button-webhooks = 🔗 Вебхуки
button-webhook = { $host } · { $number }
button-new-webhook = ➕ Новый вебхук
button-make-webhook = ✅ Добавить вебхук
button-rotate-webhook = 🔁 Новый секрет
button-rotate-webhook-yes = 🔁 Да, новый секрет
button-remove-webhook = 🗑 Удалить
button-remove-webhook-yes = 🗑 Да, удалить
button-resume-webhook = ▶️ Отправить снова
webhook-url-ask =
    🔗 Куда отправлять события? Пришлите адрес принимающей программы; он начинается с <code>https://</code>.
webhook-events-ask =
    🔗 <code>{ $url }</code>
    О каких событиях сообщать? Выберите и добавьте вебхук.
webhook-events-none = Пока ничего не выбрано: выберите события.
webhook-made =
    ✅ Вебхук добавлен: <code>{ $url }</code>
    Его секрет:
    <code>{ $secret }</code>

    ⚠️ Он показан только сейчас. Скопируйте его в принимающую программу: по нему она проверит, что сообщения от вас. Затем удалите это сообщение.
webhook-made-before = ✅ Вебхук <b>{ $host }</b> готов. Его секрет показан один раз, больше его не увидеть; если он утерян, создайте новый.
webhook-rotated =
    ✅ Новый секрет для <b>{ $host }</b>:
    <code>{ $secret }</code>

    ⚠️ Он показан только сейчас. Ещё { $hours } ч сообщения подписаны обоими секретами, чтобы вы успели сменить его в программе.
webhook-rotate-question = Создать новый секрет для <b>{ $host }</b>? Прежний подписывает сообщения ещё { $hours } ч.
webhook-remove-question =
    Удалить вебхук <b>{ $host }</b>? Туда больше ничего не отправится, а то, что ждёт, пропадёт: { $count }
webhook-is-removed = ✅ Вебхук <b>{ $host }</b> удалён.
webhook-is-resumed = ✅ Отправка на <b>{ $host }</b> продолжается.
notice-webhook-lost =
    🔗 Вебхук <b>{ $host }</b> сутки не отвечает как нужно. Событий не доставлено: { $count }
    Последняя неудача: { $why }
    Проверьте принимающую программу: /keys
notice-webhook-gone =
    🔗 Получатель <b>{ $host }</b> ответил, что больше ничего не нужно (410), поэтому отправка туда остановлена.
    События хранятся сутки. Если это ошибка, включите его снова или удалите: /keys
