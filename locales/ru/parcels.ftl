## Свои посылки

parcels-list =
    📦 <b>Посылки</b>
    Ещё не у вас: { $open } · всего: { $total }
parcels-entry =
    { $icon } <b>{ $number }</b>
    { $status } · { $since }
parcels-finished = <b>Завершённые</b>
parcels-code = Ваш код для посылок: <code>{ $code }</code>
parcels-empty =
    📦 Посылок пока нет.

    Указывайте на посылках код получателя <code>{ $code }</code>. Как только магазин запишет посылку, она появится здесь.
parcels-not-yours =
    🔎 Номера <b>{ $number }</b> среди ваших посылок нет.

    Проверьте, нет ли в нём ошибки. Недавнюю посылку магазин мог ещё не записать: спросите его, /shop
parcels-number = <code>{ $number }</code>
parcels-weight = Вес: <b>{ $weight } кг</b>
parcels-pieces = Мест: <b>{ $count }</b>
parcels-price = Цена за кг: <b>{ $price }</b>
parcels-past = 🕘 <b>История</b>
parcels-past-status = { $at } · { $status }
parcels-past-more = … ещё раньше: { $count }
parcels-button-list = ↩️ К списку
