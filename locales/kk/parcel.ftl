## Сәлемдемелер клиенттер мен қызметкерлердің экрандарында

parcel-status-pending = күтілуде
parcel-status-in-transit = жолда
parcel-status-delivered = келді
parcel-status-issued = берілді
parcel-status-cancelled = бас тартылды

## Клиентке сәлемдемелері туралы хабарламалар

parcel-notice-pending = 🕓 <b>Сәлемдеме күтілуде</b>
parcel-notice-in-transit = 🚚 <b>Сәлемдеме жолда</b>
parcel-notice-delivered = 🏪 <b>Сәлемдеме келді</b>
parcel-notice-issued = ✅ <b>Сәлемдеме берілді</b>
parcel-notice-cancelled = 🚫 <b>Сәлемдемеден бас тартылды</b>
parcel-notice-corrected = ✏️ <b>Түзету: сәлемдеменің күйі — { $icon } { $status }</b>
parcel-notice-number = <code>{ $number }</code> · { $at }
parcel-notice-many =
    📦 <b>Сәлемдемелер туралы жаңалықтар: { $count }</b>
    { $at }
parcel-notice-line = { $icon } <code>{ $number }</code>: { $status }
parcel-notice-more = … және тағы { $count }
parcel-next-pending = Жолға шыққан бойда жазамыз.
parcel-next-in-transit = Келген бойда жазамыз.
parcel-next-delivered = Алып кетуге болады. Сәлемдеме нөмірін немесе кодыңызды айтыңыз: <code>{ $code }</code>
parcel-next-arrived = Келгендерін алып кетуге болады. Сәлемдеме нөмірін немесе кодыңызды айтыңыз: <code>{ $code }</code>
parcel-next-issued = Бізден тапсырыс бергеніңізге рақмет!
parcel-next-cancelled = Сұрағыңыз бар ма? Дүкенге хабарласыңыз: /shop
parcel-where-unknown = Қайда келу керек: /shop
parcel-cost = Құны: <b>{ $cost }</b>
parcel-button-details = 📦 Толығырақ
parcel-button-own = 📦 Сәлемдемелерім
parcel-button-mute = 🔕 Хабарламау
parcel-button-unmute = 🔔 Хабарлау
parcel-muted = Сәлемдемелер туралы енді жазбаймыз. Күйі әрқашан /parcels ішінде, хабарламаларды /settings арқылы қайта қосуға болады.
parcel-unmuted = Жақсы, әр жаңа күй туралы жазып тұрамыз.
