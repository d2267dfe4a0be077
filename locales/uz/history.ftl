## The history

history-title = 🕘 <b>Tarix</b>
history-empty =
    🕘 Bu yer hozircha bo‘sh.

    Kassada kartangizni ko‘rsating, birinchi xaridingiz uchun ball tushadi: /card
history-entry =
    <b>{ $amount }</b> · { $what }
    { $date }
history-entry-of-wallet =
    <b>{ $amount }</b> · { $what }
    { $date } · { $wallet }
history-wallet-money = Pul

history-earned = <code>{ $number }</code> yuk xati uchun
history-earned-on-bill = <code>{ $number }</code> hisobi uchun
history-earned-without-number = xarid uchun
history-coupon = kupon bo‘yicha: { $title }
history-redeemed = <code>{ $number }</code> yuk xatiga to‘lov
history-redeemed-without-number = xaridga to‘lov
history-refunded = <code>{ $number }</code> yuk xati bo‘yicha qaytarish
history-refunded-without-number = xaridni qaytarish
history-refunded-of-friend = do‘stingiz xaridini qaytardi
history-promo-bonus = do‘stingizning promokodi uchun
history-promo-bonus-taken = promokod uchun ball qaytarib olindi
history-reward = do‘stingiz xaridi uchun: { $name }
history-reward-without-name = do‘stingiz xaridi uchun
history-reward-taken = do‘stingiz o‘zingiz ekansiz: mukofot qaytarib olindi
history-given = do‘kon qo‘shdi
history-given-for = do‘kon qo‘shdi: { $reason }
history-taken = do‘kon yechib oldi
history-taken-for = do‘kon yechib oldi: { $reason }
history-owed-on = <code>{ $number }</code> yuk xati bo‘yicha qarz
history-owed = qarz yozildi
history-owed-for = qarz yozildi: { $reason }
history-repaid = qarz to‘lovi
history-repaid-for = qarz to‘lovi: { $reason }
history-paid = balansdan to‘lov
history-deposited = balansni to‘ldirish
history-deposited-for = balansni to‘ldirish: { $reason }
history-charged = balansdan yechildi
history-charged-for = balansdan yechildi: { $reason }
history-opening = oldingi dasturdan qolgan qoldiq
history-expired = ballarning muddati o‘tdi
history-transferred-from = <code>{ $code }</code> kartasidan ko‘chirildi
history-transferred-to = <code>{ $code }</code> kartasiga ko‘chirildi
