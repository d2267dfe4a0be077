## The history

history-title = 🕘 <b>Тарих</b>
history-empty =
    🕘 Мұнда әзірге бос.

    Кассада картаңызды көрсетіңіз, бірінші сатып алғаныңыз үшін балл түседі: /card
history-entry =
    <b>{ $amount }</b> · { $what }
    { $date }
history-entry-of-wallet =
    <b>{ $amount }</b> · { $what }
    { $date } · { $wallet }
history-wallet-money = Ақша

history-earned = <code>{ $number }</code> жүкқұжаты үшін
history-earned-on-bill = <code>{ $number }</code> шоты үшін
history-earned-without-number = сатып алғаныңыз үшін
history-coupon = купон бойынша: { $title }
history-redeemed = <code>{ $number }</code> жүкқұжатына төлем
history-redeemed-without-number = сатып алуға төлем
history-refunded = <code>{ $number }</code> жүкқұжаты бойынша қайтару
history-refunded-without-number = сатып алуды қайтару
history-refunded-of-friend = досыңыз сатып алғанын қайтарды
history-promo-bonus = досыңыздың промокоды үшін
history-promo-bonus-taken = промокод үшін балл қайтарып алынды
history-reward = досыңыз сатып алғаны үшін: { $name }
history-reward-without-name = досыңыз сатып алғаны үшін
history-reward-taken = досыңыз өзіңіз екенсіз: сыйақы қайтарып алынды
history-given = дүкен қосты
history-given-for = дүкен қосты: { $reason }
history-taken = дүкен шегерді
history-taken-for = дүкен шегерді: { $reason }
history-owed-on = <code>{ $number }</code> жүкқұжаты бойынша қарыз
history-owed = қарыз жазылды
history-owed-for = қарыз жазылды: { $reason }
history-repaid = қарыз төлемі
history-repaid-for = қарыз төлемі: { $reason }
history-paid = теңгерімнен төлеу
history-deposited = теңгерімді толтыру
history-deposited-for = теңгерімді толтыру: { $reason }
history-charged = теңгерімнен алынды
history-charged-for = теңгерімнен алынды: { $reason }
history-opening = бұрынғы бағдарламадан қалған қалдық
history-expired = баллдардың мерзімі өтті
history-transferred-from = <code>{ $code }</code> картасынан көшірілді
history-transferred-to = <code>{ $code }</code> картасына көшірілді
