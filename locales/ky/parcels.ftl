## Өз посылкалары

parcels-list =
    📦 <b>Посылкалар</b>
    Али алынбаганы: { $open } · баары: { $total }
parcels-entry =
    { $icon } <b>{ $number }</b>
    { $status } · { $since }
parcels-finished = <b>Аяктагандар</b>
parcels-code = Посылкалар үчүн кодуңуз: <code>{ $code }</code>
parcels-empty =
    📦 Азырынча посылка жок.

    Посылкаларда алуучунун <code>{ $code }</code> кодун көрсөтүңүз. Дүкөн посылканы каттаары менен ал ушул жерден көрүнөт.
parcels-not-yours =
    🔎 Посылкаларыңыздын арасында <b>{ $number }</b> номери жок.

    Ката жокпу, текшериңиз. Дүкөн жакында жөнөтүлгөн посылканы али каттай элек болушу мүмкүн: андан сураңыз, /shop
parcels-number = <code>{ $number }</code>
parcels-weight = Салмагы: <b>{ $weight } кг</b>
parcels-pieces = Орун саны: <b>{ $count }</b>
parcels-price = Бир кг баасы: <b>{ $price }</b>
parcels-past = 🕘 <b>Тарыхы</b>
parcels-past-status = { $at } · { $status }
parcels-past-more = … мындан мурда: { $count }
parcels-button-list = ↩️ Тизмеге
