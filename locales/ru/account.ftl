## Money that a customer has with the shop: notices

notice-paid-in =
    ✅ Мы получили ваш платёж: <b>{ $amount }</b>. Спасибо!
    Теперь на счёте: <b>{ $balance }</b>
notice-charged =
    📒 Списано со счёта: <b>{ $amount }</b>
    Теперь на счёте: <b>{ $balance }</b>
