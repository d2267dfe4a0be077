## O‘z posilkalari

parcels-list =
    📦 <b>Posilkalar</b>
    Hali olinmagani: { $open } · jami: { $total }
parcels-entry =
    { $icon } <b>{ $number }</b>
    { $status } · { $since }
parcels-finished = <b>Yakunlanganlar</b>
parcels-code = Posilkalar uchun kodingiz: <code>{ $code }</code>
parcels-empty =
    📦 Hozircha posilka yo‘q.

    Posilkalarda qabul qiluvchining <code>{ $code }</code> kodini ko‘rsating. Do‘kon posilkani ro‘yxatga olishi bilan u shu yerda paydo bo‘ladi.
parcels-not-yours =
    🔎 Posilkalaringiz orasida <b>{ $number }</b> raqami yo‘q.

    Xato yo‘qligini tekshiring. Do‘kon yaqinda yuborilgan posilkani hali ro‘yxatga olmagan bo‘lishi mumkin: undan so‘rang, /shop
parcels-number = <code>{ $number }</code>
parcels-weight = Og‘irligi: <b>{ $weight } kg</b>
parcels-pieces = Joylar soni: <b>{ $count }</b>
parcels-price = Bir kg narxi: <b>{ $price }</b>
parcels-past = 🕘 <b>Tarixi</b>
parcels-past-status = { $at } · { $status }
parcels-past-more = … bundan oldin: { $count }
parcels-button-list = ↩️ Ro‘yxatga
