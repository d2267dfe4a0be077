## Consent to spend points

consent-question = 🔐 Списать <b>{ points-count }</b> за покупку на { $total }?
consent-question-of-shop = 🔐 Списать <b>{ points-count }</b> за покупку на { $total }? Магазин: { $shop }
consent-till-question = 🔐 Касса просит списать с вашей карты. Вы согласны?
consent-till-question-of-shop = 🔐 Касса просит списать с вашей карты. Вы согласны? Магазин: { $shop }
consent-till-question-coupons = Купоны: <b>{ $count }</b>
consent-button-agree = ✅ Списать
consent-button-decline = ❌ Нет
consent-agreed = ✅ Готово: на покупку потрачено <b>{ points-count }</b>.
consent-declined = Хорошо, баллы остались у вас.
consent-waiting = ⏳ Ждём согласия: { $name }, <b>{ points-count }</b>. Вопрос пришёл клиенту в Telegram, на ответ три минуты. Можно и прислать сюда шесть цифр с карты клиента.
consent-button-cancel-sale = ✖️ Отменить эту продажу
consent-cancelled = ✖️ { $name }: продажа отменена. Баллы не списаны, накладной нет.
consent-cancelled-by-another = ✖️ { $name }: продажу отменил другой сотрудник. Баллы не списаны, накладной нет.
consent-notice-cancelled = ✖️ Магазин отменил покупку, о которой спрашивал. Баллы не списаны.
consent-over = Эта продажа больше не ждёт. Чем она закончилась, написано выше.
consent-another-waits =
    ⏳ <b>{ $name }</b>: продажа на { $total } уже ждёт согласия клиента, <b>{ points-count }</b>.
    Это та же покупка? Дважды её продавать нельзя.
consent-write-off-waits =
    ⏳ <b>{ $name }</b>: касса уже ждёт согласия клиента списать <b>{ points-count }</b>.
    Это та же покупка? Дважды за неё платить нельзя.
consent-button-complete = ✅ Завершить ту, что ждёт
consent-button-replace = ✖️ Ту отменить, продать эту
consent-button-keep = ⏳ Пусть ждёт, эту не надо
consent-write-off-completed = ✅ { $name }: карта подтвердила списание на кассе, <b>{ points-count }</b>.
consent-not-agreed = ❌ { $name }: клиент не согласен. Баллы не списаны, накладной нет.
consent-failed = ❌ { $name }: клиент согласен, но покупка не прошла, накладной нет.
consent-expired = ⌛ { $name }: ответа не было три минуты. Баллы не списаны, накладной нет.
