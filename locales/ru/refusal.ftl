## Why something was not done

refusal-not-allowed = Это доступно только сотрудникам с подходящей ролью. Если доступ нужен, попросите владельца.
refusal-unknown-customer = Такого клиента нет. Проверьте код или найдите клиента заново: /find
refusal-unknown-invoice = Такой накладной нет. Откройте список заново: /invoices
refusal-not-enough-points = Столько баллов нет. Доступно: <b>{ $available }</b>. Ничего не списано.
refusal-redemption-out-of-bounds = Столько баллов на эту покупку списать нельзя. Можно от <b>{ $least }</b> до <b>{ $most }</b>.
refusal-more-than-owed = Это больше, чем долг. Сейчас долг: <b>{ $owed }</b>.
refusal-nothing-to-do = Сумма должна быть больше нуля.
refusal-too-large = Слишком большая сумма. Проверьте, нет ли лишних нулей.
refusal-draft-empty = В накладной нет ни одной строки. Добавьте товар, например: <code>Чай 2 x 350</code>
refusal-draft-too-many-lines = В одной накладной может быть до 100 строк. Разделите её на две.
refusal-draft-bad-name = Строка { $line }: нужно название, не длиннее 200 символов.
refusal-draft-bad-quantity = Строка { $line }: количество должно быть больше нуля.
refusal-draft-too-large = Строка { $line }: слишком большая сумма. Проверьте цену и количество.
refusal-draft-nothing-to-pay = Итог накладной равен нулю. Проверьте цены.
refusal-phone-taken = Этот номер уже записан за клиентом <code>{ $code }</code>. Открыть: /find { $code }
refusal-phone-of-another = Карта с этим номером уже привязана к другому аккаунту Telegram. Если это ваш номер, обратитесь в магазин: /shop
refusal-both-cards-in-use = На этот номер заведена другая карта, и на обеих уже есть покупки, поэтому сами мы их объединить не можем. Обратитесь, пожалуйста, в магазин: /shop
refusal-reason-missing = Нужна причина, до 200 символов: её увидит клиент.
refusal-bad-name = Нужно имя, до 100 символов.
refusal-own-role = Свою роль изменить нельзя. Попросите другого владельца.
refusal-operation-reused = Эта операция уже выполнена с другими данными. Начните заново.
