## The history

history-title = 🕘 <b>Тарых</b>
history-empty =
    🕘 Бул жер азырынча бош.

    Кассада картаңызды көрсөтүңүз, биринчи сатып алганыңыз үчүн балл түшөт: /card
history-entry =
    <b>{ $amount }</b> · { $what }
    { $date }
history-entry-of-wallet =
    <b>{ $amount }</b> · { $what }
    { $date } · { $wallet }
history-wallet-money = Акча

history-earned = <code>{ $number }</code> накладнойу үчүн
history-earned-on-bill = <code>{ $number }</code> эсеби үчүн
history-earned-without-number = сатып алганыңыз үчүн
history-coupon = купон боюнча: { $title }
history-redeemed = <code>{ $number }</code> накладнойуна төлөм
history-redeemed-without-number = сатып алууга төлөм
history-refunded = <code>{ $number }</code> накладнойу боюнча кайтаруу
history-refunded-without-number = сатып алууну кайтаруу
history-refunded-of-friend = досуңуз сатып алганын кайтарды
history-promo-bonus = досуңуздун промокоду үчүн
history-promo-bonus-taken = промокод үчүн балл кайтарылып алынды
history-reward = досуңуз сатып алганы үчүн: { $name }
history-reward-without-name = досуңуз сатып алганы үчүн
history-reward-taken = досуңуз өзүңүз экенсиз: сыйлык кайра алынды
history-given = дүкөн кошту
history-given-for = дүкөн кошту: { $reason }
history-taken = дүкөн алып салды
history-taken-for = дүкөн алып салды: { $reason }
history-owed-on = <code>{ $number }</code> накладнойу боюнча карыз
history-owed = карыз жазылды
history-owed-for = карыз жазылды: { $reason }
history-repaid = карыз төлөмү
history-repaid-for = карыз төлөмү: { $reason }
history-paid = баланстан төлөө
history-deposited = балансты толтуруу
history-deposited-for = балансты толтуруу: { $reason }
history-charged = баланстан алынды
history-charged-for = баланстан алынды: { $reason }
history-opening = мурунку программадан калган калдык
history-expired = баллдардын мөөнөтү өттү
history-transferred-from = <code>{ $code }</code> картасынан көчүрүлдү
history-transferred-to = <code>{ $code }</code> картасына көчүрүлдү
