## Посылкалар кардарлардын жана кызматкерлердин экрандарында

parcel-status-pending = күтүлүүдө
parcel-status-in-transit = жолдо
parcel-status-delivered = келди
parcel-status-issued = берилди
parcel-status-cancelled = жокко чыгарылды

## Кардарга посылкалары жөнүндө билдирүүлөр

parcel-notice-pending = 🕓 <b>Посылка күтүлүүдө</b>
parcel-notice-in-transit = 🚚 <b>Посылка жолдо</b>
parcel-notice-delivered = 🏪 <b>Посылка келди</b>
parcel-notice-issued = ✅ <b>Посылка берилди</b>
parcel-notice-cancelled = 🚫 <b>Посылка жокко чыгарылды</b>
parcel-notice-corrected = ✏️ <b>Оңдоо: посылканын абалы — { $icon } { $status }</b>
parcel-notice-number = <code>{ $number }</code> · { $at }
parcel-notice-many =
    📦 <b>Посылкалар жөнүндө жаңылыктар: { $count }</b>
    { $at }
parcel-notice-line = { $icon } <code>{ $number }</code>: { $status }
parcel-notice-more = … жана дагы { $count }
parcel-next-pending = Жолго чыгары менен жазабыз.
parcel-next-in-transit = Келери менен жазабыз.
parcel-next-delivered = Алып кетсеңиз болот. Посылканын номерин же кодуңузду айтыңыз: <code>{ $code }</code>
parcel-next-arrived = Келгендерин алып кетсеңиз болот. Посылканын номерин же кодуңузду айтыңыз: <code>{ $code }</code>
parcel-next-issued = Бизден заказ кылганыңыз үчүн рахмат!
parcel-next-cancelled = Суроолоруңуз барбы? Дүкөнгө кайрылыңыз: /shop
parcel-where-unknown = Кайда келүү керек: /shop
parcel-cost = Баасы: <b>{ $cost }</b>
parcel-button-details = 📦 Кененирээк
parcel-button-own = 📦 Посылкаларым
parcel-button-mute = 🔕 Билдирбөө
parcel-button-unmute = 🔔 Билдирүү
parcel-muted = Мындан ары посылкалар жөнүндө жазбайбыз. Абалы дайыма /parcels ичинде, билдирүүлөрдү /settings аркылуу кайра күйгүзсөңүз болот.
parcel-unmuted = Макул, ар бир жаңы абал жөнүндө жазып турабыз.
