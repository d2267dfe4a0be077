## Посылки на экранах клиентов и сотрудников

parcel-status-pending = ожидается
parcel-status-in-transit = в пути
parcel-status-delivered = прибыла
parcel-status-issued = выдана
parcel-status-cancelled = отменена

## Сообщения клиенту о его посылках

parcel-notice-pending = 🕓 <b>Посылка ожидается</b>
parcel-notice-in-transit = 🚚 <b>Посылка в пути</b>
parcel-notice-delivered = 🏪 <b>Посылка прибыла</b>
parcel-notice-issued = ✅ <b>Посылка выдана</b>
parcel-notice-cancelled = 🚫 <b>Посылка отменена</b>
parcel-notice-corrected = ✏️ <b>Исправление: статус посылки — { $icon } { $status }</b>
parcel-notice-number = <code>{ $number }</code> · { $at }
parcel-notice-many =
    📦 <b>Новости о посылках: { $count }</b>
    { $at }
parcel-notice-line = { $icon } <code>{ $number }</code>: { $status }
parcel-notice-more = … и ещё { $count }
parcel-next-pending = Напишем, как только она отправится.
parcel-next-in-transit = Напишем, как только она прибудет.
parcel-next-delivered = Можно забирать. Назовите номер посылки или свой код: <code>{ $code }</code>
parcel-next-arrived = Прибывшие можно забирать. Назовите номер посылки или свой код: <code>{ $code }</code>
parcel-next-issued = Спасибо, что заказываете у нас!
parcel-next-cancelled = Есть вопросы? Магазин на связи: /shop
parcel-where-unknown = Куда приехать: /shop
parcel-cost = Стоимость: <b>{ $cost }</b>
parcel-button-details = 📦 Подробнее
parcel-button-own = 📦 Мои посылки
parcel-button-mute = 🔕 Не сообщать
parcel-button-unmute = 🔔 Сообщать
parcel-muted = Больше не пишем о посылках. Их статус всегда в /parcels, вернуть сообщения можно в /settings.
parcel-unmuted = Хорошо, будем писать о каждом новом статусе.
