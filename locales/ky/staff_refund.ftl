## Staff: refunding an invoice

refund-which =
    ↩️ <b>Кайтаруу</b>
    Кайсы накладной боюнча? Номерин же кардардын кодун, телефонун, атын жөнөтүңүз.
    Баарын бирден жазса болот: <code>/refund 965EDA32</code>
refund-unknown = «<b>{ $text }</b>» боюнча накладной да, кардар да табылган жок. Накладнойдун номеринде 8 белги бар: сандар жана A–F латын тамгалары.
refund-list = ↩️ Кайсы накладной боюнча кайтарабыз? 👇
button-refund = ↩️ Кайтаруу

refund-scope =
    Кайтарса болот: <b>{ $left }</b>
    Эмнени кайтарабыз?
button-refund-rest = Баары: { $amount }
button-refund-goods = 📦 Товарлар
button-refund-amount = ✏️ Сумма
refund-lines = 📦 Эмне кайтарылды? Товарларды тандаңыз. Экинчи жолу бассаңыз, тизмеден алынат.
refund-lines-so-far = Тандалды: <b>{ $amount }</b>
button-refund-line = { $name } × { $left }
button-refund-line-chosen = ✓ { $name }: { $quantity } / { $left }
refund-quantity = 📦 <b>{ $name }</b>: канчасы кайтарылды? <b>{ $left }</b> чейин болот.
refund-bad-quantity = Нөлдөн чоң сан керек, мисалы <code>1</code> же <code>0,5</code>
button-refund-all-of-line = Баары: { $quantity }
refund-amount =
    ✏️ Сатып алуунун канча суммасын кайтарабыз? <b>{ $left }</b> чейин болот.
    Канчасы балл, канчасы акча менен кайтарын өзүм эсептейм.

refund-preview-title =
    ↩️ <b>{ $number } накладнойу боюнча кайтаруу</b>
    { $name }, <code>{ $code }</code>
refund-points-owed = ⚠️ Буга чейин колдонулган: <b>{ points-count }</b>. Баланс нөлдөн төмөн түшөт, жаңы баллдар адегенде ушуну толтурат.
refund-reward = 🎁 Чакырган досунун сыйлыгы, { $name }: <b>−{ $points }</b>
refund-reward-owed = ⚠️ Андан буга чейин колдонулган: <b>{ points-count }</b>
refund-reward-unproven = ⚠️ Чакырган дос бул сатып алуу үчүн сыйлык алган болушу мүмкүн. Көчүрүлгөн тарых муну тастыктабайт, ошондуктан сыйлык кайра алынбайт.
refund-left = Накладной боюнча калат: <b>{ $amount }</b>
refund-why = Эмнеге? Себебин тандаңыз же жазыңыз: аны кардар көрөт.
button-refund-faulty = Жараксыз товар
button-refund-unsuitable = Туура келген жок
button-refund-mistake = Накладнойдогу ката
refund-reason-till = Кассада кайтарылды
button-refund-change = ✏️ Өзгөртүү
refund-changed = Ушул арада кайтаруунун эсеби өзгөрдү. Кайра текшерип көрүңүзчү.
refund-done = ✅ <code>{ $number }</code> накладнойу боюнча кайтаруу таризделди: <b>{ $name }</b>

## Undoing one’s own invoice

button-undo-invoice = ↩️ Накладнойду жокко чыгаруу
undo-question = <code>{ $number }</code> накладнойун жокко чыгарабызбы? Баллдар менен карыз мурдагыдай болот, кардарга билдирүү барат.
button-undo-yes = ↩️ Ооба, жокко чыгаруу
button-undo-no = Жок, калсын
undone = ↩️ <code>{ $number }</code> накладнойу жокко чыгарылды: <b>{ $name }</b>
