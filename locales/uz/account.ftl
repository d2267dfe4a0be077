## Money that a customer has with the shop: notices

notice-paid-in =
    ✅ To‘lovingizni oldik: <b>{ $amount }</b>. Rahmat!
    Hozirgi hisobingiz: <b>{ $balance }</b>
notice-charged =
    📒 Hisobdan yechildi: <b>{ $amount }</b>
    Hozirgi hisobingiz: <b>{ $balance }</b>
