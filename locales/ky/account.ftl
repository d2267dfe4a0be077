## Money that a customer has with the shop: notices

notice-paid-in =
    ✅ Төлөмүңүздү алдык: <b>{ $amount }</b>. Рахмат!
    Азыркы эсебиңиз: <b>{ $balance }</b>
notice-charged =
    📒 Эсептен алынды: <b>{ $amount }</b>
    Азыркы эсебиңиз: <b>{ $balance }</b>
