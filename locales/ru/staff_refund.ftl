## Staff: refunding an invoice

refund-which =
    ↩️ <b>Возврат</b>
    По какой накладной? Отправьте её номер либо код, телефон или имя клиента.
    Можно всё сразу: <code>/refund 965EDA32</code>
refund-unknown = По запросу «<b>{ $text }</b>» нет ни накладной, ни клиента. В номере накладной 8 знаков: цифры и латинские буквы от A до F.
refund-list = ↩️ По какой накладной возврат? 👇
button-refund = ↩️ Возврат

refund-scope =
    Можно вернуть: <b>{ $left }</b>
    Что возвращаем?
button-refund-rest = Всё: { $amount }
button-refund-goods = 📦 Товары
button-refund-amount = ✏️ Сумму
refund-lines = 📦 Что вернули? Выберите товары. Второе нажатие уберёт товар из списка.
refund-lines-so-far = Выбрано: <b>{ $amount }</b>
button-refund-line = { $name } × { $left }
button-refund-line-chosen = ✓ { $name }: { $quantity } из { $left }
refund-quantity = 📦 <b>{ $name }</b>: сколько вернули? Можно до <b>{ $left }</b>.
refund-bad-quantity = Нужно число больше нуля, например <code>1</code> или <code>0,5</code>
button-refund-all-of-line = Всё: { $quantity }
refund-amount =
    ✏️ На какую сумму покупки возврат? Можно до <b>{ $left }</b>.
    Сколько из неё вернуть баллами, а сколько деньгами, я посчитаю.

refund-preview-title =
    ↩️ <b>Возврат по накладной { $number }</b>
    { $name }, <code>{ $code }</code>
refund-points-owed = ⚠️ Уже использовано: <b>{ points-count }</b>. Баланс уйдёт ниже нуля, новые баллы сначала восполнят эту разницу.
refund-reward = 🎁 Награда пригласившего друга, { $name }: <b>−{ $points }</b>
refund-reward-owed = ⚠️ Из неё уже использовано: <b>{ points-count }</b>
refund-reward-unproven = ⚠️ Пригласивший друг мог получить награду за эту покупку. Перенесённая история этого не подтверждает, поэтому награда остаётся у него.
refund-left = Останется по накладной: <b>{ $amount }</b>
refund-why = Почему? Выберите или напишите причину: её увидит клиент.
button-refund-faulty = Брак
button-refund-unsuitable = Не подошло
button-refund-mistake = Ошибка в накладной
refund-reason-till = Возврат на кассе
button-refund-change = ✏️ Изменить
refund-changed = За это время расчёт возврата изменился. Проверьте, пожалуйста, ещё раз.
refund-done = ✅ Возврат по накладной <code>{ $number }</code> оформлен: <b>{ $name }</b>

## Undoing one’s own invoice

button-undo-invoice = ↩️ Отменить накладную
undo-question = Отменить накладную <code>{ $number }</code>? Баллы и долг станут такими, как были, клиент получит сообщение.
button-undo-yes = ↩️ Да, отменить
button-undo-no = Нет, оставить
undone = ↩️ Накладная <code>{ $number }</code> отменена: <b>{ $name }</b>
