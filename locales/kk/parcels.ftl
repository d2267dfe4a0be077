## Өз сәлемдемелері

parcels-list =
    📦 <b>Сәлемдемелер</b>
    Әлі алынбағаны: { $open } · барлығы: { $total }
parcels-entry =
    { $icon } <b>{ $number }</b>
    { $status } · { $since }
parcels-finished = <b>Аяқталғандар</b>
parcels-code = Сәлемдемелерге арналған кодыңыз: <code>{ $code }</code>
parcels-empty =
    📦 Әзірге сәлемдеме жоқ.

    Сәлемдемелерде алушының <code>{ $code }</code> кодын көрсетіңіз. Дүкен сәлемдемені тіркеген бойда ол осында пайда болады.
parcels-not-yours =
    🔎 Сәлемдемелеріңіздің арасында <b>{ $number }</b> нөмірі жоқ.

    Қате жоқ па, тексеріңіз. Дүкен жақында жіберілген сәлемдемені әлі тіркемеген болуы мүмкін: одан сұраңыз, /shop
parcels-number = <code>{ $number }</code>
parcels-weight = Салмағы: <b>{ $weight } кг</b>
parcels-pieces = Орын саны: <b>{ $count }</b>
parcels-price = Бір кг бағасы: <b>{ $price }</b>
parcels-past = 🕘 <b>Тарихы</b>
parcels-past-status = { $at } · { $status }
parcels-past-more = … бұдан бұрын: { $count }
parcels-button-list = ↩️ Тізімге
