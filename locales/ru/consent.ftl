## Consent to spend points

consent-question = 🔐 Списать <b>{ points-count }</b> за покупку на { $total }?
consent-question-of-shop = 🔐 Списать <b>{ points-count }</b> за покупку на { $total }? Магазин: { $shop }
consent-button-agree = ✅ Списать
consent-button-decline = ❌ Нет
consent-agreed = ✅ Готово: на покупку потрачено <b>{ points-count }</b>.
consent-declined = Хорошо, баллы остались у вас.
consent-waiting = ⏳ Ждём согласия: { $name }, <b>{ points-count }</b>. Вопрос пришёл клиенту в Telegram, на ответ три минуты. Можно и показать шесть цифр карты: /card
consent-not-agreed = ❌ { $name }: клиент не согласен. Баллы не списаны, накладной нет.
consent-failed = ❌ { $name }: клиент согласен, но покупка не прошла, накладной нет.
consent-expired = ⌛ { $name }: ответа не было три минуты. Баллы не списаны, накладной нет.
