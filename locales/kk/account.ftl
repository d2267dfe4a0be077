## Money that a customer has with the shop: notices

notice-paid-in =
    ✅ Төлеміңізді алдық: <b>{ $amount }</b>. Рақмет!
    Қазіргі шотыңыз: <b>{ $balance }</b>
notice-charged =
    📒 Шоттан есептен шығарылды: <b>{ $amount }</b>
    Қазіргі шотыңыз: <b>{ $balance }</b>
