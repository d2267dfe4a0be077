## The history

history-title = 🕘 <b>История</b>
history-empty =
    🕘 Здесь пока пусто.

    Покажите карту на кассе, и за первую покупку появятся баллы: /card
history-entry =
    <b>{ $amount }</b> · { $what }
    { $date }
history-entry-of-wallet =
    <b>{ $amount }</b> · { $what }
    { $date } · { $wallet }
history-wallet-money = Деньги

history-earned = за накладную <code>{ $number }</code>
history-earned-on-bill = за счёт <code>{ $number }</code>
history-earned-without-number = за покупку
history-coupon = по купону: { $title }
history-redeemed = оплата накладной <code>{ $number }</code>
history-redeemed-without-number = оплата покупки
history-refunded = возврат по накладной <code>{ $number }</code>
history-refunded-without-number = возврат покупки
history-refunded-of-friend = друг вернул покупку
history-promo-bonus = за промокод друга
history-promo-bonus-taken = баллы за промокод отменены
history-reward = за покупку друга: { $name }
history-reward-without-name = за покупку друга
history-reward-taken = друг — это вы: награда отменена
history-given = начислил магазин
history-given-for = начислил магазин: { $reason }
history-taken = списал магазин
history-taken-for = списал магазин: { $reason }
history-owed-on = в долг по накладной <code>{ $number }</code>
history-owed = записан долг
history-owed-for = записан долг: { $reason }
history-repaid = оплата долга
history-repaid-for = оплата долга: { $reason }
history-paid = оплата с баланса
history-deposited = пополнение баланса
history-deposited-for = пополнение баланса: { $reason }
history-charged = списание с баланса
history-charged-for = списание с баланса: { $reason }
history-opening = остаток из прежней программы
history-expired = срок баллов истёк
history-transferred-from = перенос с карты <code>{ $code }</code>
history-transferred-to = перенос на карту <code>{ $code }</code>
